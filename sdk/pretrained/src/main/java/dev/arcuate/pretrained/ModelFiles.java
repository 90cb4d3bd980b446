package dev.arcuate.pretrained;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Resources;
import dev.arcuate.api.settings.InputPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of a model folder that are read: folders often hold the same weights several times. */
public final class ModelFiles {
  private static final List<String> SMALL =
      List.of(
          "config.json",
          "bert_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "vocab.json",
          "merges.txt",
          "encoder.json",
          "vocab.bpe",
          "vocab.txt",
          "assets/vocab.txt",
          "assets/model.json");

  /** That a model keeps busy: with more, several models at once get further than one. */
  public static final int THREADS = 8;

  /** MiB on the heap, of which half holds the states of a batch. */
  private static final long HEAP = 512;

  private ModelFiles() {}

  /** For {@link dev.arcuate.api.Component#reads}: empty, the whole folder, if it is unreadable. */
  public static List<InputPath> of(InputPath model) {
    List<Path> files = new ArrayList<>();
    for (String name : SMALL) {
      if (Files.isRegularFile(model.path().resolve(name))) {
        files.add(model.path().resolve(name));
      }
    }
    try {
      files.addAll(Checkpoint.read(ModelFolder.of(model).weights()).files());
    } catch (IOException | ProblemException unreadable) {
      // Said by open(), which can say it better.
      return List.of();
    }
    return files.stream().map(file -> within(model, file)).toList();
  }

  private static InputPath within(InputPath model, Path file) {
    String inner = model.path().relativize(file).toString().replace('\\', '/');
    return new InputPath(file, model.logical() + "/" + inner);
  }

  /**
   * For {@link dev.arcuate.api.Component#resources}: the mapped weights, a copy laid out for
   * products, and what a batch takes.
   */
  public static Resources resources(InputPath model) {
    long weights;
    try {
      weights = Checkpoint.read(ModelFolder.of(model).weights()).size();
    } catch (IOException | ProblemException unreadable) {
      weights = 0;
    }
    return resources(weights);
  }

  /** The same for weights of a known size, in bytes. */
  public static Resources resources(long weights) {
    return Resources.of(THREADS, HEAP).plusNative(2 * weights);
  }
}
