package dev.arcuate.engine.cli;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which workflow, and what of it is changed. */
final class WorkflowOptions {
  @Parameters(paramLabel = "FILE", description = "The workflow.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Another value for a param, as YAML; may be given several times.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--use",
      paramLabel = "STEP=COMPONENT",
      description = "Another component for a step; may be given several times.")
  private List<String> uses = new ArrayList<>();

  Request request() {
    Map<String, String> components = new LinkedHashMap<>();
    for (String use : uses) {
      int equals = use.indexOf('=');
      if (equals <= 0 || equals == use.length() - 1) {
        throw Problem.user("INVALID_USE", "--use " + use + " does not name a step and a component")
            .hint("write --use step=component")
            .exception();
      }
      components.put(use.substring(0, equals), use.substring(equals + 1));
    }
    return new Request(file, sets, components);
  }
}
