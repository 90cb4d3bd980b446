package dev.arcuate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.Port;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a component must fulfil that works on a task: steps, brain readers, decompositions.
 *
 * @param <S> the settings record
 */
public abstract class TaskContract<S extends Record> extends ComponentContract<S> {

  /** A task below the folder, with inputs connected on which the component succeeds. */
  protected abstract TestTask task(Path folder) throws IOException;

  /** Runs the component under test. */
  abstract void run(TestTask task) throws IOException;

  abstract List<Port> inputPorts();

  abstract List<Port> outputPorts();

  /**
   * Whether the component calls {@code checkCancelled}; every one that takes over a second must.
   */
  protected boolean cancels() {
    return true;
  }

  @Test
  void namesItsPortsInKebabCaseAndOnlyOnce() {
    assertThat(outputPorts()).isNotEmpty();
    for (List<Port> ports : List.of(inputPorts(), outputPorts())) {
      assertThat(ports).extracting(Port::name).doesNotHaveDuplicates();
      assertThat(ports).allSatisfy(port -> assertThat(port.name()).matches("[a-z][a-z0-9-]*"));
      assertThat(ports).allSatisfy(port -> assertThat(port.doc()).isNotBlank());
    }
    assertThat(outputPorts()).allMatch(port -> port.arity() == Port.Arity.ONE);
  }

  @Test
  void writesEveryOutputAsTheValueItPromises() throws IOException {
    TestTask task = task(folder);
    run(task);
    for (Port port : outputPorts()) {
      Value value = task.result(port.name(), port.type());
      assertThat(value).as(port.name()).isNotNull();
    }
  }

  /** Whatever is foretold of a design or a recording must come true, but for its folder. */
  @Test
  void makesWhatItForesees() throws IOException {
    TestTask task = task(folder);
    Map<String, Value> foreseen = component().foresee(settings(), task.foreseen());
    run(task);
    for (Map.Entry<String, Value> output : foreseen.entrySet()) {
      if (output.getValue() instanceof Design design) {
        Path made = task.result(output.getKey(), Design.class).folder();
        assertThat(task.result(output.getKey(), Design.class))
            .isEqualTo(
                new Design(
                    made,
                    design.sampling(),
                    design.groups(),
                    design.maxDelaySeconds(),
                    design.fitted()));
      } else if (output.getValue() instanceof Recording recording) {
        Path made = task.result(output.getKey(), Recording.class).folder();
        assertThat(task.result(output.getKey(), Recording.class))
            .isEqualTo(
                new Recording(
                    made,
                    recording.subject(),
                    recording.sampling(),
                    recording.units(),
                    recording.geometry()));
      }
    }
  }

  @Test
  void writesEqualBytesForEqualInputs() throws IOException {
    assertThat(bytesOfARun("first")).isEqualTo(bytesOfARun("second"));
  }

  @Test
  void canRunSeveralTimesAtOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Map<String, Integer>>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String name = "run-" + i;
        runs.add(pool.submit(() -> bytesOfARun(name)));
      }
      Map<String, Integer> alone = bytesOfARun("alone");
      for (Future<Map<String, Integer>> run : runs) {
        assertThat(run.get()).isEqualTo(alone);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void stopsWhenCancelled() throws IOException {
    TestTask task = task(folder);
    task.cancel();
    if (cancels()) {
      assertThatThrownBy(() -> run(task)).isInstanceOf(CancellationException.class);
    } else {
      run(task);
    }
  }

  @Test
  void leavesNoThreadBehind() throws IOException {
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    run(task(folder));
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> !before.contains(thread) && thread.isAlive())
        .filteredOn(thread -> thread.getThreadGroup() == Thread.currentThread().getThreadGroup())
        .isEmpty();
  }

  /** Hash of every file written, by path. */
  private Map<String, Integer> bytesOfARun(String name) throws IOException {
    Path place = Files.createDirectories(folder.resolve(name));
    run(task(place));
    Map<String, Integer> bytes = new TreeMap<>();
    Path outputs = place.resolve("outputs");
    try (Stream<Path> files = Files.walk(outputs)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes.put(
            outputs.relativize(file).toString(),
            java.util.Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    assertThat(bytes).as("files written").isNotEmpty();
    return bytes;
  }
}
