package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pf4j.Extension;

/** Makes regressors of the conditions of a task. */
@Extension
public final class TaskDesignStep implements Step<TaskDesignSettings> {
  private static final long MEBIBYTES = 192;

  @Override
  public String id() {
    return "task-design";
  }

  @Override
  public String summary() {
    return "Makes regressors of the conditions in events tables, for 'glm' and for encoding.";
  }

  @Override
  public Class<TaskDesignSettings> settingsType() {
    return TaskDesignSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.optional("clock", Recording.class, "a recording whose volumes and runs are used"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(Port.one("design", Design.class, "one row per volume; a group per condition"));
  }

  @Override
  public Resources resources(TaskDesignSettings settings) {
    return Resources.of(1, MEBIBYTES);
  }

  @Override
  public void run(TaskDesignSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Sampling sampling = Clock.of(task, settings.repetitionTime(), settings.runs(), 0);
    ScanGrid grid = ScanGrid.of(sampling);
    Map<String, TaskEvents> events = new LinkedHashMap<>();
    for (Sampling.Run run : sampling.runs()) {
      if (!settings.events().containsKey(run.label())) {
        throw Problem.user(
                "STIMULUS_EVENTS_MISSING",
                "no events are named for run "
                    + run.label()
                    + " of the recording; there are events of run "
                    + String.join(", ", settings.events().keySet()))
            .hint("write events: {" + run.label() + ": …}")
            .exception();
      }
      events.put(
          run.label(), TaskEvents.read(settings.events().get(run.label()), settings.columns()));
    }
    List<String> conditions = conditions(settings, events);
    tell(settings, grid, events, conditions, task);
    write(settings, sampling, grid, events, conditions, task);
  }

  private static List<String> conditions(
      TaskDesignSettings settings, Map<String, TaskEvents> events) {
    Set<String> found = new LinkedHashSet<>();
    events.values().forEach(run -> run.list().forEach(event -> found.add(event.condition())));
    List<String> absent =
        settings.conditions().stream().filter(name -> !found.contains(name)).toList();
    if (!absent.isEmpty() || found.isEmpty()) {
      throw Problem.data(
              "STIMULUS_CONDITION_UNKNOWN",
              found.isEmpty()
                  ? "the events name no condition in column " + settings.columns().condition()
                  : "there are no events of condition "
                      + String.join(", ", absent)
                      + "; the conditions are "
                      + String.join(", ", found))
          .hint("columns: {condition: …} names the column of the conditions")
          .exception();
    }
    return settings.conditions().isEmpty() ? List.copyOf(found) : settings.conditions();
  }

  private static void tell(
      TaskDesignSettings settings,
      ScanGrid grid,
      Map<String, TaskEvents> events,
      List<String> conditions,
      Task task) {
    int inside = 0;
    int outside = 0;
    String example = "";
    for (Sampling.Run run : grid.full().runs()) {
      double end = run.startSeconds() + run.samples() * grid.full().periodSeconds();
      for (TaskEvents.Event event : events.get(run.label()).list()) {
        double onset = event.onset() + settings.shift();
        boolean in = onset < end && onset + event.duration() >= run.startSeconds();
        inside += in ? 1 : 0;
        outside += in ? 0 : 1;
        if (!in && example.isEmpty()) {
          example =
              "'"
                  + event.condition()
                  + "' at "
                  + onset
                  + " s of run "
                  + run.label()
                  + ", which lasts "
                  + end
                  + " s";
        }
      }
    }
    if (inside == 0) {
      throw Problem.data(
              "STIMULUS_NO_EVENT_IN_SCAN",
              "no event falls inside the recording, such as " + example)
          .hint("onsets are seconds from the start of each run; see 'shift'")
          .exception();
    }
    if (outside > 0) {
      task.warn(
          Problem.data(
                  "STIMULUS_EVENTS_OUTSIDE",
                  outside
                      + " of "
                      + (inside + outside)
                      + " events lie before the first or after the last volume, such as "
                      + example)
              .hint("if these are many, the clocks differ; see 'shift'")
              .asWarning());
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("conditions", conditions);
    facts.put("events-inside", inside);
    facts.put("events-outside", outside);
    facts.put(
        "events-without-condition",
        events.values().stream().mapToInt(TaskEvents::withoutCondition).sum());
    facts.put(
        "events-without-onset", events.values().stream().mapToInt(TaskEvents::withoutOnset).sum());
    task.note(facts);
  }

  private static void write(
      TaskDesignSettings settings,
      Sampling sampling,
      ScanGrid grid,
      Map<String, TaskEvents> events,
      List<String> conditions,
      Task task)
      throws IOException {
    Sampling full = grid.full();
    List<Convolution> convolutions =
        Convolution.ofRuns(
            grid, settings.hrf(), settings.derivatives(), settings.sliceTimeReference());
    int kernels = convolutions.get(0).kernels();
    int columns = kernels * conditions.size();
    float[] values = new float[full.samples() * columns];
    for (int c = 0; c < conditions.size(); c++) {
      task.checkCancelled();
      double[] rows = regressor(settings, conditions.get(c), full, events, convolutions);
      for (int i = 0; i < rows.length; i++) {
        values[i / kernels * columns + c * kernels + i % kernels] = (float) rows[i];
      }
    }
    List<Design.Group> groups =
        conditions.stream().map(name -> new Design.Group(name, kernels, List.of())).toList();
    new Design(task.output("design"), sampling, groups, Hrf.LENGTH_SECONDS, List.of())
        .write(grid.select(values, columns));
  }

  /** The response to a condition's events and its derivatives, [volumes × kernels]. */
  private static double[] regressor(
      TaskDesignSettings settings,
      String condition,
      Sampling full,
      Map<String, TaskEvents> events,
      List<Convolution> convolutions) {
    int kernels = convolutions.get(0).kernels();
    double[] rows = new double[full.samples() * kernels];
    for (int run = 0; run < convolutions.size(); run++) {
      int first = full.firstRow(run);
      Convolution convolution = convolutions.get(run);
      for (TaskEvents.Event event : events.get(full.runs().get(run).label()).list()) {
        double onset = event.onset() + settings.shift();
        if (!event.condition().equals(condition) || !convolution.reaches(onset)) {
          continue;
        }
        for (int kernel = 0; kernel < kernels; kernel++) {
          int column = kernel;
          convolution.weigh(
              onset,
              event.duration(),
              kernel,
              (volume, weight) ->
                  rows[(first + volume) * kernels + column] += event.height() * weight);
        }
      }
    }
    Orthogonal.derivatives(rows, 1, kernels, full);
    return rows;
  }
}
