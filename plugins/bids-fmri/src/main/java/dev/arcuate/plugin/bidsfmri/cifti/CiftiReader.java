package dev.arcuate.plugin.bidsfmri.cifti;

import dev.arcuate.plugin.bidsfmri.nifti.MatrixReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/** Reads a CIFTI-2 file. Not safe for use by several threads. */
public final class CiftiReader implements AutoCloseable {
  private final MatrixReader matrix;
  private final CiftiAxis[] axes;

  private CiftiReader(MatrixReader matrix, CiftiAxis[] axes) {
    this.matrix = matrix;
    this.axes = axes;
  }

  /**
   * @param name of the file in messages
   * @throws dev.arcuate.api.ProblemException of kind DATA if it is missing, truncated, damaged or
   *     no CIFTI-2 file
   */
  public static CiftiReader open(Path file, String name) throws IOException {
    MatrixReader matrix = MatrixReader.open(file, name);
    try {
      return new CiftiReader(
          matrix, CiftiXml.read(matrix.extension(), name, matrix.inner(), matrix.outer()));
    } catch (IOException | RuntimeException e) {
      matrix.close();
      throw e;
    }
  }

  /** What the rows of the matrix mean: samples or maps. */
  public CiftiAxis rows() {
    return axes[0];
  }

  /** What the columns of the matrix mean: grayordinates or parcels. */
  public CiftiAxis columns() {
    return axes[1];
  }

  /**
   * All values but the first rows, a row per array. May be called once.
   *
   * @param skipped rows at the start that are left out
   * @param tick called now and then with the number of columns read
   */
  public float[][] read(int skipped, IntConsumer tick) throws IOException {
    float[][] values = new float[matrix.inner() - skipped][matrix.outer()];
    matrix.read(
        (column, all) -> {
          for (int row = 0; row < values.length; row++) {
            values[row][column] = all[row + skipped];
          }
          if (column % 4096 == 0) {
            tick.accept(column);
          }
        });
    return values;
  }

  public float[][] read() throws IOException {
    return read(0, column -> {});
  }

  @Override
  public void close() throws IOException {
    matrix.close();
  }
}
