package dev.arcuate.engine.run;

import static java.util.Objects.requireNonNull;

import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.event.Level;

/**
 * The log file of one task. It is made when the first line is written, since most tasks of a sweep
 * have nothing to say. Safe for use by several threads.
 */
final class TaskLog implements AutoCloseable {
  private final Path file;
  private final Clock clock;
  private Writer writer;
  private boolean closed;

  TaskLog(Path file, Clock clock) {
    this.file = requireNonNull(file, "file");
    this.clock = requireNonNull(clock, "clock");
  }

  Path file() {
    return file;
  }

  synchronized void write(Level level, String source, String message, Throwable thrown) {
    if (closed) {
      return;
    }
    StringWriter text = new StringWriter();
    text.append(clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
        .append(' ')
        .append(level.name())
        .append(' ')
        .append(source)
        .append(": ")
        .append(message)
        .append('\n');
    if (thrown != null) {
      thrown.printStackTrace(new PrintWriter(text, true));
    }
    try {
      open().write(text.toString());
    } catch (IOException e) {
      // A full disk fails the task where it publishes; its log must not hide why.
      closed = true;
    }
  }

  private Writer open() throws IOException {
    if (writer == null) {
      Files.createDirectories(file.getParent());
      // Not a channel: those are closed for good when a task is interrupted.
      writer = new FileWriter(file.toFile(), StandardCharsets.UTF_8, true);
    }
    return writer;
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (writer != null) {
        writer.close();
      }
    } catch (IOException e) {
      writer = null;
    }
  }
}
