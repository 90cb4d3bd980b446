package dev.arcuate.engine.accel;

/**
 * Cuts the longer side of a product into tiles. It depends on the shape alone and never on the
 * number of threads, so that the same product has the same bytes on one thread and on sixteen.
 *
 * @param rows whether rows of the result are cut, else columns
 * @param extent length of the side that is cut
 * @param tile length of every tile but the last
 */
record Tiling(boolean rows, int extent, int tile) {
  /** Enough tiles to keep many cores busy to the end. */
  private static final int TILES = 32;

  /**
   * Every tile arranges the other operand anew for the kernels. Measured on one thread, that costs
   * 3 % at 256 rows, 10 % at 128 and 25 % at 64.
   */
  private static final int SHORTEST = 256;

  /** Kernels work in multiples of this. */
  private static final int STEP = 32;

  /** Bytes that one buffer of a tile may take. */
  private static final long LARGEST_BUFFER = 1L << 30;

  static Tiling of(int m, int n, int k, int bytesPerValue) {
    boolean rows = m >= n;
    int extent = Math.max(m, n);
    long other = Math.max(1, Math.max(k, Math.min(m, n)));
    long fitting = Math.max(1, LARGEST_BUFFER / (other * bytesPerValue));
    int wanted = (extent / TILES / STEP + 1) * STEP;
    return new Tiling(
        rows, extent, (int) Math.min(Math.min(extent, fitting), Math.max(SHORTEST, wanted)));
  }

  int count() {
    return (extent - 1) / tile + 1;
  }

  int start(int index) {
    return index * tile;
  }

  int length(int index) {
    return Math.min(tile, extent - start(index));
  }
}
