package dev.arcuate.engine.accel;

/** Turns a square matrix over in blocks that stay in the cache. */
final class Transposition {
  private static final int BLOCK = 64;

  private Transposition() {}

  static void inPlace(double[] matrix, int n) {
    for (int row = 0; row < n; row += BLOCK) {
      for (int column = row; column < n; column += BLOCK) {
        swapBlocks(matrix, n, row, column);
      }
    }
  }

  /** Copies the half below the diagonal to the half above it. */
  static void lowerToUpper(double[] matrix, int n) {
    for (int row = 0; row < n; row += BLOCK) {
      for (int column = row; column < n; column += BLOCK) {
        int lastRow = Math.min(n, row + BLOCK);
        int lastColumn = Math.min(n, column + BLOCK);
        for (int i = row; i < lastRow; i++) {
          for (int j = Math.max(column, i + 1); j < lastColumn; j++) {
            matrix[i * n + j] = matrix[j * n + i];
          }
        }
      }
    }
  }

  private static void swapBlocks(double[] matrix, int n, int row, int column) {
    int lastRow = Math.min(n, row + BLOCK);
    int lastColumn = Math.min(n, column + BLOCK);
    for (int i = row; i < lastRow; i++) {
      for (int j = Math.max(column, i + 1); j < lastColumn; j++) {
        double kept = matrix[i * n + j];
        matrix[i * n + j] = matrix[j * n + i];
        matrix[j * n + i] = kept;
      }
    }
  }
}
