package dev.arcuate.plugin.arrays;

import dev.arcuate.api.Port;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Scores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** Gives the arrays of an encoding the names under which they are looked for. */
@Extension
public final class ScoreArraysStep implements Step<ScoreArraysSettings> {
  /** Name in the value → name in the results. */
  private static final Map<String, String> NAMES = names();

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("r.npy", "scores.npy");
    names.put("r2.npy", "r2.npy");
    names.put("alpha.npy", "alphas.npy");
    names.put("predictions.npy", "predictions.npy");
    names.put("weights.npy", "weights.npy");
    names.put("intercept.npy", "intercepts.npy");
    return names;
  }

  @Override
  public String id() {
    return "score-arrays";
  }

  @Override
  public String summary() {
    return "Lays scores.npy, alphas.npy, predictions.npy and, if made, weights.npy out.";
  }

  @Override
  public Class<ScoreArraysSettings> settingsType() {
    return ScoreArraysSettings.class;
  }

  @Override
  public Resources resources(ScoreArraysSettings settings) {
    return Resources.small();
  }

  @Override
  public List<Port> inputs() {
    return List.of(Port.one("scores", Scores.class, "of one encoding"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one(
            "arrays",
            Files.class,
            "NumPy files, laid out at the top of the results: scores.npy and r2.npy [folds ×"
                + " targets], alphas.npy [folds × targets], predictions.npy [samples × targets],"
                + " weights.npy [folds × features × targets]"));
  }

  @Override
  public void run(ScoreArraysSettings settings, Task task) throws IOException {
    Path from = task.input("scores", Scores.class).folder();
    Path to = task.output("arrays");
    for (Map.Entry<String, String> name : NAMES.entrySet()) {
      if (java.nio.file.Files.exists(from.resolve(name.getKey()))) {
        task.checkCancelled();
        java.nio.file.Files.copy(from.resolve(name.getKey()), to.resolve(name.getValue()));
      }
    }
  }
}
