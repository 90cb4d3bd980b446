package dev.arcuate.plugin.ridge;

import dev.arcuate.engine.accel.Accel;
import dev.arcuate.engine.accel.Device;
import java.nio.file.Path;

/** The engine's own services, for what has to be shown on them. */
final class Native {
  static final Accel ACCEL =
      new Accel(new Accel.Options(Device.CPU, Path.of("target", "natives").toAbsolutePath(), 2));

  private Native() {}
}
