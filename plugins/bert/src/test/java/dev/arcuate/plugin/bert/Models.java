package dev.arcuate.plugin.bert;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.pretrained.Precision;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Models from weights, on the engine's own services. */
final class Models {
  static final Path TINY = Path.of("src/test/resources/models/bert-tiny");
  static final Path SHARED = Path.of(System.getProperty("arcuate.shared", "absent"));

  private Models() {}

  static BertSettings settings(Path folder) {
    return settings(folder, Optional.empty(), Precision.FLOAT32);
  }

  static BertSettings settings(Path folder, Optional<Integer> context, Precision precision) {
    return new BertSettings(
        new InputPath(folder.toAbsolutePath(), folder.getFileName().toString()),
        Optional.empty(),
        Optional.empty(),
        context,
        List.of(),
        precision);
  }

  static LanguageModel.Open open(Path folder, Path scratch) throws IOException {
    return MiniLm.component().open(settings(folder), new TestTask(scratch));
  }
}
