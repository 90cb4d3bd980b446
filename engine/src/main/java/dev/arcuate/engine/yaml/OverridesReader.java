package dev.arcuate.engine.yaml;

import dev.arcuate.engine.problem.Problems;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how a step wants to be run: {@code resources}, {@code timeout}, {@code retries}. */
final class OverridesReader {
  private static final NumberKind THREADS = whole(1, 4096);
  private static final NumberKind GPUS = whole(0, 1);
  private static final NumberKind RETRIES = whole(0, 100);
  private static final List<String> KEYS = List.of("threads", "memory", "gpus");

  private final Problems problems;
  private final Binding binding;

  OverridesReader(Problems problems) {
    this.problems = problems;
    this.binding = new Binding(InputPaths.known(Map.of()), problems);
  }

  private static NumberKind whole(long min, long max) {
    return new NumberKind(
        NumberKind.Width.INT,
        new Bounds(
            Optional.of(BigDecimal.valueOf(min)), Optional.of(BigDecimal.valueOf(max)), false));
  }

  Workflow.Overrides read(Fields step) {
    Fields resources =
        new Fields(
                "'resources' of " + step.owner(),
                step.mapping("resources").orElse(new Node.Mapping(step.place("id"), List.of())),
                problems)
            .reportUnknown(KEYS);
    return new Workflow.Overrides(
        number(resources, "threads", THREADS),
        resources.scalar("memory").flatMap(this::memory),
        number(resources, "gpus", GPUS),
        number(step, "retries", RETRIES).orElse(0),
        step.scalar("timeout").flatMap(this::timeout));
  }

  private Optional<Integer> number(Fields fields, String key, NumberKind kind) {
    return fields.node(key).flatMap(node -> kind.bind(key, node, binding)).map(Integer.class::cast);
  }

  private Optional<Long> memory(Node.Scalar scalar) {
    Optional<Long> bytes = ByteSizes.parse(scalar.text());
    return bytes.isPresent()
        ? bytes
        : binding.refuse(
            YamlCode.WRONG_TYPE,
            scalar,
            "'memory' takes an amount of memory, not " + Binding.shown(scalar),
            "write a number and a unit, MiB or GiB, such as 2GiB");
  }

  private Optional<Duration> timeout(Node.Scalar scalar) {
    Optional<Object> duration = new DurationKind().parse("timeout", scalar, binding);
    if (duration.filter(Duration.ZERO::equals).isPresent()) {
      return binding.refuse(
          YamlCode.OUT_OF_RANGE,
          scalar,
          "'timeout' must be above 0s",
          "remove the line for no time limit");
    }
    return duration.map(Duration.class::cast);
  }
}
