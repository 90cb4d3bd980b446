package dev.arcuate.engine.accel;

import java.nio.file.Path;

/** One set of services for all tests of this room: natives are loaded once per JVM anyway. */
final class Shared {
  private static final Path CACHE = Path.of("target", "natives").toAbsolutePath();

  static final Accel.Options OPTIONS =
      new Accel.Options(Device.CPU, CACHE, Math.max(2, Runtime.getRuntime().availableProcessors()));

  static final Accel ACCEL = new Accel(OPTIONS);

  private Shared() {}
}
