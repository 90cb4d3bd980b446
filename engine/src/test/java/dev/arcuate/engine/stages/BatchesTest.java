package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Resources;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Work cut into batches: work is a length in tokens. */
class BatchesTest {
  private static final int WIDTH = 64;

  /**
   * One sequence of ten tokens: twice the 64 columns asked for and 24 arrays as wide, and one
   * head's attention twice, in floats.
   */
  private static final long ONE = (10 * (2 * 64 + 24 * 64) + 2 * 10 * 10) * 4;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1, 1, 64", "2, 2, 32", "8, 8, 8", "16, 16, 4", "1000, 64, 1"})
  void batchesAreAsLargeAsHalfOfThePermit(int sequences, int size, int batches) throws IOException {
    List<Integer> work = Collections.nCopies(64, 10);
    assertThat(run(2 * sequences * ONE, work)).hasSize(batches).allMatch(b -> b.size() == size);
    if (sequences < 64) {
      assertThat(run(2 * (sequences + 1) * ONE - 2, work).get(0))
          .as("of the next one, a byte is missing")
          .hasSize(size);
    }
  }

  /** What is kept of a batch lies on the heap, however much there is outside of it. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "8, 8", "64, 64"})
  void batchesAreAsLargeAsHalfOfTheHeap(int sequences, int size) throws IOException {
    long kept = 10 * WIDTH * 4;
    Resources permit = new Resources(1, 2 * sequences * kept, 0).plusNative(Long.MAX_VALUE / 2);
    assertThat(run(permit, Collections.nCopies(64, 10)).get(0)).hasSize(size);
  }

  @Test
  void aSequenceThatMayNotFitIsTriedAlone() throws IOException {
    assertThat(run(1, List.of(10, 10))).hasSize(2);
  }

  @Test
  void noBatchHasMoreTokensThanSaveTime() throws IOException {
    List<List<Integer>> batches = run(Long.MAX_VALUE, Collections.nCopies(100, 512));
    assertThat(batches.get(0)).hasSize(16);
    assertThat(batches).hasSize(7);
  }

  @Test
  void sequencesOfLikeLengthGoTogether() throws IOException {
    List<Integer> work = new Random(5).ints(500, 1, 400).boxed().toList();
    List<List<Integer>> batches = run(Long.MAX_VALUE, work);
    List<Integer> done = batches.stream().flatMap(List::stream).toList();
    assertThat(done).containsExactlyElementsOf(work.stream().sorted().toList());
    for (List<Integer> batch : batches) {
      int padded = batch.size() * Collections.max(batch);
      int tokens = batch.stream().mapToInt(length -> length).sum();
      assertThat((double) padded).as("%s", batch).isLessThanOrEqualTo(1.15 * tokens);
    }
    assertThat(batches).hasSizeLessThan(50);
  }

  private List<List<Integer>> run(long permitBytes, List<Integer> work) throws IOException {
    return run(new Resources(1, permitBytes, 0), work);
  }

  private List<List<Integer>> run(Resources permit, List<Integer> work) throws IOException {
    List<List<Integer>> batches = new ArrayList<>();
    new Batches(new TestTask(folder), BatchBudget.ofStates(permit, WIDTH, WIDTH, 0))
        .run(work, length -> length, batch -> batches.add(List.copyOf(batch)));
    return batches;
  }
}
