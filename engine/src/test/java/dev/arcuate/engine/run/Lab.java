package dev.arcuate.engine.run;

import dev.arcuate.api.Component;
import dev.arcuate.api.Problem;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.stages.Stages;
import dev.arcuate.engine.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A runner with fake components on a store, and all that it told. */
final class Lab implements RunListener {
  final FakeComponents components;
  final Runner runner;
  final Store store;
  final List<RunEvent> events = new CopyOnWriteArrayList<>();
  Cancellation cancellation = new Cancellation();
  RunOptions options =
      RunOptions.with(new Permits(2, 1L << 30, 1L << 30, 1))
          .grace(Duration.ofMillis(300))
          .firstRetryAfter(Duration.ofMillis(1));

  Lab(Path root, Component<?>... steps) {
    components = new FakeComponents(steps);
    runner =
        new Runner(
            components, new Stages()::named, SettingsReader.ofSpecifications(), Clock.systemUTC());
    store = Store.at(root);
  }

  RunSummary run(Plan plan) {
    events.clear();
    return runner.run(plan, store, options, this, cancellation);
  }

  RunSummary run(Plans plans) {
    return run(plans.build());
  }

  @Override
  public void on(RunEvent event) {
    events.add(event);
  }

  <E extends RunEvent> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Ids of tasks that were run to the end, in that order. */
  List<String> finished() {
    return events(RunEvent.TaskFinished.class).stream().map(RunEvent.TaskFinished::task).toList();
  }

  List<String> started() {
    return events(RunEvent.TaskStarted.class).stream().map(RunEvent.TaskStarted::task).toList();
  }

  List<String> skipped() {
    return events(RunEvent.TaskSkipped.class).stream().map(RunEvent.TaskSkipped::task).toList();
  }

  static Problem only(RunSummary summary, String task) {
    List<Problem> problems = summary.problems().getOrDefault(task, List.of());
    if (problems.size() != 1) {
      throw new AssertionError("expected one problem of " + task + ": " + summary.problems());
    }
    return problems.get(0);
  }
}
