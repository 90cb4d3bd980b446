package dev.arcuate.plugin.gpt2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.pretrained.Precision;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user reads of each fault of a model folder. Written anew with {@code
 * -Darcuate.golden.update=true}.
 */
class BadModelTest {
  private static final Path TEXTS = Path.of("src/test/resources/golden/models.txt");
  private static final String WEIGHTS = "model.safetensors";
  private static final String CONFIG = "config.json";

  private final StringBuilder said = new StringBuilder();

  @TempDir Path folder;

  private interface Damage {
    void to(Path model) throws IOException;
  }

  @Test
  void saysWhatIsWrongAndWhatToDo() throws IOException {
    show("a file that was cut short", model -> weights(model, file -> file.cutTo(1000)));
    show(
        "a file that ends within its header",
        model -> Files.write(model.resolve(WEIGHTS), new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{'}));
    show(
        "two tensors at one place",
        model ->
            weights(
                model,
                file ->
                    file.with(
                        "(ln_f\\.bias\"[^}]*data_offsets\":\\[)(\\d+),(\\d+)\\]", "$10,64]")));
    show(
        "a tensor whose shape does not fill its place",
        model -> weights(model, file -> file.with("(ln_f\\.bias\"[^}]*shape\":\\[)\\d+", "$115")));
    show("no safetensors at all", model -> Files.writeString(model.resolve(WEIGHTS), "0123456789"));
    show(
        "a tensor is missing",
        model -> weights(model, file -> file.with("h\\.1\\.attn\\.c_proj\\.bias", "h.9.extra")));
    show(
        "settings of another size",
        model -> replace(model, CONFIG, "\"n_embd\": 16", "\"n_embd\": 32"));
    show(
        "a tensor of numbers that cannot be weights",
        model -> weights(model, file -> file.with("(wpe\\.weight\":\\{\"dtype\":\")F32", "$1I32")));
    show(
        "another architecture",
        model -> replace(model, CONFIG, "\"model_type\": \"gpt2\"", "\"model_type\": \"llama\""));
    show(
        "an activation that nobody knows",
        model -> replace(model, CONFIG, "\"gelu_new\"", "\"swish\""));
    show("no settings", model -> Files.delete(model.resolve(CONFIG)));
    show("settings that are no JSON", model -> Files.writeString(model.resolve(CONFIG), "{"));
    show(
        "the tokenizer of another model",
        model -> replace(model, "vocab.json", "\"!\": 0", "\"another\": 99999, \"!\": 0"));
    show(
        "a tokenizer.json of another model",
        model -> Files.writeString(model.resolve("tokenizer.json"), tokenizer(300)));
    show(
        "a tokenizer.json that was cut short",
        model -> Files.writeString(model.resolve("tokenizer.json"), tokenizer(3).substring(0, 40)));
    warned(
        "a tokenizer of far fewer tokens",
        model -> Files.writeString(model.resolve("tokenizer.json"), tokenizer(100)));
    show("no tokenizer", model -> Files.delete(model.resolve("vocab.json")));
    show("no merges", model -> Files.delete(model.resolve("merges.txt")));
    show("merges of another model", model -> replace(model, "merges.txt", "t h", "q u"));
    show(
        "weights of another library",
        model -> Files.move(model.resolve(WEIGHTS), model.resolve("pytorch_model.bin")));
    show("a part is missing", BadModelTest::inParts);
    show("float16 on the CPU", model -> {}, Precision.FLOAT16);
    if (Boolean.getBoolean("arcuate.golden.update")) {
      Files.writeString(TEXTS, said);
    }
    assertThat(TEXTS).content().isEqualTo(said.toString());
  }

  /** Of characters, the last of which has an id. */
  private static String tokenizer(int last) {
    return ("{\"version\": \"1.0\", \"added_tokens\": [], \"model\": {\"type\": \"BPE\", \"vocab\":"
            + " {\"a\": 0, \"b\": LAST}, \"merges\": []}}")
        .replace("LAST", Integer.toString(last));
  }

  private static void inParts(Path model) throws IOException {
    Files.move(model.resolve(WEIGHTS), model.resolve("model-00001-of-00002.safetensors"));
    Files.writeString(
        model.resolve("model.safetensors.index.json"),
        "{\"weight_map\": {\"transformer.wte.weight\": \"model-00001-of-00002.safetensors\","
            + " \"transformer.wpe.weight\": \"model-00002-of-00002.safetensors\"}}");
  }

  private static void weights(Path model, java.util.function.UnaryOperator<SafetensorsFile> change)
      throws IOException {
    Path file = model.resolve(WEIGHTS);
    change.apply(SafetensorsFile.read(file)).write(file);
  }

  private static void replace(Path model, String name, String text, String by) throws IOException {
    Path file = model.resolve(name);
    String content = Files.readString(file);
    assertThat(content).contains(text);
    Files.writeString(file, content.replace(text, by));
  }

  private void show(String title, Damage damage) throws IOException {
    show(title, damage, Precision.FLOAT32);
  }

  private void show(String title, Damage damage, Precision precision) throws IOException {
    Path model = damaged(damage);
    try {
      open(model, precision);
      fail("opened " + title);
    } catch (ProblemException e) {
      said(title, model, e.problems());
    }
  }

  private void warned(String title, Damage damage) throws IOException {
    Path model = damaged(damage);
    said(title, model, open(model, Precision.FLOAT32).warnings());
  }

  private TestTask open(Path model, Precision precision) throws IOException {
    TestTask task = new TestTask(Files.createTempDirectory(folder, "scratch"));
    Models.component().open(Models.settings(model, true, precision), task).close();
    return task;
  }

  private Path damaged(Damage damage) throws IOException {
    Path model = Files.createTempDirectory(folder, "case").resolve("my-model");
    Models.copy(Models.TINY, model);
    damage.to(model);
    return model;
  }

  private void said(String title, Path model, List<Problem> problems) {
    said.append("# ").append(title).append('\n');
    for (Problem problem : problems) {
      String line = problem.toString().replace(model.getParent() + "/", "FOLDER/");
      said.append(line).append('\n');
      problem.hint().ifPresent(hint -> said.append("  hint: ").append(hint).append('\n'));
    }
    said.append('\n');
  }
}
