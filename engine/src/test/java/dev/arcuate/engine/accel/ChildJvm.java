package dev.arcuate.engine.accel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A JVM of its own with its own home and temporary folder: what a library does when it is first
 * loaded can be seen once per process only.
 */
final class ChildJvm {
  private final Path root;
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();

  /** How it ended. */
  record Outcome(int status, String output, String errors) {}

  ChildJvm(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(home());
    Files.createDirectories(temporary());
    environment.put("ORT_DISABLE_TELEMETRY", "1");
  }

  Path home() {
    return root.resolve("home");
  }

  Path temporary() {
    return root.resolve("tmp");
  }

  Path cache() {
    return root.resolve("cache");
  }

  ChildJvm option(String option) {
    options.add(option);
    return this;
  }

  ChildJvm without(String variable) {
    environment.remove(variable);
    return this;
  }

  Outcome run(Class<?> main, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Duser.home=" + home(),
            "-Djava.io.tmpdir=" + temporary(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            main.getName(),
            cache().toString()));
    command.addAll(List.of(arguments));
    Path output = root.resolve("output.txt");
    Path errors = root.resolve("errors.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    // Nothing of the build's own environment: it switches off what is to be seen here.
    builder.environment().clear();
    builder.environment().put("HOME", home().toString());
    builder.environment().put("TMPDIR", temporary().toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("no end after a minute: " + Files.readString(output));
    }
    return new Outcome(
        process.exitValue(),
        Files.readString(output, StandardCharsets.UTF_8),
        Files.readString(errors, StandardCharsets.UTF_8));
  }

  /** All files below a folder with time and size, relative to it. */
  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<String> found = new ArrayList<>();
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        found.add(
            folder.relativize(path)
                + " "
                + Files.size(path)
                + " "
                + Files.getLastModifiedTime(path));
      }
      return found;
    }
  }
}
