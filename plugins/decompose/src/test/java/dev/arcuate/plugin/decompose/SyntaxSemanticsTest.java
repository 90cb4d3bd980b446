package dev.arcuate.plugin.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.value.Activations;
import dev.arcuate.testkit.DecompositionContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyntaxSemanticsTest extends DecompositionContract<SyntaxSemanticsSettings> {
  private static final int WORDS = 30;
  private static final String[] LAYERS = {"embeddings", "1", "2", "3"};

  @Override
  protected SyntaxSemantics component() {
    return new SyntaxSemantics();
  }

  @Override
  protected SyntaxSemanticsSettings settings() {
    return settings(Map.of());
  }

  private static SyntaxSemanticsSettings settings(Map<String, List<String>> concatenations) {
    return new SyntaxSemanticsSettings("story", "0", "middle", false, concatenations);
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    TestTask task =
        new TestTask(place)
            .with("activations", Values.random(place.resolve("x"), 1, WORDS, 4, LAYERS));
    for (int story = 0; story < 3; story++) {
      task.with(
          "activations",
          "equivalents",
          Map.of("story", Integer.toString(story)),
          Values.random(place.resolve("s" + story), 10 + story, WORDS, 4, LAYERS));
    }
    return task;
  }

  private Activations ran(SyntaxSemanticsSettings settings) throws IOException {
    TestTask task = task(folder);
    component().decompose(settings, task);
    return task.result("representations", Activations.class);
  }

  private static float[] part(Activations parts, String name) {
    return parts.layer(parts.layers().indexOf(name)).toArray();
  }

  @Test
  void syntaxIsTheMeanOverStoriesAndSemanticsTheRest() throws IOException {
    Activations parts = ran(settings());
    assertThat(parts.layers())
        .containsExactly(
            "lexical-total",
            "lexical-syntax",
            "lexical-semantics",
            "total",
            "syntax",
            "semantics",
            "syntax-with-lexical");
    float[] total = part(parts, "total");
    assertThat(total)
        .isEqualTo(Values.random(folder.resolve("x2"), 1, WORDS, 4, LAYERS).layer(2).toArray());
    float[][] stories = new float[3][];
    for (int story = 0; story < 3; story++) {
      stories[story] =
          Values.random(folder.resolve("y" + story), 10 + story, WORDS, 4, LAYERS)
              .layer(2)
              .toArray();
    }
    for (int i = 0; i < total.length; i++) {
      double mean = ((double) stories[0][i] + stories[1][i] + stories[2][i]) / 3;
      assertThat(part(parts, "syntax")[i]).isCloseTo((float) mean, within(1e-7f));
      assertThat(part(parts, "semantics")[i]).isCloseTo(total[i] - (float) mean, within(1e-6f));
    }
    assertThat(parts.layer(6).columns()).isEqualTo(8);
    assertThat(parts.layer(6).row(5))
        .startsWith(parts.layer(4).row(5))
        .endsWith(parts.layer(0).row(5));
  }

  @Test
  void putsPartsSideBySideAsAsked() throws IOException {
    Map<String, List<String>> wanted = new LinkedHashMap<>();
    wanted.put("first", List.of("lexical-total", "syntax"));
    wanted.put("second", List.of("first", "semantics"));
    Activations parts = ran(settings(wanted));
    assertThat(parts.layer(parts.layers().indexOf("second")).columns()).isEqualTo(12);
    assertThatThrownBy(() -> ran(settings(Map.of("odd", List.of("syntaks")))))
        .hasMessageContaining("DECOMPOSE_PART_UNKNOWN")
        .hasMessageContaining("names 'syntaks', which is no part");
  }

  @Test
  void tellsHowTheMeanSettles() throws IOException {
    TestTask task = task(folder);
    component().decompose(settings(), task);
    assertThat((List<?>) task.notes().get("one-minus-cosine-to-mean-of-all"))
        .hasSize(3)
        .last()
        .isEqualTo("0.0000");
    assertThat(task.notes()).containsEntry("contextual-layer", "2").containsEntry("stories", 3);
  }

  @Test
  void refusesStoriesThatAreMissingOrOfOtherWords() throws IOException {
    TestTask alone =
        new TestTask(folder)
            .with("activations", Values.random(folder.resolve("a"), 1, WORDS, 4, LAYERS));
    assertThatThrownBy(() -> component().decompose(settings(), alone))
        .hasMessageContaining(
            "DECOMPOSE_NO_STORIES: no activations come from a sweep over 'story'");
    TestTask shorter =
        new TestTask(folder)
            .with("activations", Values.random(folder.resolve("b"), 1, WORDS, 4, LAYERS))
            .with(
                "activations",
                "equivalents",
                Map.of("story", "0"),
                Values.random(folder.resolve("c"), 1, WORDS - 1, 4, LAYERS));
    assertThatThrownBy(() -> component().decompose(settings(), shorter))
        .hasMessageContaining(
            "DECOMPOSE_ROWS_DIFFER: the story has 30 words, an equivalent has 29");
    SyntaxSemanticsSettings odd = new SyntaxSemanticsSettings("story", "0", "12", false, Map.of());
    assertThatThrownBy(() -> component().decompose(odd, task(folder.resolve("d"))))
        .hasMessageContaining("DECOMPOSE_LAYER_UNKNOWN: there is no layer '12'");
  }
}
