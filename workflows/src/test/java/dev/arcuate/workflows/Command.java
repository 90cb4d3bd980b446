package dev.arcuate.workflows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts {@code arcuate} out of the distribution just built, as a user would. */
final class Command {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("arcuate.distribution"));

  private final Path folder;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Duration limit = Duration.ofMinutes(5);
  private boolean study;

  /**
   * @param folder the working folder
   */
  Command(Path folder) {
    this.folder = folder;
  }

  /**
   * How a command ended.
   *
   * @param out standard output
   * @param err standard error
   */
  record Ended(int status, String out, String err, Duration took) {
    String all() {
      return out + err;
    }
  }

  static Path distribution() {
    return DISTRIBUTION;
  }

  Command with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Command within(Duration atMost) {
    limit = atMost;
    return this;
  }

  /**
   * Lets the JVM compile as it does for users. Most commands here last seconds, in which its second
   * compiler takes half of the time and gives nothing back.
   */
  Command asStudy() {
    study = true;
    return this;
  }

  /** Runs to the end. */
  Ended run(String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, ".out", "");
    Path err = Files.createTempFile(folder, ".err", "");
    try {
      long start = System.nanoTime();
      Process process = start(out, err, arguments);
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return new Ended(
          ended ? process.exitValue() : -1,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8)
              + (ended ? "" : "\nstopped by the test after " + limit),
          took);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Starts without waiting. */
  Process start(Path out, Path err, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(DISTRIBUTION.resolve("bin/arcuate").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    if (!study) {
      builder.environment().put("ARCUATE_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    }
    builder.environment().putAll(environment);
    return builder.start();
  }
}
