package dev.arcuate.engine.accel;

import com.sun.jna.NativeLibrary;

/**
 * Switches off the usage data that ONNX Runtime collects and sends unless its environment says
 * otherwise. Java cannot change its own environment, so the C library is asked to; it must happen
 * before ONNX Runtime is loaded, since its switch in the API comes after the first message. The
 * part of it that collects also reads the command line by recursion, which overflows the usual
 * stack of a Java thread and ends the process.
 */
final class Telemetry {
  static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

  private Telemetry() {}

  /** Returns whether nothing will be collected. Needs {@link Natives#prepareJna}. */
  static boolean switchOff() {
    if (System.getenv(VARIABLE) != null) {
      return true;
    }
    if (System.getProperty("os.name").startsWith("Windows")) {
      return false;
    }
    try {
      Object[] arguments = {VARIABLE, "1", 1};
      return NativeLibrary.getProcess().getFunction("setenv").invokeInt(arguments) == 0;
    } catch (LinkageError e) {
      return false;
    }
  }
}
