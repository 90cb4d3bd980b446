package dev.arcuate.engine.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code arcuate schema}: what editors need to complete and check workflows. */
@Command(
    name = "schema",
    description =
        "Prints the JSON Schema of workflow files with the plugins installed, or that of one"
            + " component's settings.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private EngineOptions engine = new EngineOptions();

  @Parameters(
      paramLabel = "COMPONENT",
      arity = "0..1",
      description = "Only the settings of this component.")
  private String component;

  SchemaCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return engine.with(
        console,
        arcuate -> {
          ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
          console
              .out()
              .println(mapper.writeValueAsString(arcuate.schema(Optional.ofNullable(component))));
          return 0;
        });
  }
}
