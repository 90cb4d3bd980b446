package dev.arcuate.plugin.onnx;

import dev.arcuate.api.Problem;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.host.Tensor;
import dev.arcuate.api.settings.InputPath;

/**
 * A vector per token id, for graphs that take vectors.
 *
 * @param rows [vocabulary × width]
 */
record EmbeddingTable(FloatMatrix rows) {
  static EmbeddingTable of(InputPath npy) {
    return new EmbeddingTable(Npy.open(npy.path()));
  }

  int vocabulary() {
    return rows.rows();
  }

  /**
   * Refuses a table that is none of a vocabulary.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_EMBEDDINGS_SHORT}
   */
  void requireRows(int least) {
    if (vocabulary() < least) {
      throw Problem.data(
              "ONNX_EMBEDDINGS_SHORT",
              "the table of embeddings has "
                  + vocabulary()
                  + (vocabulary() == 1 ? " row" : " rows")
                  + "; one for every token id is expected")
          .exception();
    }
  }

  Tensor tensor(long[] ids, int sequences, int length) {
    int width = rows.columns();
    float[] values = new float[Math.multiplyExact(ids.length, width)];
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= vocabulary()) {
        throw Problem.data(
                "ONNX_EMBEDDINGS_SHORT",
                "the table of embeddings has "
                    + vocabulary()
                    + " rows; the tokenizer gives token "
                    + ids[i])
            .exception();
      }
      System.arraycopy(rows.row((int) ids[i]), 0, values, i * width, width);
    }
    return new Tensor.Floats(new long[] {sequences, length, width}, values);
  }
}
