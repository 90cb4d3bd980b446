package dev.arcuate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.Executor;
import dev.arcuate.api.Executor.Submission;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Resources;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Executor} must fulfil that runs tasks in this JVM.
 *
 * @param <S> the settings record
 */
public abstract class ExecutorContract<S extends Record> extends ComponentContract<S> {
  @Override
  protected abstract Executor<S> component();

  @Test
  void runsEachSubmissionOnce() throws Exception {
    Set<String> ran = ConcurrentHashMap.newKeySet();
    CompletableFuture<?>[] all = new CompletableFuture<?>[20];
    for (int i = 0; i < all.length; i++) {
      all[i] =
          component()
              .submit(
                  settings(),
                  submission(i),
                  submission -> assertThat(ran.add(submission.key())).isTrue());
    }
    CompletableFuture.allOf(all).get(30, TimeUnit.SECONDS);
    assertThat(ran).hasSize(all.length);
  }

  @Test
  void passesAFailureOn() {
    Problem problem = Problem.data("TEST_FAILURE", "the test wants this to fail");
    CompletableFuture<Void> future =
        component()
            .submit(
                settings(),
                submission(1),
                submission -> {
                  throw problem.exception();
                });
    assertThatThrownBy(() -> future.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            ProblemException.class,
            failure -> assertThat(failure.problems()).containsExactly(problem));
  }

  private Submission submission(int number) {
    String key = String.format("%064x", number);
    return new Submission(key, "task-" + number, folder.resolve(key), Resources.small());
  }
}
