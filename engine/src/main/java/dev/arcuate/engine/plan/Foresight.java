package dev.arcuate.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Component;
import dev.arcuate.api.Foreseen;
import dev.arcuate.api.Port;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Resources;
import dev.arcuate.api.value.Value;
import dev.arcuate.engine.plugins.Catalog;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.stages.SizedByInputs;
import dev.arcuate.engine.stages.SizedByInputs.Need;
import dev.arcuate.engine.stages.Stage;
import dev.arcuate.engine.stages.Stages;
import dev.arcuate.engine.store.Artifact;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.Store;
import dev.arcuate.engine.store.TaskSpec;
import dev.arcuate.engine.yaml.BoundSettings;
import dev.arcuate.engine.yaml.ComponentSettings;
import dev.arcuate.engine.yaml.SettingsWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tells before a run which of its tasks cannot get what they need, as far as the sizes of their
 * inputs are known: of results in the store, and of what components foresee of their outputs.
 */
public final class Foresight {
  private final Catalog catalog;
  private final Stages stages;
  private final Resources machine;
  private final Store store;

  /**
   * @param machine all that tasks can have here
   * @param store holds what earlier runs made
   */
  public Foresight(Catalog catalog, Stages stages, Resources machine, Store store) {
    this.catalog = requireNonNull(catalog, "catalog");
    this.stages = requireNonNull(stages, "stages");
    this.machine = requireNonNull(machine, "machine");
    this.store = requireNonNull(store, "store");
  }

  /**
   * The plan with what its tasks need.
   *
   * @param problems receives what would stop the run later
   */
  public Plan look(Plan plan, Problems problems) {
    Look look = new Look(plan, new Asking(problems));
    Map<Integer, Need> needs = new LinkedHashMap<>();
    List<Integer> sized =
        IntStream.range(0, plan.tasks().size())
            .filter(place -> look.stage(plan.tasks().get(place)) instanceof SizedByInputs)
            .boxed()
            .toList();
    if (!sized.isEmpty()) {
      List<Fate> fates = Fate.of(plan, task -> store.contains(task.key()));
      for (int place : sized) {
        if (fates.get(place) == Fate.RUNS) {
          look.need(place).ifPresent(need -> needs.put(place, need));
        }
      }
    }
    tooLarge(plan, needs, problems);
    return plan.with(needs);
  }

  /** One problem per step, of its largest task. */
  private void tooLarge(Plan plan, Map<Integer, Need> needs, Problems problems) {
    Map<String, Integer> largest = new LinkedHashMap<>();
    needs.forEach(
        (place, need) -> {
          PlannedTask task = plan.tasks().get(place);
          long permit = task.resources().memoryBytes();
          Integer before = largest.get(task.step());
          if (need.bytes().orElse(0) > permit
              && (before == null
                  || need.bytes().getAsLong() > needs.get(before).bytes().getAsLong())) {
            largest.put(task.step(), place);
          }
        });
    largest.forEach(
        (step, place) -> {
          Need need = needs.get(place);
          PlannedTask task = plan.tasks().get(place);
          long mebibytes = mebibytes(need.bytes().getAsLong());
          problems.add(
              PlanCode.TOO_LARGE_FOR_PERMIT
                  .at(
                      task.position(),
                      "step '%s' needs about %d MiB for %s, and may use %d MiB"
                          .formatted(
                              step, mebibytes, need.what(), task.resources().memoryBytes() >> 20))
                  .hint(
                      need.bytes().getAsLong() <= machine.heapBytes()
                          ? "write 'resources: {memory: %dMiB}' at the step, or use fewer delays or dimensions"
                              .formatted(mebibytes)
                          : "tasks can use %d MiB here: use fewer delays or dimensions, or a larger machine"
                              .formatted(machine.heapBytes() >> 20)));
        });
  }

  private static long mebibytes(long bytes) {
    return (bytes + (1L << 20) - 1) >> 20;
  }

  /** A damaged result is reported when it is used. */
  private Optional<Artifact> find(Key key) {
    try {
      return store.find(key);
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /** The values of one plan. */
  private final class Look {
    private final Plan plan;
    private final Asking asking;
    private final Map<Key, Integer> places = new HashMap<>();
    private final Map<Integer, Map<String, Value>> foreseen = new HashMap<>();

    Look(Plan plan, Asking asking) {
      this.plan = plan;
      this.asking = asking;
      for (int place = 0; place < plan.tasks().size(); place++) {
        places.put(plan.tasks().get(place).key(), place);
      }
    }

    Stage stage(PlannedTask task) {
      return stages.named(task.spec().stage()).orElseThrow();
    }

    Optional<Need> need(int place) {
      PlannedTask task = plan.tasks().get(place);
      SizedByInputs stage = (SizedByInputs) stage(task);
      return ask(
              task,
              "what it needs",
              (component, settings) ->
                  stage.need(
                      component,
                      settings.own(),
                      settings.common().map(Record.class::cast),
                      inputs(task, stage, component)))
          .flatMap(need -> need);
    }

    private interface Question<T> {
      T ask(Component<?> component, BoundSettings settings);
    }

    private <T> Optional<T> ask(PlannedTask task, String what, Question<T> question) {
      ComponentHandle handle = catalog.component(task.spec().component()).orElseThrow();
      return asking.ask(
          handle,
          what,
          task.position(),
          () -> {
            ComponentSettings types =
                ComponentSettings.of(
                    handle.id(), handle.component().settingsType(), stage(task).commonSettings());
            return question.ask(
                handle.component(),
                SettingsWriter.read(types, task.spec().settings(), task.spec().paths()));
          });
    }

    private Foreseen inputs(PlannedTask task, Stage stage, Component<?> component) {
      List<Port> ports = stage.inputs(component);
      return new Foreseen() {
        @Override
        public boolean connected(String port) {
          return !task.spec().inputs().getOrDefault(port, List.of()).isEmpty();
        }

        @Override
        public <V extends Value> Optional<V> input(String port, Class<V> type) {
          List<TaskSpec.Input> values = task.spec().inputs().getOrDefault(port, List.of());
          return ports.stream()
              .filter(known -> known.name().equals(port) && values.size() == 1)
              .findFirst()
              .flatMap(known -> value(values.get(0), known.type()))
              .filter(type::isInstance)
              .map(type::cast);
        }
      };
    }

    private Optional<Value> value(TaskSpec.Input input, Class<? extends Value> type) {
      Optional<Artifact> artifact = find(input.key());
      if (artifact.isEmpty()) {
        return Optional.ofNullable(foresee(places.get(input.key())).get(input.port()));
      }
      try {
        return Optional.of(Value.open(type, artifact.get().output(input.port())));
      } catch (ProblemException e) {
        return Optional.empty();
      }
    }

    private Map<String, Value> foresee(int place) {
      Map<String, Value> known = foreseen.get(place);
      if (known == null) {
        PlannedTask task = plan.tasks().get(place);
        Stage stage = stage(task);
        known =
            ask(
                    task,
                    "what it will make",
                    (component, settings) ->
                        stage.foresee(component, settings.own(), inputs(task, stage, component)))
                .orElse(Map.of());
        foreseen.put(place, known);
      }
      return known;
    }
  }
}
