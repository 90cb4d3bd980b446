package dev.arcuate.engine.run;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Component;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Value;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.plugins.Components;
import dev.arcuate.engine.plugins.ContextLoader;
import dev.arcuate.engine.stages.Stage;
import dev.arcuate.engine.store.Artifact;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.Staging;
import dev.arcuate.engine.store.StoreSession;
import dev.arcuate.engine.store.TaskSpec;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * Runs one task from a store alone: no workflow, no plan. This is what a thread of this JVM and a
 * node of a cluster both do. Safe for use by several threads.
 */
final class TaskRunner {
  private final Components components;
  private final Function<String, Optional<Stage>> stages;
  private final SettingsReader settings;
  private final Clock clock;

  TaskRunner(
      Components components,
      Function<String, Optional<Stage>> stages,
      SettingsReader settings,
      Clock clock) {
    this.components = requireNonNull(components, "components");
    this.stages = requireNonNull(stages, "stages");
    this.settings = requireNonNull(settings, "settings");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Where a task runs.
   *
   * @param session of the run or the lone task
   * @param logs of the run
   * @param sound inputs that were looked at already; this adds to it
   */
  record Site(StoreSession session, TaskLogs logs, Set<Key> sound) {}

  /**
   * Runs a task whose key the caller has claimed.
   *
   * @param computed called when the component has done its work and only publishing is left
   * @throws ProblemException when the task failed
   * @throws CancellationException when it was told to stop and did
   * @throws InputLostException when an input must be computed again first
   */
  Artifact run(TaskOrder order, Site site, TaskControl control, Runnable computed) {
    checkInputs(order, site, control);
    Instant started = clock.instant();
    long begin = System.nanoTime();
    try (TaskLogs.Entered entered = site.logs().enter(order.id(), order.key());
        Staging staging = site.session().stage(order.key())) {
      StoreTask task = compute(order, site, control, staging, entered.log());
      if (!control.beginPublishing()) {
        control.check();
      }
      // A component may have left its thread interrupted, and files are not written by such.
      Thread.interrupted();
      computed.run();
      return staging.publish(
          order.spec(),
          new Staging.Description(
              order.id(),
              started,
              Duration.ofNanos(System.nanoTime() - begin),
              task.warnings(),
              task.notes()));
    }
  }

  /** A damaged input would give a wrong result or a baffling message. */
  private void checkInputs(TaskOrder order, Site site, TaskControl control) {
    order.spec().inputs().values().stream()
        .flatMap(List::stream)
        .map(TaskSpec.Input::key)
        .filter(key -> !site.sound().contains(key))
        .distinct()
        .forEach(key -> checkInput(key, site, control));
  }

  private void checkInput(Key key, Site site, TaskControl control) {
    Optional<Problem> damage = site.session().store().damage(key);
    // An interrupted thread reads nothing, which is no damage.
    control.check();
    if (damage.isPresent()) {
      throw new InputLostException(key, damage.get());
    }
    site.sound().add(key);
  }

  private StoreTask compute(
      TaskOrder order, Site site, TaskControl control, Staging staging, TaskLog log) {
    TaskSpec spec = order.spec();
    Stage stage =
        stages
            .apply(spec.stage())
            .orElseThrow(
                () ->
                    RunCode.STAGE_UNKNOWN
                        .problem("task " + order.id() + " needs stage '" + spec.stage() + "'")
                        .hint("this task was planned by another version of Arcuate; plan again")
                        .exception());
    try (Components.Lease lease = components.lease(spec.component(), spec.codeDigest())) {
      ComponentHandle handle = lease.handle();
      MDC.put(TaskLogs.PLUGIN, handle.plugin().id());
      try (ContextLoader context = ContextLoader.of(handle.component())) {
        return call(order, site, control, staging, log, stage, handle);
      } catch (CancellationException e) {
        control.check();
        throw fail(order, site, log, handle, e);
      } catch (Throwable e) {
        // After the wish to stop, whatever comes out is how the component stopped.
        control.check();
        throw fail(order, site, log, handle, e);
      }
    }
  }

  private StoreTask call(
      TaskOrder order,
      Site site,
      TaskControl control,
      Staging staging,
      TaskLog log,
      Stage stage,
      ComponentHandle handle)
      throws Exception {
    Component<?> component = handle.component();
    SettingsReader.Read read = settings.read(component, stage, order.spec());
    StoreTask.Ports ports = new StoreTask.Ports(stage.inputs(component), stage.outputs(component));
    StoreTask task =
        new StoreTask(
            order,
            ports,
            site.session().store(),
            staging,
            control,
            new TaskLogger(handle.id(), log));
    try {
      stage.run(component, read.own(), read.common(), task);
    } finally {
      task.end();
    }
    checkOutputs(handle, ports.outputs(), staging);
    return task;
  }

  /** Found here, a bad output is laid at the door of who wrote it, not of who reads it. */
  private static void checkOutputs(ComponentHandle handle, List<Port> outputs, Staging staging) {
    List<Problem> problems = new ArrayList<>();
    for (Port port : outputs) {
      String which =
          "component '%s' of plugin %s %s"
              .formatted(handle.id(), handle.plugin().id(), handle.plugin().version());
      if (!staging.has(port.name())) {
        problems.add(
            RunCode.OUTPUT_MISSING
                .problem(which + " wrote no output '" + port.name() + "'")
                .hint("tell the author of the plugin"));
        continue;
      }
      Path folder = staging.output(port.name());
      try {
        Value.open(port.type(), folder);
      } catch (ProblemException e) {
        problems.add(
            RunCode.OUTPUT_INVALID
                .problem(
                    which
                        + " wrote an output '"
                        + port.name()
                        + "' that cannot be read: "
                        + withoutFolder(e.problems().get(0).message(), folder))
                .hint("tell the author of the plugin"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /** A staging folder is gone when the message is read. */
  private static String withoutFolder(String message, Path folder) {
    return message.replace(folder + File.separator, "").replace(folder.toString(), "it");
  }

  private static ProblemException fail(
      TaskOrder order, Site site, TaskLog log, ComponentHandle handle, Throwable thrown) {
    if (!(thrown instanceof ProblemException)) {
      log.write(Level.ERROR, "arcuate", order.id() + " failed", thrown);
    }
    return new ProblemException(
        new PluginBorder(site.session().store().root(), log.file()).problems(handle, thrown));
  }
}
