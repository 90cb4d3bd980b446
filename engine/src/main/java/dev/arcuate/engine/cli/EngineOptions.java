package dev.arcuate.engine.cli;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.Arcuate;
import dev.arcuate.engine.Places;
import dev.arcuate.engine.accel.Device;
import dev.arcuate.engine.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of every command that needs an engine. */
final class EngineOptions {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Where results of tasks are kept (default: .arcuate/store, or ARCUATE_STORE).")
  private Path store;

  @Option(
      names = "--plugin-dir",
      paramLabel = "DIR",
      description = "A further folder with plugin jars; may be given several times.")
  private List<Path> pluginFolders = new ArrayList<>();

  @Option(
      names = "--device",
      paramLabel = "cpu|cuda|auto",
      description = "Where models run (default: ${DEFAULT-VALUE}).",
      defaultValue = "auto")
  private Device device;

  /** What a command does with an engine; gives the exit status. */
  @FunctionalInterface
  interface Work {
    int on(Arcuate arcuate) throws IOException;
  }

  /** Does it with the engine that serves this console, or with one that lives as long. */
  int with(Console console, Work work) throws IOException {
    if (console.served().isPresent()) {
      return work.on(console.served().get());
    }
    try (Arcuate arcuate = Arcuate.open(places(), device)) {
      return work.on(arcuate);
    }
  }

  /** The store, without starting an engine. */
  Store store() {
    return Store.at(places().store());
  }

  Device device() {
    return device;
  }

  Places places() {
    Places usual = Places.usual(home(), Path.of("").toAbsolutePath(), System.getenv());
    Places placed = store == null ? usual : usual.store(store.toAbsolutePath());
    return placed.extraPlugins(pluginFolders.stream().map(Path::toAbsolutePath).toList());
  }

  /** The distribution that this command belongs to. */
  static Path home() {
    String home = System.getProperty("arcuate.home");
    if (home == null || !Files.isDirectory(Path.of(home))) {
      throw Problem.resource("NO_DISTRIBUTION", "the folder of the distribution is not known")
          .hint("start Arcuate with bin/arcuate, or set the property arcuate.home")
          .exception();
    }
    return Path.of(home);
  }
}
