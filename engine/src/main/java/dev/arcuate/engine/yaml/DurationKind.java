package dev.arcuate.engine.yaml;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A length of time: {@code 200ms}, {@code 1.5s}, {@code 5min}, {@code 1h}. */
record DurationKind() implements ScalarKind {
  @Override
  public String words() {
    return "a length of time";
  }

  @Override
  public Optional<Object> parse(String name, Node.Scalar scalar, Binding binding) {
    Optional<Duration> duration = Durations.parse(scalar.text());
    return duration.isPresent()
        ? Optional.of(duration.get())
        : binding.refuse(
            YamlCode.WRONG_TYPE, scalar, message(name, scalar), Durations.hint(scalar.text()));
  }

  @Override
  public Optional<Object> toJson(Object value) {
    return Optional.of(Durations.text((Duration) value));
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.orReference(Schemas.text(Durations.PATTERN));
  }
}
