package dev.arcuate.plugin.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.pretrained.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BertFilesTest {
  @TempDir Path folder;

  @Test
  void findsTheLayoutOfTheDistribution() throws IOException {
    assertThat(find("model.onnx", "tokenizer.json", "README.md", "other.onnx"))
        .isEqualTo(new BertFiles(folder.resolve("model.onnx"), folder.resolve("tokenizer.json")));
  }

  @Test
  void findsTheLayoutOfTheModelHub() throws IOException {
    assertThat(find("onnx/model.onnx", "tokenizer.json", "tokenizer_config.json"))
        .isEqualTo(
            new BertFiles(folder.resolve("onnx/model.onnx"), folder.resolve("tokenizer.json")));
  }

  @Test
  void findsTheOnlyOnes() throws IOException {
    assertThat(find("mini.onnx", "mini-tokenizer.json"))
        .isEqualTo(
            new BertFiles(folder.resolve("mini.onnx"), folder.resolve("mini-tokenizer.json")));
  }

  @Test
  void findsTheTokenizerOfAGraphThatIsNamedInAFolderOfItsOwn() throws IOException {
    make("small/model.onnx", "tokenizer.json");
    assertThat(BertFiles.in(settings(Optional.of("small/model.onnx"))))
        .isEqualTo(
            new BertFiles(folder.resolve("small/model.onnx"), folder.resolve("tokenizer.json")));
    make("small/tokenizer.json");
    assertThat(BertFiles.in(settings(Optional.of("small/model.onnx"))).tokenizer())
        .isEqualTo(folder.resolve("small/tokenizer.json"));
  }

  @Test
  void saysWhatIsMissing() {
    assertRefused("'models/mini' holds no .onnx file", "tokenizer.json");
    assertRefused("'models/mini' holds several graphs: a.onnx, b.onnx", "a.onnx", "b.onnx");
    assertThatThrownBy(() -> BertFiles.in(settings(Optional.of("c.onnx"))))
        .hasMessageContaining("'models/mini' has no file 'c.onnx'");
    assertThatThrownBy(
            () ->
                BertFiles.in(
                    new BertSettings(
                        new InputPath(folder.resolve("absent"), "models/absent"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Precision.FLOAT32)))
        .hasMessageContaining("'models/absent' is not a folder");
  }

  @Test
  void asksForTheTokenizer() {
    assertRefused("'models/mini' holds no tokenizer.json", "model.onnx", "vocab.txt");
  }

  private void assertRefused(String message, String... files) {
    assertThatThrownBy(() -> find(files))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("error BERT_MODEL_INCOMPLETE: ")
        .hasMessageContaining(message);
  }

  private BertFiles find(String... files) throws IOException {
    make(files);
    return BertFiles.in(settings(Optional.empty()));
  }

  private void make(String... files) throws IOException {
    for (String file : files) {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.createFile(path);
    }
  }

  private BertSettings settings(Optional<String> file) {
    return new BertSettings(
        new InputPath(folder, "models/mini"),
        Optional.empty(),
        file,
        Optional.empty(),
        List.of(),
        Precision.FLOAT32);
  }
}
