package dev.arcuate.plugin.statistics;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** What a model explains beyond a baseline: the difference of their scores, fold by fold. */
@Extension
public final class CompareStep implements Step<CompareSettings> {
  private static final Port MODEL = Port.one("model", Scores.class, "scores of the model");
  private static final Port BASELINE =
      Port.one("baseline", Scores.class, "scores of what it is compared with");
  private static final Port SCORES =
      Port.one("scores", Scores.class, "both scores and the gain, model minus baseline");

  @Override
  public String id() {
    return "compare";
  }

  @Override
  public String summary() {
    return "Subtracts the scores of a baseline from those of a model, for every target and fold.";
  }

  @Override
  public Class<CompareSettings> settingsType() {
    return CompareSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(MODEL, BASELINE);
  }

  @Override
  public List<Port> outputs() {
    return List.of(SCORES);
  }

  @Override
  public void run(CompareSettings settings, Task task) throws IOException {
    Scores model = task.input(MODEL.name(), Scores.class);
    Scores baseline = task.input(BASELINE.name(), Scores.class);
    requireComparable(settings, model, baseline);

    List<String> names = new ArrayList<>();
    for (String map : settings.maps()) {
      names.addAll(List.of(map, "baseline-" + map, gain(map)));
    }
    Scores result =
        new Scores(
            task.output(SCORES.name()),
            model.subject(),
            names,
            facts(model, baseline),
            model.geometry());
    result.write();
    for (String map : settings.maps()) {
      task.checkCancelled();
      write(result, map, model.map(map), baseline.map(map));
    }
  }

  private static String gain(String map) {
    return map.equals("r") ? "gain" : "gain-" + map;
  }

  private static void write(Scores result, String name, FloatMatrix model, FloatMatrix baseline)
      throws IOException {
    int rows = model.rows();
    try (NpyWriter plain = result.mapWriter(name, rows);
        NpyWriter before = result.mapWriter("baseline-" + name, rows);
        NpyWriter gain = result.mapWriter(gain(name), rows)) {
      for (int row = 0; row < rows; row++) {
        float[] ofModel = model.row(row);
        float[] ofBaseline = baseline.row(row);
        float[] difference = new float[ofModel.length];
        for (int target = 0; target < difference.length; target++) {
          difference[target] = (float) ((double) ofModel[target] - ofBaseline[target]);
        }
        plain.append(ofModel, 0, ofModel.length);
        before.append(ofBaseline, 0, ofBaseline.length);
        gain.append(difference, 0, difference.length);
      }
    }
  }

  private static Map<String, Object> facts(Scores model, Scores baseline) {
    Map<String, Object> facts = new LinkedHashMap<>(model.facts());
    facts.put("baseline", baseline.facts());
    if (Boolean.TRUE.equals(baseline.facts().get("leaky"))) {
      facts.put("leaky", true);
    }
    return facts;
  }

  private static void requireComparable(CompareSettings settings, Scores model, Scores baseline) {
    List<Problem> problems = new ArrayList<>();
    if (!model.subject().equals(baseline.subject())) {
      problems.add(
          Problem.user(
                  "STATISTICS_SUBJECTS_DIFFER",
                  "the model was scored on subject "
                      + model.subject()
                      + ", the baseline on subject "
                      + baseline.subject())
              .hint("let both steps read the same recordings, with the same sweep over subjects"));
    }
    if (!model.geometry().equals(baseline.geometry())) {
      problems.add(
          Problem.data(
                  "STATISTICS_GEOMETRY_DIFFERS",
                  "the targets of the model ("
                      + Inputs.describe(model.geometry())
                      + ") are not those of the baseline ("
                      + Inputs.describe(baseline.geometry())
                      + ")")
              .hint("let both steps read the same recordings"));
    }
    for (String map : settings.maps()) {
      requireMap(map, "model", model, problems);
      requireMap(map, "baseline", baseline, problems);
      if (model.maps().contains(map)
          && baseline.maps().contains(map)
          && model.map(map).rows() != baseline.map(map).rows()) {
        problems.add(
            Problem.user(
                    "STATISTICS_FOLDS_DIFFER",
                    "the model was scored in "
                        + model.map(map).rows()
                        + " folds, the baseline in "
                        + baseline.map(map).rows())
                .hint("give both steps the same 'folds'"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private static void requireMap(String map, String role, Scores scores, List<Problem> problems) {
    if (!scores.maps().contains(map)) {
      problems.add(Maps.missing(map, "the scores of the " + role, scores));
    }
  }
}
