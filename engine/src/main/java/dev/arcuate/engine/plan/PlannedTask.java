package dev.arcuate.engine.plan;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.Resources;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.TaskSpec;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One task of a plan.
 *
 * @param id step and sweep labels, such as {@code encode[layer=3,subject=01]}; of tasks that share
 *     a key, the first
 * @param step id of the step
 * @param labels sweep variables in the order of the workflow
 * @param key of the artifact it publishes
 * @param spec all that decides its content
 * @param dependsOn places in the plan of the tasks it reads from, ascending, all before its own
 * @param resources what it needs
 * @param retries how often a failing attempt is repeated
 * @param timeout per attempt
 * @param position of the step in the workflow
 */
public record PlannedTask(
    String id,
    String step,
    Map<String, String> labels,
    Key key,
    TaskSpec spec,
    List<Integer> dependsOn,
    Resources resources,
    int retries,
    Optional<Duration> timeout,
    Position position) {
  public PlannedTask {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    dependsOn = List.copyOf(dependsOn);
  }
}
