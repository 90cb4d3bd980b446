package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Task;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Cuts work into batches of like length that fit into memory, and smaller ones where they do not.
 */
final class Batches {
  /** What a host service says when memory does not suffice. */
  static final String OUT_OF_MEMORY = "OUT_OF_MEMORY";

  private final Task task;
  private final BatchBudget budget;

  /** Done with one batch; may be called again with parts of it. */
  interface Work<T> {
    void run(List<T> batch) throws IOException;
  }

  Batches(Task task, BatchBudget budget) {
    this.task = task;
    this.budget = budget;
  }

  /**
   * Does all the work, shortest first.
   *
   * @param length tokens of one piece of work, special ones included
   * @throws ProblemException {@code MEMORY_TOO_SMALL} if memory does not suffice for one sequence
   */
  <T> void run(List<T> all, ToIntFunction<T> length, Work<T> work) throws IOException {
    List<T> sorted = all.stream().sorted(Comparator.comparingInt(length)).toList();
    int next = 0;
    while (next < sorted.size()) {
      task.checkCancelled();
      int from = next;
      long tokens = length.applyAsInt(sorted.get(next));
      next++;
      while (next < sorted.size()) {
        int longest = length.applyAsInt(sorted.get(next));
        if (!budget.allows(next + 1 - from, longest, tokens + longest)) {
          break;
        }
        tokens += longest;
        next++;
      }
      attempt(sorted.subList(from, next), length, work);
    }
  }

  private <T> void attempt(List<T> batch, ToIntFunction<T> length, Work<T> work)
      throws IOException {
    if (fits(batch, length, work)) {
      return;
    }
    budget.halve(batch.size());
    int middle = batch.size() / 2;
    attempt(batch.subList(0, middle), length, work);
    attempt(batch.subList(middle, batch.size()), length, work);
  }

  private <T> boolean fits(List<T> batch, ToIntFunction<T> length, Work<T> work)
      throws IOException {
    try {
      work.run(batch);
      return true;
    } catch (OutOfMemoryError e) {
      requireSeveral(batch, length, e);
    } catch (ProblemException e) {
      if (e.problems().stream().noneMatch(problem -> problem.code().equals(OUT_OF_MEMORY))) {
        throw e;
      }
      requireSeveral(batch, length, e);
    }
    task.log().info("{} sequences do not fit into memory; half as many are tried", batch.size());
    return false;
  }

  private static <T> void requireSeveral(List<T> batch, ToIntFunction<T> length, Throwable cause) {
    if (batch.size() == 1) {
      throw Problem.resource(
              "MEMORY_TOO_SMALL",
              "memory does not suffice for one sequence of "
                  + length.applyAsInt(batch.get(0))
                  + " tokens")
          .hint("give the step more memory, shorten the context, or name fewer layers")
          .exception(cause);
    }
  }
}
