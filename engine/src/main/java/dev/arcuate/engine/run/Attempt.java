package dev.arcuate.engine.run;

import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.store.Artifact;
import dev.arcuate.engine.store.StoreSession.Claim;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One try at a task. Confined to the thread of the scheduler, but for {@link #control}. */
final class Attempt {
  final int task;
  final PlannedTask planned;
  final TaskOrder order;
  final int number;
  final Instant started;
  final TaskControl control = new TaskControl();
  private final Optional<Claim> claim;
  CompletableFuture<Void> future = new CompletableFuture<>();

  /** Kept so that nothing that goes wrong in telling the scheduler is lost. */
  CompletableFuture<Boolean> outcome = new CompletableFuture<>();

  boolean holdsPermits = true;
  boolean over;
  Optional<TaskControl.Report> told = Optional.empty();
  volatile Artifact artifact;

  Attempt(
      int task,
      PlannedTask planned,
      TaskOrder order,
      int number,
      Instant started,
      Optional<Claim> claim) {
    this.task = task;
    this.planned = planned;
    this.order = order;
    this.number = number;
    this.started = started;
    this.claim = claim;
  }

  /** Lets others compute the key. */
  void giveUpClaim() {
    claim.ifPresent(Claim::close);
  }
}
