package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Sampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Blocks of neighbouring rows in random order, inside each run. */
final class BlockOrders implements Surrogates {
  private static final int LEAST_ROWS = 10;
  private static final int LEAST_BLOCKS = 4;

  private final Sampling sampling;
  private final int count;
  private final long seed;
  private final int length;

  BlockOrders(Folds folds, Sampling sampling, int count, long seed) {
    this.sampling = sampling;
    this.count = count;
    this.seed = seed;
    this.length = Math.max(LEAST_ROWS, folds.gapRows());
    for (Sampling.Run run : sampling.runs()) {
      if (run.samples() < LEAST_BLOCKS * length) {
        throw Problem.user(
                "RUN_TOO_SHORT_FOR_BLOCKS",
                "run "
                    + run.label()
                    + " has "
                    + run.samples()
                    + " samples, too few for "
                    + LEAST_BLOCKS
                    + " blocks of "
                    + length)
            .hint("write 'permute: shift'")
            .exception();
      }
    }
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void make(int index, float[] values, int columns, float[] into, int wide, int first) {
    Surrogates.reorder(sources(index), values, columns, into, wide, first);
  }

  /** Per row of the recording, the row that takes its place. */
  int[] sources(int index) {
    Random random = Surrogates.random(seed, index);
    int[] source = new int[sampling.samples()];
    int start = 0;
    for (Sampling.Run run : sampling.runs()) {
      // Where blocks begin differs from one permutation to the next, so that no border is special.
      int offset = random.nextInt(run.samples());
      List<Integer> blocks = new ArrayList<>();
      for (int block = 0; block * length < run.samples(); block++) {
        blocks.add(block);
      }
      Collections.shuffle(blocks, random);
      int row = start;
      for (int block : blocks) {
        int end = Math.min(run.samples(), (block + 1) * length);
        for (int place = block * length; place < end; place++) {
          source[row++] = start + (place + offset) % run.samples();
        }
      }
      start += run.samples();
    }
    return source;
  }
}
