package dev.arcuate.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.at(folder.resolve("store"));
  }

  @Test
  void lookingCreatesNothing() {
    Key key = Keys.of(Stores.spec("a"));
    assertThat(store.contains(key)).isFalse();
    assertThat(store.find(key)).isEmpty();
    assertThat(store.runs().list()).isEmpty();
    assertThat(store.root()).doesNotExist();
  }

  @Test
  void whatIsPublishedCanBeFoundWithAllThatDecidedIt() throws Exception {
    TaskSpec spec = Stores.spec("a");
    Key key = Keys.of(spec);
    Problem warning = Problem.data("A_B", "3 of 50 targets are constant").hint("look").asWarning();
    try (StoreSession session = store.session("one");
        Staging staging = session.stage(key)) {
      Files.writeString(staging.output("words").resolve("words.tsv"), "word\n");
      assertThat(store.contains(key)).isFalse();
      staging.publish(
          spec,
          new Staging.Description(
              "a[x=1]",
              Instant.EPOCH,
              Duration.ofMillis(12),
              List.of(warning),
              Map.of("dropped", 3)));
    }
    assertThat(store.contains(key)).isTrue();
    assertThat(store.output(key, "words").resolve("words.tsv")).hasContent("word");
    Artifact found = store.find(key).orElseThrow();
    assertThat(found.task()).isEqualTo("a[x=1]");
    assertThat(found.bytes()).isEqualTo(5);
    assertThat(found.took()).isEqualTo(Duration.ofMillis(12));
    assertThat(found.notes()).isEqualTo(Map.of("dropped", 3));
    assertThat(found.warnings()).containsExactly(warning);
    assertThat(found.output("words")).isEqualTo(store.output(key, "words"));
    assertThat(store.warnings(key)).containsExactly(warning);
    assertThat(CanonicalJson.of(store.material(key).orElseThrow()))
        .isEqualTo(CanonicalJson.of(spec.material()));
    assertThat(store.damage(key)).isEmpty();
  }

  @Test
  void publishedFilesAreReadOnly() throws Exception {
    try (StoreSession session = store.session("one")) {
      Key key = Stores.publish(session, "a", "x");
      assertThat(Files.getPosixFilePermissions(store.output(key, "words").resolve("words.tsv")))
          .extracting(Enum::name)
          .contains("OWNER_READ")
          .allMatch(name -> name.endsWith("READ"));
    }
  }

  @Test
  void whatIsNotPublishedLeavesNothing() throws Exception {
    Key key = Keys.of(Stores.spec("a"));
    try (StoreSession session = store.session("one")) {
      try (Staging staging = session.stage(key)) {
        Files.writeString(staging.output("words").resolve("words.tsv"), "half");
        Files.writeString(staging.scratch().resolve("tile"), "half");
      }
      assertThat(store.root().resolve("staging/one"))
          .isDirectoryNotContaining("glob:**" + key + "*");
    }
    assertThat(store.root().resolve("staging")).isEmptyDirectory();
    assertThat(store.contains(key)).isFalse();
  }

  @Test
  void whoPublishesSecondSucceedsAndChangesNothing() throws Exception {
    try (StoreSession one = store.session("one");
        StoreSession two = store.session("two")) {
      Key key = Stores.publish(one, "a", "first");
      Stores.publish(two, "a", "second");
      assertThat(store.output(key, "words").resolve("words.tsv")).hasContent("first");
    }
    assertThat(store.root().resolve("staging")).isEmptyDirectory();
  }

  @Test
  void aKeyIsClaimedByOneAtATime() {
    Key key = Keys.of(Stores.spec("a"));
    try (StoreSession one = store.session("one");
        StoreSession two = Store.at(store.root()).session("two")) {
      try (var claim = one.claim(key).orElseThrow()) {
        assertThat(claim).isNotNull();
        assertThat(two.claim(key)).isEmpty();
        assertThat(one.claim(key)).isEmpty();
        try (Staging staging = one.stage(key)) {
          assertThat(staging.output("words")).isEmptyDirectory();
          assertThat(two.holder(key).orElseThrow())
              .startsWith("process " + ProcessHandle.current().pid() + " on ");
        }
      }
      try (var claim = two.claim(key).orElseThrow()) {
        assertThat(claim).isNotNull();
      }
    }
  }

  @Test
  void damageIsFoundAndMended() throws Exception {
    try (StoreSession session = store.session("one")) {
      Key key = Stores.publish(session, "a", "whole");
      Path file = store.output(key, "words").resolve("words.tsv");
      Files.delete(file);
      assertDamaged(key, "outputs/words/words.tsv is missing");
      Files.writeString(file, "half");
      assertDamaged(key, "outputs/words/words.tsv has 4 bytes, not 5");
      session.discard(key);
      assertThat(store.contains(key)).isFalse();
      Stores.publish(session, "a", "whole");
      assertThat(store.damage(key)).isEmpty();
    }
  }

  @Test
  void aDamagedDescriptionIsFoundAndMended() throws Exception {
    try (StoreSession session = store.session("one")) {
      Key key = Stores.publish(session, "a", "whole");
      Path description = store.find(key).orElseThrow().folder().resolve("artifact.json");
      for (String text : List.of("", "{\"format\": 1, \"key\"", "{}", "{\"format\": 2}", "[]")) {
        Files.delete(description);
        Files.writeString(description, text);
        assertDamaged(key, "");
        assertThatThrownBy(() -> store.find(key))
            .isInstanceOfSatisfying(
                ProblemException.class,
                e -> assertThat(e.problems().get(0).code()).isEqualTo("ARTIFACT_DAMAGED"));
      }
      Files.delete(description);
      assertThat(store.contains(key)).isFalse();
      Stores.publish(session, "a", "again");
      assertThat(store.damage(key)).isEmpty();
    }
  }

  @Test
  void aResultHoldsFilesOnly() throws Exception {
    TaskSpec spec = Stores.spec("a");
    try (StoreSession session = store.session("one");
        Staging staging = session.stage(Keys.of(spec))) {
      Files.createSymbolicLink(staging.output("words").resolve("link"), folder);
      assertThatThrownBy(() -> staging.publish(spec, Stores.DESCRIPTION))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("OUTPUT_NOT_A_FILE")
          .hasMessageContaining("outputs/words/link");
    }
  }

  @Test
  void aStoreOfALaterVersionIsRefused() throws IOException {
    Files.createDirectories(store.root());
    Files.writeString(store.root().resolve("store.json"), "{\"format\": 99}");
    assertThatThrownBy(() -> Store.at(store.root()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("STORE_FORMAT_UNKNOWN")
        .hasMessageContaining("has format 99");
  }

  private void assertDamaged(Key key, String why) {
    Problem damage = store.damage(key).orElseThrow();
    assertThat(damage.code()).isEqualTo("ARTIFACT_DAMAGED");
    assertThat(damage.message()).contains(why);
  }
}
