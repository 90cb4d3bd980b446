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

  /** What a plugin builds of a model, without opening it. */
  @FunctionalInterface
  public interface Built {
    /**
     * Builds it.
     *
     * @throws ProblemException if it is of a kind that the plugin cannot build
     */
    Architecture of(ModelFolder folder, Checkpoint checkpoint);
  }

  /**
   * For {@link dev.arcuate.api.Component#reads}. All of them are looked at, of weights the headers,
   * so that a damaged model, or one of another kind, is refused before anything runs. Empty, the
   * whole folder, where nothing is or it may not be read, which the engine says next.
   *
   * @throws ProblemException {@code PRETRAINED_MODEL_INCOMPLETE}, {@code
   *     PRETRAINED_WEIGHTS_UNREADABLE}, {@code PRETRAINED_CONFIG_INVALID}, {@code
   *     PRETRAINED_TOKENIZER_MISSING} or {@code PRETRAINED_TOKENIZER_INVALID}, and what the plugin
   *     says
   */
  public static List<InputPath> of(InputPath model, Built built) {
    if (!Files.exists(model.path())) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    for (String name : SMALL) {
      if (Files.isRegularFile(model.path().resolve(name))) {
        files.add(model.path().resolve(name));
      }
    }
    try {
      ModelFolder folder = ModelFolder.of(model);
      Checkpoint checkpoint = Checkpoint.read(folder.weights());
      files.addAll(checkpoint.files());
      built.of(folder, checkpoint);
      TokenizerFile.require(folder.folder());
    } catch (IOException unreadable) {
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
      // Said when it is asked what it reads.
      weights = 0;
    }
    return resources(weights);
  }

  /** The same for weights of a known size, in bytes. */
  public static Resources resources(long weights) {
    return Resources.of(THREADS, HEAP).plusNative(2 * weights);
  }
}
