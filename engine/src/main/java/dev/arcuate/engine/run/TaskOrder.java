package dev.arcuate.engine.run;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Resources;
import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.TaskSpec;

/**
 * All that is needed to run one task beside a store and the plugins.
 *
 * @param run id of the run that asked for it: where its log goes
 * @param id of the task, for people
 * @param key of what it publishes
 * @param spec all that decides the content
 * @param resources what it may use
 */
public record TaskOrder(String run, String id, Key key, TaskSpec spec, Resources resources) {
  public TaskOrder {
    requireNonNull(run, "run");
    requireNonNull(id, "id");
    requireNonNull(key, "key");
    requireNonNull(spec, "spec");
    requireNonNull(resources, "resources");
  }

  static TaskOrder of(String run, PlannedTask task, Resources permitted) {
    return new TaskOrder(run, task.id(), task.key(), task.spec(), permitted);
  }
}
