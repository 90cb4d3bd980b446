package dev.arcuate.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tasks of one stage of a step. A stage that runs before another has only those axes that its
 * own inputs and the settings have, so that the tasks after it share it.
 */
final class Unit {
  private final CheckedStep step;
  private final int stage;
  private final Grid grid;
  private final Projection binding;
  private final Map<Feed, Projection> feeds = new LinkedHashMap<>();
  private final int[] tasks;

  /**
   * @param stage 0 for the one that makes the outputs, then what runs before it
   */
  Unit(CheckedStep step, int stage) {
    this.step = step;
    this.stage = stage;
    this.grid = stage == 0 ? step.grid() : new Grid(neededAxes(step, stage));
    this.binding = new Projection(grid, step.bindingGrid());
    step.feeds()
        .values()
        .forEach(
            list ->
                list.forEach(
                    feed -> feeds.put(feed, new Projection(grid, feed.producer().grid()))));
    this.tasks = new int[grid.size()];
    Arrays.fill(tasks, -1);
  }

  private static List<Axis> neededAxes(CheckedStep step, int stage) {
    Set<List<String>> needed = new LinkedHashSet<>();
    step.bindingGrid().axes().forEach(axis -> needed.add(axis.variables()));
    for (Variant variant : step.variants()) {
      for (int s = stage; s < variant.stages().size(); s++) {
        for (var port : variant.stages().get(s).inputs()) {
          for (Feed feed : step.feeds().getOrDefault(port.name(), List.of())) {
            feed.producer().grid().axes().forEach(axis -> needed.add(axis.variables()));
          }
        }
      }
    }
    return new ArrayList<>(
        step.grid().axes().stream().filter(axis -> needed.contains(axis.variables())).toList());
  }

  int stage() {
    return stage;
  }

  Grid grid() {
    return grid;
  }

  /** Place of the binding of a combination among those of the step. */
  int binding(int combination) {
    return binding.one(combination);
  }

  /** Combinations of a feed's producer that a combination reads. */
  int[] read(Feed feed, int combination) {
    return feeds.get(feed).of(combination);
  }

  /** Place of a combination's task in the plan. */
  int task(int combination) {
    return tasks[combination];
  }

  void task(int combination, int place) {
    tasks[combination] = place;
  }

  /** Such as {@code encode[layer=3,subject=01]} or {@code encode.prepare[layer=3]}. */
  String id(String name, Map<String, String> labels) {
    StringBuilder id = new StringBuilder(step.id());
    if (!name.isEmpty()) {
      id.append('.').append(name);
    }
    if (!labels.isEmpty()) {
      char separator = '[';
      for (Map.Entry<String, String> label : labels.entrySet()) {
        id.append(separator).append(label.getKey()).append('=');
        label.getValue().chars().map(c -> c < ' ' ? ' ' : c).forEach(c -> id.append((char) c));
        separator = ',';
      }
      id.append(']');
    }
    return id.toString();
  }
}
