package dev.arcuate.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.engine.store.RunRecord.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CleaningTest {
  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.at(folder.resolve("store"));
  }

  private static RunRecord record(String id, String workflow) {
    // Ids sort by time; so do these.
    Instant started = Instant.EPOCH.plusSeconds(Integer.parseInt(id.replaceAll("\\D", "")));
    return RunRecord.begin(id, workflow, started, 1);
  }

  private Map<String, Key> run(String id, String workflow, String... names) throws IOException {
    try (StoreSession session = store.session(id)) {
      Map<String, Key> keys = new LinkedHashMap<>();
      for (String name : names) {
        keys.put(name, Keys.of(Stores.spec(name)));
      }
      RunRecord run = record(id, workflow);
      store.runs().begin(session, run, keys);
      for (String name : names) {
        Stores.publish(session, name, "text of " + name);
      }
      store.runs().end(run.end(run.started(), Status.SUCCEEDED, names.length, 0, 0, 0));
      return keys;
    }
  }

  @Test
  void keepsWhatTheNewestRunsOfEveryWorkflowNeed() throws Exception {
    Map<String, Key> one = run("r1", "story", "a", "b");
    Map<String, Key> two = run("r2", "story", "b", "c");
    Map<String, Key> other = run("r3", "other", "d");
    CleanReport report = store.clean(new CleanRequest(1, false));
    assertThat(report.runs()).containsExactly("r1");
    assertThat(report.artifacts()).isEqualTo(1);
    assertThat(report.keptArtifacts()).isEqualTo(3);
    assertThat(report.bytes()).isGreaterThan("text of a".length());
    assertThat(store.contains(one.get("a"))).isFalse();
    assertThat(two.values()).allMatch(store::contains);
    assertThat(other.values()).allMatch(store::contains);
    assertThat(store.runs().list()).extracting(RunRecord::id).containsExactly("r3", "r2");
    assertThat(store.root().resolve("staging")).isEmptyDirectory();
  }

  @Test
  void pretendingFreesNothingAndSaysTheSame() throws Exception {
    Map<String, Key> one = run("r1", "story", "a");
    run("r2", "story", "b");
    CleanReport pretended = store.clean(new CleanRequest(1, true));
    assertThat(store.contains(one.get("a"))).isTrue();
    assertThat(store.runs().list()).hasSize(2);
    assertThat(store.clean(new CleanRequest(1, false))).isEqualTo(pretended);
  }

  @Test
  void pinnedRunsStay() throws Exception {
    Map<String, Key> one = run("r1", "story", "a");
    run("r2", "story", "b");
    assertThat(store.runs().pin("r1", true)).isTrue();
    assertThat(store.clean(new CleanRequest(1, false)).artifacts()).isZero();
    assertThat(one.values()).allMatch(store::contains);
    store.runs().pin("r1", false);
    assertThat(store.clean(new CleanRequest(1, false)).artifacts()).isEqualTo(1);
    assertThat(store.runs().pin("never", true)).isFalse();
  }

  @Test
  void runsThatAreUnderWayLoseNothing() throws Exception {
    Map<String, Key> keys = Map.of("a", Keys.of(Stores.spec("a")));
    try (StoreSession session = store.session("r1")) {
      store.runs().begin(session, record("r1", "story"), keys);
      Stores.publish(session, "a", "text");
      assertThat(store.clean(new CleanRequest(0, false)).artifacts()).isZero();
      assertThat(store.contains(keys.get("a"))).isTrue();
      assertThat(store.runs().find("r1").orElseThrow().status()).isEqualTo(Status.RUNNING);
    }
    assertThat(store.runs().find("r1").orElseThrow().status()).isEqualTo(Status.DIED);
    assertThat(store.clean(new CleanRequest(0, false)).artifacts()).isEqualTo(1);
  }

  @Test
  void loneTasksLoseNothing() throws Exception {
    Map<String, Key> keys = run("r1", "story", "a");
    try (StoreSession session = store.session("task-1")) {
      session.uses(keys.values());
      assertThat(store.clean(new CleanRequest(0, false)).artifacts()).isZero();
    }
    assertThat(store.clean(new CleanRequest(0, false)).artifacts()).isEqualTo(1);
  }

  @Test
  void garbageOfDeadProcessesGoesAndThatOfLivingOnesStays() throws Exception {
    Path dead = Files.createDirectories(store.root().resolve("staging/dead/x"));
    Files.writeString(dead.resolve("half"), "0123456789");
    try (StoreSession session = store.session("alive");
        Staging staging = session.stage(Keys.of(Stores.spec("a")))) {
      Path mine = Files.writeString(staging.output("words").resolve("half"), "x");
      // Opening a session has removed it already; this is what comes later.
      Files.createDirectories(dead);
      Files.writeString(dead.resolve("half"), "0123456789");
      assertThat(store.clean(CleanRequest.keepAllRuns()).bytes()).isEqualTo(10);
      assertThat(dead.getParent()).doesNotExist();
      assertThat(mine).exists();
    }
  }

  @Test
  void aRunThatBeginsWaitsUntilCleaningHasEnded() throws Exception {
    try (StoreLocks locks = StoreLocks.open(store.root().resolve("locks"));
        StoreSession session = store.session("r1")) {
      StoreLocks.Hold cleaning = Cleaner.awaitTurn(locks);
      CompletableFuture<Void> begun =
          CompletableFuture.runAsync(
              () -> store.runs().begin(session, record("r1", "story"), Map.of()));
      assertThat(begun).isNotCompleted();
      assertThat(store.runs().find("r1")).isEmpty();
      cleaning.close();
      begun.get(30, TimeUnit.SECONDS);
      assertThat(store.runs().find("r1")).isPresent();
    }
  }

  @Test
  void strangeFilesAreLeftAlone() throws Exception {
    run("r1", "story", "a");
    Path strange = Files.createDirectories(store.root().resolve("artifacts/zz/notes"));
    Files.createDirectories(store.root().resolve("runs/strange"));
    assertThat(store.clean(CleanRequest.keepAllRuns()).artifacts()).isZero();
    assertThat(strange).exists();
  }

  @Test
  void anAbsentStoreIsCleanAlready() {
    assertThat(store.clean(CleanRequest.keepAllRuns()).artifacts()).isZero();
    assertThat(store.root()).doesNotExist();
  }

  @Test
  void earlierKeysAreThoseOfTheNewestRunThatStillHasThem() throws Exception {
    Map<String, Key> old = run("r1", "story", "a");
    try (StoreSession session = store.session("r2")) {
      Map<String, Key> never = Map.of("a", Keys.of(Stores.spec("never computed")));
      store.runs().begin(session, record("r2", "story"), never);
    }
    run("r3", "other", "x");
    assertThat(store.runs().earlier("story")).isEqualTo(old);
    assertThat(store.runs().earlier("none")).isEmpty();
  }
}
