package dev.arcuate.engine.run;

import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.Store;
import dev.arcuate.engine.store.StoreSession;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One task that came as a file, with no run around it. */
final class LoneTask {
  private static final long LOOK_AGAIN_MILLIS = 200;

  private final TaskOrder order;
  private final Store store;
  private final TaskRunner taskRunner;
  private final Clock clock;
  private final TaskControl control = new TaskControl();

  LoneTask(Path specification, TaskRunner taskRunner, Clock clock) {
    SpecFile file = SpecFile.read(specification);
    this.order = file.order();
    this.store = Store.at(file.store());
    this.taskRunner = taskRunner;
    this.clock = clock;
  }

  void run(Cancellation cancellation) {
    cancellation.onCancel(() -> control.stop(TaskControl.Stop.CANCELLED));
    String id = "task-" + RunIds.next(clock.instant());
    try (StoreSession session = store.session(id)) {
      session.uses(keys());
      if (store.contains(order.key())) {
        return;
      }
      try (StoreSession.Claim claim = awaitClaim(session);
          TaskLogs logs = TaskLogs.of(store, order.run(), clock)) {
        if (store.contains(order.key())) {
          return;
        }
        if (!control.begin()) {
          control.check();
        }
        taskRunner.run(
            order,
            new TaskRunner.Site(session, logs, ConcurrentHashMap.newKeySet()),
            control,
            () -> {});
      }
    } catch (InputLostException e) {
      throw e.problem()
          .hint("run the whole workflow again: it computes what is missing")
          .exception(e);
    }
  }

  private List<Key> keys() {
    List<Key> keys = new ArrayList<>(List.of(order.key()));
    order.spec().inputs().values().forEach(list -> list.forEach(input -> keys.add(input.key())));
    return keys;
  }

  private StoreSession.Claim awaitClaim(StoreSession session) {
    while (true) {
      Optional<StoreSession.Claim> claim = session.claim(order.key());
      if (claim.isPresent()) {
        return claim.get();
      }
      control.check();
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        control.stop(TaskControl.Stop.CANCELLED);
      }
    }
  }
}
