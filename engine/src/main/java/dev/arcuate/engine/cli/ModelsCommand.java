package dev.arcuate.engine.cli;

import dev.arcuate.api.LanguageModel.Card;
import dev.arcuate.api.LanguageModel.State;
import dev.arcuate.engine.Arcuate;
import dev.arcuate.engine.Models;
import dev.arcuate.engine.models.Hub;
import dev.arcuate.engine.models.ModelEntry;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code arcuate models}: the catalogue of language models. */
@Command(
    name = "models",
    description = "Lists, adds and looks into language models.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|add|inspect")
final class ModelsCommand implements Callable<Integer> {
  private static final double MEBIBYTE = 1 << 20;

  private final Console console;
  @Mixin private EngineOptions engine = new EngineOptions();

  ModelsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return list();
  }

  @Command(
      name = "list",
      description = "Lists the models of the catalogue; workflows name them as models:NAME.",
      mixinStandardHelpOptions = true)
  int list() throws IOException {
    return engine.with(
        console,
        arcuate -> {
          List<ModelEntry> models = arcuate.models().list();
          if (models.isEmpty()) {
            console.out().println("no models; 'arcuate models add PATH' adds one");
          }
          for (ModelEntry model : models) {
            console
                .out()
                .printf(
                    Locale.ROOT,
                    "%-24s %-6s %3d layers x %-5d %5d tokens %9.1f MiB  %s%n",
                    model.name(),
                    model.component(),
                    model.layers().size() - 1,
                    model.width(),
                    model.contextLength(),
                    model.bytes() / MEBIBYTE,
                    model.licence());
          }
          return 0;
        });
  }

  @Command(
      name = "add",
      description =
          "Adds a model: a folder, an .onnx file, an unpacked Maven artifact, or"
              + " hub:OWNER/NAME@REVISION, which is fetched and checked.",
      mixinStandardHelpOptions = true)
  int add(
      @Parameters(paramLabel = "PATH|hub:ID@REVISION") String from,
      @Option(names = "--name", paramLabel = "NAME", description = "Its name in workflows.")
          String name,
      @Option(
              names = "--licence",
              paramLabel = "TEXT",
              description = "Its licence, where its files do not state it.")
          String licence,
      @Option(
              names = "--file",
              paramLabel = "FILE",
              description = "A file of the hub to fetch in place of the usual ones; repeatable.")
          List<String> files,
      @Option(names = "--offline", description = "Refuse to use the network.") boolean offline)
      throws IOException {
    showPasswordsToProxies();
    return engine.with(
        console,
        arcuate -> {
          ModelEntry added =
              arcuate
                  .modelling()
                  .add(
                      new Models.Wanted(
                          from,
                          Optional.ofNullable(name),
                          Optional.ofNullable(licence),
                          files == null ? List.of() : files,
                          offline),
                      System.getenv(),
                      (file, bytes) ->
                          console
                              .err()
                              .printf(
                                  Locale.ROOT,
                                  "fetching %s%s%n",
                                  file,
                                  bytes < 0
                                      ? ""
                                      : String.format(
                                          Locale.ROOT, " (%.1f MiB)", bytes / MEBIBYTE)));
          console.out().printf("added models:%s%n", added.name());
          show(added);
          return 0;
        });
  }

  /**
   * Who names a password for a proxy wants it to be shown there, on the way to an https address,
   * too, where Java keeps it back unless told otherwise. It can be told for the whole process only,
   * so that the command does so and not the engine, which may live in a process of others.
   */
  private static void showPasswordsToProxies() {
    if (System.getProperty(Hub.KEPT_FROM_TUNNELS) == null) {
      System.setProperty(Hub.KEPT_FROM_TUNNELS, "");
    }
  }

  private void show(ModelEntry model) {
    PrintStream out = console.out();
    out.printf("component  %s%n", model.component());
    out.printf("path       %s%n", model.path());
    out.printf("source     %s%n", model.source());
    out.printf("licence    %s%n", model.licence());
    out.printf("sha-256    %s%n", model.digest());
    out.printf("layers     %d and embeddings, %d wide%n", model.layers().size() - 1, model.width());
    out.printf("context    %d tokens%n", model.contextLength());
  }

  @Command(
      name = "inspect",
      description = "Opens a model and says what can be kept of it.",
      mixinStandardHelpOptions = true)
  int inspect(@Parameters(paramLabel = "NAME|PATH") String nameOrPath) throws IOException {
    return engine.with(console, arcuate -> inspect(arcuate, nameOrPath));
  }

  private int inspect(Arcuate arcuate, String nameOrPath) throws IOException {
    Models models = arcuate.modelling();
    Optional<ModelEntry> entry = arcuate.models().find(nameOrPath.replaceFirst("^models:", ""));
    Models.Described found = models.describe(models.find(nameOrPath));
    Card card = found.card();
    PrintStream out = console.out();
    out.printf("%s, read by '%s'%n", card.name(), found.component());
    out.printf("  layers      %s%n", String.join(", ", card.layers()));
    out.printf("  width       %d%n", card.width());
    out.printf("  context     %d tokens%n", card.contextLength());
    out.printf(
        "  direction   %s%n",
        card.causal() ? "causal: sees what stands to the left" : "masked: sees both sides");
    if (card.heads() > 0) {
      out.printf("  heads       %d per block%n", card.heads());
    }
    card.vocabulary()
        .ifPresent(vocabulary -> out.printf("  vocabulary  %d tokens%n", vocabulary.size()));
    out.printf("  surprisal   %s%n", card.predicts() ? "yes" : "no: it does not predict tokens");
    if (!card.states().isEmpty()) {
      out.printf("  also        %s%n", String.join(", ", ranges(card.states())));
    }
    entry.ifPresent(
        known -> {
          out.printf("  licence     %s%n", known.licence());
          out.printf("  sha-256     %s%n", known.digest());
        });
    return 0;
  }

  /** heads-1 … heads-12 in place of twelve names. */
  private static List<String> ranges(List<State> states) {
    List<String> texts = new ArrayList<>();
    List<String> stems =
        states.stream().map(state -> state.name().replaceFirst("\\d+$", "")).distinct().toList();
    for (String stem : stems) {
      List<String> names =
          states.stream()
              .map(State::name)
              .filter(name -> name.replaceFirst("\\d+$", "").equals(stem))
              .toList();
      texts.add(
          names.size() < 3
              ? String.join(", ", names)
              : names.get(0) + " … " + names.get(names.size() - 1));
    }
    return texts;
  }
}
