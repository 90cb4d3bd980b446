package dev.arcuate.plugin.gpt2;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.engine.accel.Accel;
import dev.arcuate.engine.accel.Device;
import dev.arcuate.pretrained.Precision;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Models on the engine's own services. */
final class Models {
  static final Path TINY = Path.of("src/test/resources/models/gpt2-tiny");
  static final Path UNTIED = Path.of("src/test/resources/models/gpt2-tiny-untied");
  static final Path SHARED = Path.of(System.getProperty("arcuate.shared", "absent"));

  static final Accel ACCEL =
      new Accel(
          new Accel.Options(
              Device.valueOf(System.getProperty("arcuate.device", "CPU")),
              Path.of("target", "natives").toAbsolutePath(),
              2));

  private Models() {}

  static Gpt2Model component() {
    return new Gpt2Model(ACCEL.inference(), ACCEL.tokenizers());
  }

  /** Writes its graphs for CUDA, which the CPU runs. */
  static Gpt2Model onCuda() {
    Inference cpu = ACCEL.inference();
    Inference cuda =
        (Inference)
            Proxy.newProxyInstance(
                Models.class.getClassLoader(),
                new Class<?>[] {Inference.class},
                (self, method, arguments) ->
                    method.getName().equals("device")
                        ? Inference.Device.CUDA
                        : method.invoke(cpu, arguments));
    return new Gpt2Model(cuda, ACCEL.tokenizers());
  }

  static Gpt2Settings settings(Path folder) {
    return settings(folder, true, Precision.FLOAT32);
  }

  static Gpt2Settings settings(Path folder, boolean finalNorm, Precision precision) {
    return new Gpt2Settings(
        new InputPath(folder.toAbsolutePath(), folder.getFileName().toString()),
        Optional.empty(),
        finalNorm,
        precision);
  }

  /** Copies a fixture without what it has to give. */
  static Path copy(Path model, Path into) throws IOException {
    Files.createDirectories(into);
    try (Stream<Path> files = Files.list(model)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!file.endsWith("golden.safetensors")) {
          Files.copy(file, into.resolve(file.getFileName()));
        }
      }
    }
    return into;
  }

  static LanguageModel.Open open(Path folder, Path scratch) throws IOException {
    return component().open(settings(folder), new TestTask(scratch));
  }
}
