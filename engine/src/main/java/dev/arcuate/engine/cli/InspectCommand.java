package dev.arcuate.engine.cli;

import dev.arcuate.api.Inspector.Inspection;
import dev.arcuate.api.Inspector.Part;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code arcuate inspect}: what is in a file. */
@Command(
    name = "inspect",
    description =
        "Says what is in a file: an ONNX graph, weights, an array, and what plugins know.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  private final Console console;
  @Mixin private EngineOptions engine = new EngineOptions();

  @Parameters(paramLabel = "PATH", description = "A file or folder.")
  private Path path;

  @Option(names = "--all", description = "Show long tables as a whole.")
  private boolean all;

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return engine.with(
        console,
        arcuate -> {
          Inspection found = arcuate.inspect(path);
          PrintStream out = console.out();
          out.println(found.format());
          int widest = found.facts().keySet().stream().mapToInt(String::length).max().orElse(0);
          found
              .facts()
              .forEach((name, value) -> out.printf("  %-" + widest + "s  %s%n", name, value));
          found.parts().forEach(part -> show(part, out));
          return 0;
        });
  }

  private void show(Part part, PrintStream out) {
    List<List<String>> rows = part.table().cells();
    out.printf("%n%s%n", part.heading());
    int shown = all ? rows.size() : Math.min(SHOWN, rows.size());
    int columns = part.table().columns().size();
    int[] widths = new int[columns];
    for (int row = 0; row < shown; row++) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], rows.get(row).get(column).length());
      }
    }
    for (int row = 0; row < shown; row++) {
      StringBuilder line = new StringBuilder(" ");
      for (int column = 0; column < columns; column++) {
        String cell = rows.get(row).get(column);
        line.append(' ').append(cell).append(" ".repeat(widths[column] - cell.length() + 1));
      }
      out.println(line.toString().stripTrailing());
    }
    if (shown < rows.size()) {
      out.printf("  … and %d more, shown with --all%n", rows.size() - shown);
    }
  }
}
