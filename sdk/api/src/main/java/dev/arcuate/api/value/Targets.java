package dev.arcuate.api.value;

import dev.arcuate.api.array.FloatMatrix;
import java.nio.file.Path;

/**
 * What a regression predicts: a table of numbers [rows × targets] with the time base of its rows
 * and the places of its columns. An input port of this type takes either kind.
 */
public sealed interface Targets extends Value permits Recording, Epochs {
  /** BIDS label without {@code sub-}. */
  String subject();

  /** Time base of the rows. */
  Sampling sampling();

  /** float32 [rows × targets]; NaN marks missing values. */
  FloatMatrix matrix();

  /** Places of the columns: of epochs, every channel at every time. */
  Geometry places();

  /** Of the values, such as {@code T} or {@code z}. */
  String units();

  /** Opens a folder that one of the two kinds was written to. */
  static Targets open(Path folder) {
    return java.nio.file.Files.exists(folder.resolve("epochs.json"))
        ? Epochs.open(folder)
        : Recording.open(folder);
  }
}
