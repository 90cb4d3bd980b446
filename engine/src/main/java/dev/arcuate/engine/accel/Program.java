package dev.arcuate.engine.accel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Asks small programs of the system. */
final class Program {
  private Program() {}

  /** Standard output of a program that ends by itself, empty if it cannot be run. */
  static String output(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
