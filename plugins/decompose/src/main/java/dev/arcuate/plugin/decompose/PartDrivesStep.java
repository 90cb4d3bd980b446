package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.value.Activations;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * What drives simulated regions, word by word: purely lexical, syntactic and semantic directions.
 */
@Extension
public final class PartDrivesStep implements Step<PartDrivesSettings> {
  private static final long MEBIBYTES = 768;

  private final LinearAlgebra algebra;

  @Inject
  public PartDrivesStep(LinearAlgebra algebra) {
    this.algebra = algebra;
  }

  @Override
  public String id() {
    return "part-drives";
  }

  @Override
  public String summary() {
    return "Finds purely lexical, syntactic and semantic directions, for simulated regions.";
  }

  @Override
  public Class<PartDrivesSettings> settingsType() {
    return PartDrivesSettings.class;
  }

  @Override
  public Resources resources(PartDrivesSettings settings) {
    return Resources.of(1, MEBIBYTES);
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.one("representations", Activations.class, "the parts made by syntax-semantics"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one("drives", Activations.class, "lexical, syntactic and semantic directions"));
  }

  @Override
  public void run(PartDrivesSettings settings, Task task) throws IOException {
    PartDrive drive = new PartDrive(algebra, parts(task), settings.directions());
    task.checkCancelled();
    Parts drives = new Parts(task.output("drives"), "simulation", List.of());
    drives.add(SimulatePartsStep.LEXICAL, drive.lexical());
    task.checkCancelled();
    drives.add(SimulatePartsStep.SYNTACTIC, drive.syntactic());
    task.checkCancelled();
    drives.add(SimulatePartsStep.SEMANTIC, drive.semantic());
    drives.finish();
  }

  private static Map<String, Rows> parts(Task task) {
    Activations given = task.input("representations", Activations.class);
    Map<String, Rows> parts = new LinkedHashMap<>();
    for (String name :
        List.of(Part.LEXICAL_TOTAL, Part.LEXICAL_SYNTAX, Part.SYNTAX, Part.SEMANTICS)) {
      int index = given.layers().indexOf(name);
      if (index < 0) {
        throw Problem.user(
                "DECOMPOSE_NO_PARTS",
                "the representations have no '"
                    + name
                    + "'; they are "
                    + String.join(", ", given.layers()))
            .hint("connect the output of syntax-semantics")
            .exception();
      }
      parts.put(name, Rows.of(given.layer(index)));
    }
    return parts;
  }
}
