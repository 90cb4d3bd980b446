package dev.arcuate.engine.run;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * The log files of a run's tasks. While it is open, lines that libraries log on a task's thread go
 * there too, if Logback is what SLF4J is bound to.
 */
final class TaskLogs implements AutoCloseable {
  /** MDC entry: id of the run. */
  static final String RUN = "run";

  /** MDC entry: id of the task. */
  static final String TASK = "task";

  /** MDC entry: id of the plugin. */
  static final String PLUGIN = "plugin";

  private static final int LONGEST_NAME = 100;

  private final String run;
  private final Path folder;
  private final Clock clock;
  private final Map<String, TaskLog> open = new ConcurrentHashMap<>();
  private final Appender appender = new Appender();

  TaskLogs(String run, Path folder, Clock clock) {
    this.run = run;
    this.folder = folder;
    this.clock = clock;
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      appender.setName("tasks of " + run);
      appender.setContext(context);
      appender.start();
      context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }
  }

  /** The logs of a run in a store. */
  static TaskLogs of(Store store, String run, Clock clock) {
    return new TaskLogs(run, store.runs().folder(run).resolve("logs"), clock);
  }

  /** The log of a task for the current thread, until it is closed. */
  Entered enter(String task, Key key) {
    TaskLog log = new TaskLog(file(task, key), clock);
    open.put(task, log);
    MDC.put(RUN, run);
    MDC.put(TASK, task);
    return new Entered(task, log);
  }

  /** A task's log in use by the current thread. */
  final class Entered implements AutoCloseable {
    private final String task;
    private final TaskLog log;

    Entered(String task, TaskLog log) {
      this.task = task;
      this.log = log;
    }

    TaskLog log() {
      return log;
    }

    @Override
    public void close() {
      MDC.remove(RUN);
      MDC.remove(TASK);
      MDC.remove(PLUGIN);
      open.remove(task, log);
      log.close();
    }
  }

  /** Where the log of a task lies or would lie. */
  Path file(String task, Key key) {
    String plain = task.replaceAll("[^A-Za-z0-9._=,\\[\\]-]", "_");
    boolean same = plain.equals(task) && plain.length() <= LONGEST_NAME;
    String name =
        same
            ? plain
            : plain.substring(0, Math.min(plain.length(), LONGEST_NAME)) + "-" + key.brief();
    return folder.resolve(name + ".log");
  }

  @Override
  public void close() {
    if (appender.isStarted()
        && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(appender);
      appender.stop();
    }
  }

  private final class Appender extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      Map<String, String> context = event.getMDCPropertyMap();
      if (!run.equals(context.get(RUN))) {
        return;
      }
      TaskLog log = open.get(context.getOrDefault(TASK, ""));
      if (log != null) {
        log.write(
            Level.valueOf(event.getLevel().toString()),
            event.getLoggerName(),
            event.getFormattedMessage(),
            thrown(event.getThrowableProxy()));
      }
    }

    private static Throwable thrown(IThrowableProxy proxy) {
      return proxy instanceof ThrowableProxy known ? known.getThrowable() : null;
    }
  }
}
