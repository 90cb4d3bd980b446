package dev.arcuate.plugin.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
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
    Path scratch = Files.createTempDirectory(folder, "scratch");
    try {
      use.accept(MiniLm.component().open(settings, new TestTask(scratch)));
      fail("opened " + title);
    } catch (ProblemException e) {
      said.append("# ").append(title).append('\n');
      String parent = settings.model().path().getParent() + "/";
      for (Problem problem : (List<Problem>) e.problems()) {
        said.append(problem.toString().replace(parent, "FOLDER/")).append('\n');
        problem.hint().ifPresent(hint -> said.append("  hint: ").append(hint).append('\n'));
      }
      said.append('\n');
    }
  }
}
