package dev.arcuate.engine.plugins;

/** Why a plugin failed, in words. */
final class Reasons {
  private Reasons() {}

  /** The message of whatever a plugin threw, innermost cause first, as one line. */
  static String of(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; depth < 20 && cause.getCause() != null; depth++) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    if (cause instanceof ClassNotFoundException) {
      return "it lacks the class " + message;
    }
    String name = cause.getClass().getSimpleName();
    return message == null ? name : name + ": " + message.lines().findFirst().orElse("");
  }

  /** Out of memory and the like are no fault of the plugin that met them. */
  static void rethrowIfFatal(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
      throw error;
    }
  }
}
