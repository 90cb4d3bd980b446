package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.fold.FoldSettings.Scheme;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.testkit.TestTask;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Permutations stream. */
class NullPassTest {
  private static final int ROWS = 120;
  private static final int TARGETS = 200;
  private static final int MANY = 10_000;
  private static final Sampling STORY =
      new Sampling(
          2,
          List.of(
              new Sampling.Run("a", ROWS / 3),
              new Sampling.Run("b", ROWS / 3),
              new Sampling.Run("c", ROWS / 3)));

  @TempDir private Path folder;

  /** Predicts a constant, and remembers how wide a tile it was given. */
  private static final class Flat implements Solver {
    private int widest;
    private long columns;

    @Override
    public int tileWidth(long memoryBytes) {
      return TARGETS;
    }

    @Override
    public Solution solve(float[] targets, int count) {
      widest = Math.max(widest, count);
      columns += count;
      return new Solution(new float[targets.length], Map.of());
    }

    @Override
    public void close() {}
  }

  @Test
  void tilesOfSurrogatesAreNoWiderThanThoseOfTargets() {
    for (int permutations : new int[] {3, 50, 1000}) {
      Flat solver = new Flat();
      permute(solver, permutations, 7, TARGETS);
      assertThat(solver.widest).isEqualTo(Math.min(permutations, TARGETS / 7) * 7);
      assertThat(solver.columns).isEqualTo(7L * permutations);
    }
  }

  /** The distribution of all targets would take 16 MB; a maximum for each permutation is kept. */
  @Test
  void memoryDoesNotGrowWithTheNumberOfPermutations() {
    NullScores few = permute(new Flat(), 10, TARGETS, TARGETS);
    long before = used();
    NullScores many = permute(new Flat(), MANY, TARGETS, TARGETS);
    assertThat(used() - before).isLessThan(4L << 20);
    assertThat(few.p()).hasSize(TARGETS);
    // A constant predicts as well as a surrogate does: every one counts.
    assertThat(many.p()).containsOnly(1.0);
    assertThat(many.familyWise()).containsOnly(1.0);
  }

  private NullScores permute(Solver solver, int permutations, int targets, int width) {
    Folds folds =
        Folds.of(STORY, 0, new FoldSettings(Scheme.CONTIGUOUS, 2, Optional.empty(), false));
    Surrogates surrogates =
        Surrogates.of(
            folds,
            STORY,
            new RegressionSettings(
                new FoldSettings(Scheme.CONTIGUOUS, 2, Optional.empty(), false),
                List.of(),
                false,
                permutations,
                RegressionSettings.Permute.SHIFT,
                1,
                false,
                0));
    NullScores scores = new NullScores(targets, surrogates.count());
    NullPass pass = new NullPass(solver, surrogates, folds, scores, new TestTask(folder));
    for (int target = 0; target < targets; target++) {
      pass.observe(target, 0);
    }
    float[] values = new float[ROWS * targets];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    pass.permute(values, IntStream.range(0, targets).toArray(), width);
    return scores;
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
