package dev.arcuate.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.engine.store.TaskSpec.Input;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final String DIGEST = "ab".repeat(32);
  private static final Key INPUT = new Key("cd".repeat(32));

  private static TaskSpec spec(Map<String, Object> settings, Map<String, String> paths) {
    return new TaskSpec(
        "step",
        1,
        "words",
        DIGEST,
        settings,
        Map.of("story/words.tsv", DIGEST),
        Map.of("words", List.of(new Input(INPUT, "words", "", Map.of()))),
        paths);
  }

  /** A changed key would silently re-run all that any lab has computed. */
  @Test
  void theKeyOfASpecificationNeverChanges() {
    TaskSpec spec = spec(Map.of("rate", 0.1, "layers", List.of(1, 2)), Map.of());
    assertThat(CanonicalJson.of(spec.material()))
        .isEqualTo(
            "{\"code\":\""
                + DIGEST
                + "\",\"component\":\"words\",\"files\":{\"story/words.tsv\":\""
                + DIGEST
                + "\"},\"inputs\":{\"words\":[{\"key\":\""
                + INPUT
                + "\",\"port\":\"words\"}]},\"scheme\":1,\"settings\":{\"layers\":[1,2],\"rate\":0.1},"
                + "\"stage\":\"step\",\"stage-revision\":1}");
    assertThat(Keys.of(spec).hex())
        .isEqualTo("2b404be99789186e43d0949a57910e160adbb89c19b3eae7179091b5ac584c9a");
  }

  @Test
  void placesOnThisMachineDoNotCount() {
    Map<String, Object> settings = Map.of("file", "story/words.tsv");
    assertThat(Keys.of(spec(settings, Map.of("story/words.tsv", "/here/story/words.tsv"))))
        .isEqualTo(Keys.of(spec(settings, Map.of("story/words.tsv", "/there/story/words.tsv"))));
  }

  @Test
  void everySettingCounts() {
    assertThat(Keys.of(spec(Map.of("rate", 0.1), Map.of())))
        .isNotEqualTo(Keys.of(spec(Map.of("rate", 0.2), Map.of())))
        .isNotEqualTo(Keys.of(spec(Map.of(), Map.of())));
  }
}
