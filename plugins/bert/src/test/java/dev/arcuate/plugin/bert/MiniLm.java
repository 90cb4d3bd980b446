package dev.arcuate.plugin.bert;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.engine.accel.Accel;
import dev.arcuate.engine.accel.Device;
import dev.arcuate.pretrained.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real model on the engine's own services. */
final class MiniLm {
  static final Path FOLDER = Path.of(System.getProperty("arcuate.minilm"));

  static final Accel ACCEL =
      new Accel(
          new Accel.Options(
              Device.valueOf(System.getProperty("arcuate.device", "CPU")),
              Path.of("target", "natives").toAbsolutePath(),
              2));

  private MiniLm() {}

  static BertModel component() {
    return new BertModel(ACCEL.inference(), ACCEL.tokenizers());
  }

  static BertSettings settings() {
    return new BertSettings(
        new InputPath(FOLDER, "all-minilm-l6-v2"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Precision.FLOAT32);
  }
}
