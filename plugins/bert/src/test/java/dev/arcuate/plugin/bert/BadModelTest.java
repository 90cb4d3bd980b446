package dev.arcuate.plugin.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.onnx.OnnxType;
import dev.arcuate.api.onnx.OnnxValue;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.pretrained.Precision;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user reads of faults that only a BERT can have; those of all models are shown by the
 * plugin gpt2. Written anew with {@code -Darcuate.golden.update=true}.
 */
class BadModelTest {
  private static final Path TEXTS = Path.of("src/test/resources/golden/models.txt");

  private final StringBuilder said = new StringBuilder();

  @TempDir Path folder;

  @Test
  void saysWhatIsWrongAndWhatToDo() throws IOException {
    Path tiny = copy();
    replace(tiny, "\"model_type\": \"bert\"", "\"model_type\": \"roberta\"");
    show("a relative of BERT", Models.settings(tiny));

    Path relative = copy();
    replace(
        relative,
        "\"model_type\"",
        "\"position_embedding_type\": \"relative_key\", \"model_type\"");
    show("positions that are not in a table", Models.settings(relative));

    Path unnamed = copy();
    Files.delete(unnamed.resolve("config.json"));
    Files.delete(unnamed.resolve("model.safetensors"));
    Files.copy(
        Path.of("../gpt2/src/test/resources/models/gpt2-tiny/model.safetensors"),
        unnamed.resolve("model.safetensors"));
    show("weights of another model, without settings", Models.settings(unnamed));

    show(
        "more tokens than the model has positions",
        Models.settings(copy(), Optional.of(512), Precision.FLOAT32));
    show("float16 on the CPU", Models.settings(copy(), Optional.empty(), Precision.FLOAT16));
    show(
        "a precision for a graph",
        Models.settings(MiniLm.FOLDER, Optional.empty(), Precision.FLOAT16));
    show(
        "a quirk that a graph cannot have",
        Models.settings(MiniLm.FOLDER),
        open -> {
          try (open) {
            open.maskedExclusively();
          }
        });
    refused(
        "an untrained twin of a graph",
        Models.settings(MiniLm.FOLDER),
        task -> MiniLm.component().openUntrained(Models.settings(MiniLm.FOLDER), 1, task).close());
    warned("a graph that computes in 8 bits", quantised());
    if (Boolean.getBoolean("arcuate.golden.update")) {
      Files.writeString(TEXTS, said);
    }
    assertThat(TEXTS).content().isEqualTo(said.toString());
  }

  private Path copy() throws IOException {
    Path model = Files.createTempDirectory(folder, "case").resolve("my-model");
    Files.createDirectories(model);
    try (Stream<Path> files = Files.list(Models.TINY)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!file.endsWith("golden.safetensors")) {
          Files.copy(file, model.resolve(file.getFileName()));
        }
      }
    }
    return model;
  }

  private static void replace(Path model, String text, String by) throws IOException {
    Path file = model.resolve("config.json");
    String content = Files.readString(file);
    assertThat(content).contains(text);
    Files.writeString(file, content.replace(text, by));
  }

  private void show(String title, BertSettings settings) throws IOException {
    show(title, settings, LanguageModel.Open::close);
  }

  private void show(String title, BertSettings settings, Consumer<LanguageModel.Open> use)
      throws IOException {
    refused(title, settings, task -> use.accept(MiniLm.component().open(settings, task)));
  }

  private interface Use {
    void with(TestTask task) throws IOException;
  }

  private void refused(String title, BertSettings settings, Use use) throws IOException {
    try {
      use.with(new TestTask(Files.createTempDirectory(folder, "scratch")));
      fail("opened " + title);
    } catch (ProblemException e) {
      said(title, settings, e.problems());
    }
  }

  private void warned(String title, BertSettings settings) throws IOException {
    TestTask task = new TestTask(Files.createTempDirectory(folder, "scratch"));
    MiniLm.component().open(settings, task).close();
    said(title, settings, task.warnings());
  }

  private void said(String title, BertSettings settings, List<Problem> problems) {
    said.append("# ").append(title).append('\n');
    String parent = settings.model().path().getParent() + "/";
    for (Problem problem : problems) {
      said.append(problem.toString().replace(parent, "FOLDER/")).append('\n');
      problem.hint().ifPresent(hint -> said.append("  hint: ").append(hint).append('\n'));
    }
    said.append('\n');
  }

  /** Two states, the second rounded by the range of all that is in the batch. */
  private BertSettings quantised() throws IOException {
    OnnxGraph graph = new OnnxGraph("quantised");
    OnnxValue ids = graph.input("input_ids", OnnxType.INT64, "batch", "length");
    graph.input("attention_mask", OnnxType.INT64, "batch", "length");
    OnnxValue table = graph.constant("table", new long[] {5, 2}, new float[10]);
    OnnxValue state = graph.call("Gather", table, ids).as("h0");
    List<OnnxValue> rounded =
        graph.call("DynamicQuantizeLinear", state).as(List.of("rounded", "step", "zero"));
    graph.output(graph.call("DequantizeLinear", rounded).as("h1"));
    Path model = Files.createDirectories(folder.resolve("8-bits").resolve("my-model"));
    graph.write(model.resolve("model.onnx"));
    Files.copy(MiniLm.TOKENIZER, model.resolve("tokenizer.json"));
    return new BertSettings(
        new InputPath(model, "my-model"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of("h0", "h1"),
        Precision.FLOAT32);
  }
}
