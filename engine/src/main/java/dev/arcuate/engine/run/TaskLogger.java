package dev.arcuate.engine.run;

import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** What a component logs to: the file of its task, from whichever thread it logs. */
final class TaskLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  private final transient TaskLog log;

  TaskLogger(String component, TaskLog log) {
    this.name = component;
    this.log = log;
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String message, Object[] arguments, Throwable thrown) {
    String text = MessageFormatter.basicArrayFormat(message, arguments);
    log.write(level, name, text, thrown);
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return true;
  }

  @Override
  public boolean isInfoEnabled() {
    return true;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }
}
