package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.Folders.SOON;
import static dev.arcuate.engine.plugins.Folders.codes;
import static dev.arcuate.engine.plugins.Folders.digest;
import static dev.arcuate.engine.plugins.Folders.lease;
import static dev.arcuate.engine.plugins.Folders.say;
import static dev.arcuate.engine.plugins.Folders.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.testing.PluginJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SwapTest {
  @TempDir Path temp;
  private Folders folders;

  @BeforeEach
  void setUp() {
    folders = new Folders(temp);
  }

  @Test
  void aRunningTaskFinishesOnTheOldCodeAndLaterOnesGetTheNew() throws Exception {
    speaker("1.0.0", "old").in(folders.distribution);
    Path next = speaker("2.0.0", "new").in(folders.elsewhere);
    try (PluginHost host = folders.open()) {
      String oldDigest = digest(host, "speak");
      Future<SwapReport> swap;
      try (Components.Lease running = lease(host, "speak")) {
        swap = CompletableFuture.supplyAsync(() -> replaceSpeaker(host, next));
        awaitEvent(PluginEvent.Stopping.class);
        // The catalog still is the old one, and so is what the running task uses.
        assertThat(digest(host, "speak")).isEqualTo(oldDigest);
        assertThat(say(running, temp)).isEqualTo("old");
        assertThat(host.problems()).as("told at once, also now").isEmpty();
        assertThat(swap.isDone()).isFalse();
      }
      SwapReport report = swap.get(60, TimeUnit.SECONDS);

      assertThat(report.stopped()).extracting(PluginInfo::version).containsExactly("1.0.0");
      assertThat(report.started()).extracting(PluginInfo::version).containsExactly("2.0.0");
      assertThat(report.warnings()).isEmpty();
      assertThat(say(host, "speak", temp)).isEqualTo("new");
      assertThatThrownBy(() -> host.lease("speak", oldDigest))
          .hasMessageContaining("PLUGIN_NOT_LOADED")
          .hasMessageContaining("loaded is plugin 'speaker' 2.0.0");
      assertThat(folders.events)
          .extracting(event -> event.getClass().getSimpleName())
          .endsWith("Stopping", "Drained", "Stopped", "Started", "Published");
    }
  }

  @Test
  void aLeaseThatArrivesDuringASwapWaitsForItsEnd() throws Exception {
    speaker("1.0.0", "old").in(folders.distribution);
    PluginJar.of("other").step("other", saying("\"unmoved\"")).in(folders.distribution);
    Path next = speaker("2.0.0", "new").in(folders.elsewhere);
    try (PluginHost host = folders.open()) {
      String oldDigest = digest(host, "speak");
      CompletableFuture<Void> late;
      try (Components.Lease running = lease(host, "speak")) {
        CompletableFuture<SwapReport> swap =
            CompletableFuture.supplyAsync(() -> replaceSpeaker(host, next));
        awaitEvent(PluginEvent.Stopping.class);
        late = CompletableFuture.runAsync(() -> host.lease("speak", oldDigest).close());
        assertThat(say(host, "other", temp)).isEqualTo("unmoved");
        assertThatThrownBy(() -> late.get(50, TimeUnit.MILLISECONDS))
            .isInstanceOf(TimeoutException.class);
        assertThat(swap).isNotDone();
        assertThat(running.handle().id()).isEqualTo("speak");
      }
      assertThatThrownBy(() -> late.get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("PLUGIN_NOT_LOADED");
    }
  }

  @Test
  void aTaskThatOutlastsTheLimitKeepsItsPlugin() {
    speaker("1.0.0", "old").in(folders.distribution);
    Path next = speaker("2.0.0", "new").in(folders.elsewhere);
    try (PluginHost host = folders.open();
        Components.Lease running = lease(host, "speak")) {
      ProblemException refusal =
          refusal(() -> host.replace("speaker", next, Duration.ofMillis(30)));
      assertThat(codes(refusal.problems())).containsExactly("PLUGIN_BUSY");
      assertThat(refusal).hasMessageContaining("still used by 1 task after 0.03 s");
      assertThat(say(running, temp)).isEqualTo("old");
      assertThat(say(host, "speak", temp)).isEqualTo("old");
    }
  }

  @Test
  void dependentsFollow() {
    Path base = base("1.0.0", "one").in(folders.distribution);
    middle(base).in(folders.distribution);
    top().in(folders.distribution);
    Path next = base("1.1.0", "two").in(folders.elsewhere);
    try (PluginHost host = folders.open()) {
      assertThat(host.problems()).isEmpty();
      assertThat(say(host, "middle", temp)).isEqualTo("one");
      SwapReport report = host.replace("base", next, SOON);
      assertThat(report.stopped())
          .extracting(PluginInfo::id)
          .containsExactly("top", "middle", "base");
      assertThat(report.started())
          .extracting(PluginInfo::id)
          .containsExactly("base", "middle", "top");
      assertThat(report.warnings()).isEmpty();
      assertThat(say(host, "middle", temp)).isEqualTo("two");
      assertThat(host.catalog().components())
          .extracting(ComponentHandle::id)
          .containsExactly("base", "middle", "top");
    }
  }

  @Test
  void aVersionThatADependentCannotUseIsRefusedBeforeAnythingStops() {
    Path base = base("1.0.0", "one").in(folders.distribution);
    middle(base).in(folders.distribution);
    Path next = base("2.0.0", "two").in(folders.elsewhere);
    try (PluginHost host = folders.open()) {
      folders.events.clear();
      ProblemException refusal = refusal(() -> host.replace("base", next, SOON));
      assertThat(codes(refusal.problems())).containsExactly("PLUGIN_DEPENDENCY_VERSION");
      assertThat(folders.events).isEmpty();
      assertThat(say(host, "middle", temp)).isEqualTo("one");
    }
  }

  @Test
  void unloadingTakesDependentsAlongAndSaysSo() {
    Path base = base("1.0.0", "one").in(folders.distribution);
    middle(base).in(folders.distribution);
    speaker("1.0.0", "unmoved").in(folders.distribution);
    try (PluginHost host = folders.open()) {
      SwapReport report = host.unload("base", SOON);
      assertThat(report.stopped()).extracting(PluginInfo::id).containsExactly("middle", "base");
      assertThat(report.started()).isEmpty();
      assertThat(host.catalog().plugins()).extracting(PluginInfo::id).containsExactly("speaker");
      assertThat(refusal(() -> host.unload("base", SOON)))
          .hasMessageContaining("PLUGIN_UNKNOWN")
          .hasMessageContaining("loaded are: speaker");
      assertThat(host.load(base).started()).extracting(PluginInfo::id).containsExactly("base");
      assertThat(refusal(() -> host.load(base))).hasMessageContaining("PLUGIN_INSTALLED_ALREADY");
    }
  }

  @Test
  void aJarThatFailsOnlyWhenItStartsGivesWayToTheOldOne() {
    Path base = base("1.0.0", "one").in(folders.distribution);
    middle(base).in(folders.distribution);
    Path broken =
        base("1.1.0", "two")
            .source("plugin.Broken", brokenComponent())
            .components("base", "broken")
            .in(folders.elsewhere);
    try (PluginHost host = folders.open()) {
      ProblemException refusal = refusal(() -> host.replace("base", broken, SOON));
      assertThat(codes(refusal.problems())).containsExactly("PLUGIN_COMPONENT_FAILED");
      assertThat(refusal).hasMessageContaining("no luck today").hasNoCause();
      assertThat(say(host, "middle", temp)).isEqualTo("one");
      assertThat(host.catalog().plugins())
          .extracting(PluginInfo::version)
          .containsExactly("1.0.0", "1.0.0");
      assertThat(folders.events).anyMatch(PluginEvent.PutBack.class::isInstance);
      assertThat(host.survivors()).isEmpty();
    }
  }

  @Test
  void aDependentThatFailsOnTheNewJarPutsAllBack() {
    Path base = base("1.0.0", "one").in(folders.distribution);
    middle(base).in(folders.distribution);
    Path next =
        PluginJar.of("base").version("1.1.0").step("base", saying("1")).in(folders.elsewhere);
    try (PluginHost host = folders.open()) {
      // The new jar lacks the class that the dependent's static initialiser touches.
      ProblemException refusal = refusal(() -> host.replace("base", next, SOON));
      assertThat(codes(refusal.problems())).containsExactly("PLUGIN_CLASS_UNUSABLE");
      assertThat(refusal).hasMessageContaining("plugin 'middle'");
      assertThat(say(host, "middle", temp)).isEqualTo("one");
    }
  }

  @Test
  void whatStartsBesideAPluginThatFailsIsPutBackToo() {
    Path base = base("1.0.0", "one").in(folders.distribution);
    middle(base).in(folders.distribution);
    for (String beside : List.of("aside", "north")) {
      PluginJar.of(beside).dependencies("base").step(beside, saying("1")).in(folders.distribution);
    }
    Path next =
        PluginJar.of("base").version("1.1.0").step("base", saying("1")).in(folders.elsewhere);
    try (PluginHost host = folders.open()) {
      ProblemException refusal = refusal(() -> host.replace("base", next, SOON));
      assertThat(codes(refusal.problems())).containsExactly("PLUGIN_CLASS_UNUSABLE");
      assertThat(host.catalog().plugins())
          .extracting(PluginInfo::id)
          .containsExactly("aside", "base", "middle", "north");
      assertThat(host.catalog().plugins()).extracting(PluginInfo::version).containsOnly("1.0.0");
      assertThat(say(host, "middle", temp)).isEqualTo("one");
      assertThat(say(host, "north", temp)).isEqualTo("1");
      assertThat(host.survivors()).isEmpty();
    }
  }

  @Test
  void pluginsThatNeedNotEachOtherAreMadeAtOneTime() {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    meeting("left", "right").in(folders.distribution);
    meeting("right", "left").in(folders.distribution);
    try (PluginHost host = folders.open()) {
      assertThat(host.problems()).isEmpty();
      assertThat(say(host, "left", temp)).isEqualTo("met");
      assertThat(say(host, "right", temp)).isEqualTo("met");
    } finally {
      System.clearProperty("arcuate.test.left");
      System.clearProperty("arcuate.test.right");
    }
  }

  /** Its component waits, while it is made, until another one is being made. */
  private static PluginJar meeting(String id, String other) {
    String name = Character.toUpperCase(id.charAt(0)) + id.substring(1);
    return PluginJar.of(id)
        .components(id)
        .source(
            "plugin." + name,
            PluginJar.stepSource(id, saying("met"))
                .replace(
                    "@Override public String id()",
                    """
                    String met = "alone";
                    public %s() {
                      System.setProperty("arcuate.test.%s", "here");
                      long end = System.nanoTime() + 20_000_000_000L;
                      while (System.nanoTime() < end && !met.equals("met")) {
                        met = System.getProperty("arcuate.test.%s") == null ? "alone" : "met";
                      }
                    }
                    @Override public String id()"""
                        .formatted(name, id, other)));
  }

  @Test
  void whatTheEngineObjectsToGivesWayToTheOldOne() {
    speaker("1.0.0", "old").in(folders.distribution);
    Path next = speaker("2.0.0", "new").in(folders.elsewhere);
    try (PluginHost host = folders.open()) {
      List<String> seen = new ArrayList<>();
      ProblemException refusal =
          refusal(
              () ->
                  host.replace(
                      "speaker",
                      next,
                      SOON,
                      proposed -> {
                        seen.add(proposed.component("speak").orElseThrow().plugin().version());
                        seen.add(
                            digest(host, "speak")
                                    .equals(
                                        proposed.component("speak").orElseThrow().plugin().digest())
                                ? "same"
                                : "other");
                        return List.of(Problem.user("SETTING_GONE", "the workflow would break"));
                      }));
      assertThat(seen).containsExactly("2.0.0", "same");
      assertThat(codes(refusal.problems())).containsExactly("SETTING_GONE");
      assertThat(say(host, "speak", temp)).isEqualTo("old");
    }
  }

  @Test
  void aJarOfAnotherPluginIsNoReplacement() {
    speaker("1.0.0", "old").in(folders.distribution);
    Path other = PluginJar.of("other").step("other", "").in(folders.elsewhere);
    try (PluginHost host = folders.open()) {
      assertThat(refusal(() -> host.replace("speaker", other, SOON)))
          .hasMessageContaining("PLUGIN_OTHER_THAN_MEANT");
    }
  }

  @Test
  void reloadTakesTheChangedFile() {
    Path jar = speaker("1.0.0", "old").in(folders.distribution);
    try (PluginHost host = folders.open()) {
      speaker("1.0.0", "changed").at(jar);
      assertThat(say(host, "speak", temp)).isEqualTo("old");
      host.reload("speaker", SOON);
      assertThat(say(host, "speak", temp)).isEqualTo("changed");
      // Unchanged: it is started anew all the same.
      assertThat(host.reload("speaker", SOON).started()).hasSize(1);
    }
  }

  @Test
  void refreshTakesNewChangedAndMissingFilesInOneStep() throws Exception {
    Path base = base("1.0.0", "one").in(folders.distribution);
    middle(base).in(folders.distribution);
    Path speaker = speaker("1.0.0", "old").in(folders.user);
    Path leaver = PluginJar.of("leaver").step("leave", "").in(folders.user);
    try (PluginHost host = folders.open()) {
      assertThat(host.refresh(SOON).stopped()).isEmpty();
      speaker("1.1.0", "new").at(speaker);
      java.nio.file.Files.delete(leaver);
      PluginJar.of("comer").step("come", "").in(folders.user);
      SwapReport report = host.refresh(SOON);
      assertThat(report.stopped())
          .extracting(PluginInfo::id)
          .containsExactlyInAnyOrder("leaver", "speaker");
      assertThat(report.started())
          .extracting(PluginInfo::id)
          .containsExactlyInAnyOrder("comer", "speaker");
      assertThat(say(host, "speak", temp)).isEqualTo("new");
      assertThat(host.catalog().component("leave")).isEmpty();
    }
  }

  @Test
  void refreshKeepsWhatWorksWhenItsFileHasGoneBad() throws Exception {
    Path base = base("1.0.0", "one").in(folders.distribution);
    Path middle = middle(base).in(folders.distribution);
    Path speaker = speaker("1.0.0", "old").in(folders.user);
    try (PluginHost host = folders.open()) {
      java.nio.file.Files.writeString(speaker, "half a jar");
      middle(base).dependencies("base@>=2.0").at(middle);
      SwapReport report = host.refresh(SOON);
      assertThat(report.stopped()).isEmpty();
      assertThat(codes(host.problems()))
          .containsExactly("PLUGIN_JAR_UNREADABLE", "PLUGIN_DEPENDENCY_VERSION");
      assertThat(say(host, "speak", temp)).isEqualTo("old");
      assertThat(say(host, "middle", temp)).isEqualTo("one");
    }
  }

  @Test
  void componentsAreClosedWhenTheirPluginStops() {
    System.clearProperty("arcuate.test.closed");
    PluginJar.of("closer")
        .components("close")
        .source(
            "plugin.Close",
            PluginJar.stepSource("close", "")
                .replace("implements Step", "implements AutoCloseable, Step")
                .replace(
                    "@Override public String summary()",
                    """
                    @Override public void close() {
                      System.setProperty("arcuate.test.closed",
                          Thread.currentThread().getContextClassLoader().getClass().getSimpleName());
                      throw new IllegalStateException("stuck");
                    }
                    @Override public String summary()"""))
        .in(folders.distribution);
    try (PluginHost host = folders.open()) {
      SwapReport report = host.unload("closer", SOON);
      assertThat(codes(report.warnings())).containsExactly("PLUGIN_STOP_FAILED");
      assertThat(report.warnings().get(0).message()).contains("stuck");
      assertThat(System.getProperty("arcuate.test.closed")).isEqualTo("JarLoader");
      assertThat(host.survivors()).isEmpty();
    } finally {
      System.clearProperty("arcuate.test.closed");
    }
  }

  @Test
  void aThreadLeftBehindIsNamedAndItsLoaderReportedUntilItEnds() throws Exception {
    PluginJar.of("starter")
        .step(
            "start",
            """
            Thread thread = new Thread(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                java.util.concurrent.locks.LockSupport.park();
              }
            }, "left-over");
            thread.setDaemon(true);
            thread.start();
            """
                + saying("1"))
        .in(folders.distribution);
    PluginHost.Settings quick =
        new PluginHost.Settings(
            folders.settings().places(),
            "0.1.0",
            java.util.Map.of(),
            folders.cache,
            folders.events::add,
            Duration.ofMillis(300));
    try (PluginHost host = PluginHost.open(quick)) {
      say(host, "start", temp);
      SwapReport report = host.unload("starter", SOON);
      assertThat(codes(report.warnings()))
          .containsExactly("PLUGIN_LEFT_THREADS", "PLUGIN_NOT_COLLECTED");
      assertThat(report.warnings().get(0).message()).contains("'left-over'");

      endLeftOvers();
      assertThat(host.survivors(SOON)).isEmpty();
    }
  }

  /** A method of its own: a local variable of the test would hold the thread. */
  private static void endLeftOvers() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("left-over")) {
        thread.interrupt();
        thread.join();
      }
    }
  }

  @Test
  void aKeptCatalogIsReportedAsALeak() {
    speaker("1.0.0", "old").in(folders.distribution);
    Path next = speaker("2.0.0", "new").in(folders.elsewhere);
    PluginHost.Settings quick =
        new PluginHost.Settings(
            folders.settings().places(),
            "0.1.0",
            java.util.Map.of(),
            folders.cache,
            folders.events::add,
            Duration.ofMillis(300));
    try (PluginHost host = PluginHost.open(quick)) {
      List<Catalog> kept = new ArrayList<>(List.of(host.catalog()));
      SwapReport report = host.replace("speaker", next, SOON);
      assertThat(codes(report.warnings())).containsExactly("PLUGIN_NOT_COLLECTED");
      assertThat(say(host, "speak", temp)).isEqualTo("new");
      kept.clear();
      assertThat(host.survivors(SOON)).isEmpty();
    }
  }

  @Test
  void eightThreadsLeaseWhileThePluginIsSwapped() throws Exception {
    List<Path> versions = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      versions.add(speaker("1." + i + ".0", "1." + i + ".0").in(folders.elsewhere));
    }
    speaker("0.9.0", "0.9.0").in(folders.distribution);
    PluginJar.of("other").step("other", saying("\"unmoved\"")).in(folders.distribution);
    try (PluginHost host = folders.open()) {
      AtomicBoolean done = new AtomicBoolean();
      AtomicInteger said = new AtomicInteger();
      ExecutorService pool = Executors.newFixedThreadPool(8);
      try {
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          workers.add(pool.submit(() -> speakUntil(done, host, said)));
        }
        for (Path version : versions) {
          int before = said.get();
          SwapReport report = host.replace("speaker", version, SOON);
          assertThat(report.stopped()).hasSize(1);
          while (said.get() < before + 20) {
            LockSupport.parkNanos(1_000_000);
          }
        }
        done.set(true);
        for (Future<?> worker : workers) {
          worker.get(60, TimeUnit.SECONDS);
        }
      } finally {
        done.set(true);
        pool.shutdownNow();
      }
      assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      assertThat(host.survivors()).isEmpty();
    }
  }

  /** What a scheduler does: look at the catalog, then lease what it promises. */
  private void speakUntil(AtomicBoolean done, PluginHost host, AtomicInteger said) {
    while (!done.get()) {
      assertThat(host.catalog().component("speak")).as("never a half-made catalog").isPresent();
      assertThat(host.catalog().component("other")).isPresent();
      PluginInfo planned = host.catalog().component("speak").orElseThrow().plugin();
      try (Components.Lease lease = host.lease("speak", planned.digest())) {
        assertThat(say(lease, temp)).isEqualTo(planned.version());
        said.incrementAndGet();
      } catch (ProblemException swappedMeanwhile) {
        assertThat(codes(swappedMeanwhile.problems())).containsExactly("PLUGIN_NOT_LOADED");
      }
    }
  }

  @Test
  void closingRefusesFurtherLeasesAndUnloadsEverything() {
    speaker("1.0.0", "old").in(folders.distribution);
    PluginHost host = folders.open();
    String digest = digest(host, "speak");
    host.close();
    assertThat(refusal(() -> host.lease("speak", digest)))
        .hasMessageContaining("PLUGIN_NOT_LOADED");
    assertThat(host.catalog().components()).isEmpty();
    assertThat(host.survivors()).isEmpty();
  }

  private SwapReport replaceSpeaker(PluginHost host, Path jar) {
    return host.replace("speaker", jar, SOON);
  }

  private void awaitEvent(Class<? extends PluginEvent> type) {
    while (folders.events.stream().noneMatch(type::isInstance)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static ProblemException refusal(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    ProblemException thrown = catchThrowableOfType(ProblemException.class, call);
    assertThat(thrown).as("a refusal").isNotNull();
    return thrown;
  }

  private static PluginJar speaker(String version, String text) {
    return PluginJar.of("speaker").version(version).step("speak", saying('"' + text + '"'));
  }

  private static PluginJar base(String version, String text) {
    return PluginJar.of("base")
        .version(version)
        .step("base", saying("1"))
        .source(
            "base.Library",
            "package base; public class Library { public static String text() { return \""
                + text
                + "\"; } }");
  }

  /** Needs a class of the base plugin as soon as it is loaded. */
  private static PluginJar middle(Path base) {
    return PluginJar.of("middle")
        .dependencies("base@>=1.0 & <2")
        .components("middle")
        .source(
            "plugin.Middle",
            PluginJar.stepSource("middle", saying("TEXT"))
                .replace(
                    "@Override public String id()",
                    "static final String TEXT = base.Library.text();\n"
                        + "@Override public String id()"))
        .compiledAgainst(base);
  }

  private static PluginJar top() {
    return PluginJar.of("top").dependencies("middle").step("top", saying("1"));
  }

  private static String brokenComponent() {
    return PluginJar.stepSource("broken", "")
        .replace(
            "@Override public String id()",
            """
            static class Mine extends RuntimeException {
              Mine(String message) { super(message); }
            }
            public Broken() { throw new Mine("no luck today"); }
            @Override public String id()""");
  }
}
