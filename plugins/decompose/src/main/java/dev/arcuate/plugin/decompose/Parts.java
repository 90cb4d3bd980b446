package dev.arcuate.plugin.decompose;

import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Fitted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Named representations, written one after another. */
final class Parts {
  private final Path folder;
  private final String model;
  private final List<Fitted> fitted;
  private final List<String> quirks;
  private final List<String> names = new ArrayList<>();

  /**
   * Parts of the activations of a model.
   *
   * @param fitted what was fitted on which words, so that a regression can refuse to test them
   * @param quirks quirks of published code that the activations follow
   */
  Parts(Path folder, String model, List<Fitted> fitted, List<String> quirks) {
    this.folder = folder;
    this.model = model;
    this.fitted = fitted;
    this.quirks = quirks;
  }

  /** Parts of what follows no quirk. */
  Parts(Path folder, String model, List<Fitted> fitted) {
    this(folder, model, fitted, List.of());
  }

  /** Parts of activations, in which nothing more was fitted. */
  static Parts of(Activations original, Path folder) {
    return new Parts(folder, original.model(), original.fitted(), original.quirks());
  }

  void add(String name, Rows rows) throws IOException {
    Activations known = new Activations(folder, model, names);
    try (NpyWriter writer = known.layerWriter(names.size(), rows.count(), rows.width())) {
      writer.append(rows.values(), 0, rows.values().length);
    }
    names.add(name);
  }

  void finish() throws IOException {
    Activations.write(folder, model, names, fitted, quirks);
  }
}
