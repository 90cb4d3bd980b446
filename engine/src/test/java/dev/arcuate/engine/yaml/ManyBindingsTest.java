package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.engine.problem.Problems;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A sweep of ten thousand must not be felt when it is planned. */
final class ManyBindingsTest {
  private static final int BINDINGS = 10_000;

  /** Some 20 times what it takes, so that only a change of the algorithm can break it. */
  private static final Duration LIMIT = Duration.ofSeconds(4);

  /** Of this thread, since other work on the machine says nothing about this code. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Test
  void bindsTenThousandTimes() {
    Problems problems = new Problems();
    Node.Mapping with =
        new YamlReader()
            .document(
                "a.yaml",
                """
                dataset: data/$(study)
                subject: $subject
                session: ses-$(subject)
                runs: [1, 2, 3]
                """,
                problems)
            .orElseThrow();
    ComponentSettings types = SampleComponents.settings("bids");
    SettingsBinder binder =
        new SettingsBinder(InputPaths.under(Path.of(""), Optional.empty()), problems);
    VariableResolver resolver = new VariableResolver(problems);
    Map<String, Node> values = new HashMap<>();
    values.put("study", new Node.Scalar(with.position(), "alice", false));
    Set<Map<String, Object>> different = new HashSet<>();

    int paths = 0;
    long start = processorTime();
    for (int i = 0; i < BINDINGS; i++) {
      values.put("subject", new Node.Scalar(with.position(), Integer.toString(i), false));
      BoundSettings bound = binder.bind(types, resolver.resolve(with, values)).orElseThrow();
      different.add(SettingsWriter.write(types, bound));
      paths += SettingsWriter.inputPaths(types, bound).size();
    }
    Duration took = Duration.ofNanos(processorTime() - start);

    assertThat(paths).isEqualTo(BINDINGS);
    assertThat(different).hasSize(BINDINGS);
    assertThat(problems.sorted()).isEqualTo(List.of());
    assertThat(took).isLessThan(LIMIT);
  }
}
