package dev.arcuate.engine.inspect;

import dev.arcuate.api.Inspector;
import dev.arcuate.api.Inspector.Inspection;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Inference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All inspectors: those of plugins first, then those of the engine. */
public final class Inspectors {
  private final List<Inspector> all = new ArrayList<>();

  /**
   * @param ofPlugins asked first, so that a plugin can say more of a format
   */
  public Inspectors(List<Inspector> ofPlugins, Inference inference) {
    all.addAll(ofPlugins);
    all.add(new NpyInspector());
    all.add(new SafetensorsInspector());
    all.add(new OnnxInspector(inference));
  }

  /**
   * Looks into a file or folder.
   *
   * @throws ProblemException {@code INSPECT_MISSING}, {@code INSPECT_UNKNOWN}, or what is wrong
   *     with the file
   */
  public Inspection inspect(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw Problem.user("INSPECT_MISSING", "there is no file or folder '" + path + "'")
          .exception();
    }
    for (Inspector inspector : all) {
      Optional<Inspection> found = inspector.inspect(path);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw Problem.user("INSPECT_UNKNOWN", "'" + path + "' is of no format that is known here")
        .hint(
            "known are "
                + String.join("; ", all.stream().map(Inspector::summary).toList())
                + "; plugins may add others")
        .exception();
  }
}
