package dev.arcuate.plugin.bert;

import dev.arcuate.api.host.Inference;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.engine.accel.Accel;
import dev.arcuate.engine.accel.Device;
import dev.arcuate.pretrained.Precision;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real model on the engine's own services. */
final class MiniLm {
  static final Path FOLDER = Path.of(System.getProperty("arcuate.minilm"));

  static final Path TOKENIZER = FOLDER.resolve("all-minilm-l6-v2-tokenizer.json");

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

  /** Writes its graphs for CUDA, which the CPU runs. */
  static BertModel onCuda() {
    Inference cpu = ACCEL.inference();
    Inference cuda =
        (Inference)
            Proxy.newProxyInstance(
                MiniLm.class.getClassLoader(),
                new Class<?>[] {Inference.class},
                (self, method, arguments) ->
                    method.getName().equals("device")
                        ? Inference.Device.CUDA
                        : method.invoke(cpu, arguments));
    return new BertModel(cuda, ACCEL.tokenizers());
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
