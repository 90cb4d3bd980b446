package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.Folders.SOON;
import static dev.arcuate.engine.plugins.Folders.lease;
import static dev.arcuate.engine.plugins.Folders.say;
import static dev.arcuate.engine.plugins.Folders.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.Tokenizers;
import dev.arcuate.engine.problem.ProblemReport;
import dev.arcuate.engine.problem.SourceLines;
import dev.arcuate.engine.testing.GoldenFile;
import dev.arcuate.engine.testing.PluginJar;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user reads for each thing that can be wrong with a plugin, word for word. */
class RefusalTest {
  private static final String GOLDEN = "plugins/refusals/";
  private static final byte[] CLASS = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE};

  @TempDir Path temp;

  /** Provokes problems in folders that are empty before. */
  private interface Mistake {
    void make(Folders folders) throws IOException;
  }

  private record Case(String name, Mistake mistake) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.addAll(jars());
    cases.addAll(sets());
    cases.addAll(loading());
    cases.addAll(inUse());
    cases.addAll(folders());
    cases.addAll(management());
    cases.addAll(locks());
    return cases;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void saysWhatIsWrongAndWhatToDo(Case mistake) throws IOException {
    Folders folders = new Folders(temp);
    List<Problem> problems;
    try {
      mistake.mistake().make(folders);
      try (PluginHost host = PluginHost.open(folders.settings(services()))) {
        problems = host.problems();
      }
    } catch (ProblemException e) {
      problems = e.problems();
    }
    assertThat(problems).as("problems").isNotEmpty();
    assertThat(problems).allSatisfy(problem -> assertThat(problem.hint()).isPresent());
    GoldenFile.check(GOLDEN + mistake.name() + ".txt", rendered(problems));
  }

  @Test
  void everyCodeIsShown() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Case one : cases()) {
      all.append(Files.readString(GoldenFile.folder().resolve(GOLDEN + one.name() + ".txt")));
    }
    assertThat(PluginCode.values())
        .allSatisfy(code -> assertThat(all.toString()).contains(" " + code.name() + ": "));
    try (Stream<Path> files = Files.list(GoldenFile.folder().resolve(GOLDEN))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".txt", "")))
          .containsExactlyInAnyOrderElementsOf(cases().stream().map(Case::name).toList());
    }
  }

  private static List<Case> jars() {
    return List.of(
        new Case(
            "jar-is-something-else",
            f -> Files.writeString(f.user.resolve("notes.jar"), "no jar at all")),
        new Case(
            "jar-cut-short",
            f -> {
              byte[] whole = Files.readAllBytes(good("words").in(f.elsewhere));
              Files.write(f.user.resolve("words.jar"), Arrays.copyOf(whole, whole.length / 2));
            }),
        new Case(
            "jar-is-a-library",
            f ->
                PluginJar.of("library")
                    .source("lib.Thing", "package lib; public class Thing {}")
                    .without("Plugin-Id")
                    .without("Plugin-Version")
                    .without("Plugin-Requires")
                    .without("Arcuate-Components")
                    .at(f.user.resolve("library.jar"))),
        new Case(
            "manifest-incomplete",
            f -> good("words").without("Plugin-Requires").without("Arcuate-Components").in(f.user)),
        new Case(
            "manifest-invalid",
            f ->
                good("words")
                    .entry("Plugin-Id", "My Words")
                    .version("1")
                    .requires("0.1 or so")
                    .dependencies("base@new")
                    .components("Words_1")
                    .at(f.user.resolve("words.jar"))),
        new Case(
            "bundles-the-api",
            f -> good("words").file("dev/arcuate/api/Step.class", CLASS).in(f.user)),
        new Case(
            "bundles-shared-libraries",
            f ->
                good("words")
                    .file("dev/arcuate/engine/run/Runner.class", CLASS)
                    .file("org/pf4j/Plugin.class", CLASS)
                    .file("org/slf4j/Logger.class", CLASS)
                    .file("jakarta/inject/Inject.class", CLASS)
                    .file("com/google/inject/Guice.class", CLASS)
                    .file("META-INF/versions/17/com/fasterxml/jackson/core/A.class", CLASS)
                    .file("META-INF/versions/17/com/fasterxml/jackson/core/B.class", CLASS)
                    .file("com/fasterxml/jackson/core/C.class", CLASS)
                    .file("com/fasterxml/jackson/core/D.class", CLASS)
                    .in(f.user)),
        new Case(
            "bundles-native-bindings",
            f ->
                good("words")
                    .file("ai/onnxruntime/OrtSession.class", CLASS)
                    .file("ai/djl/Device.class", CLASS)
                    .file("com/sun/jna/Native.class", CLASS)
                    .file("org/bytedeco/javacpp/Loader.class", CLASS)
                    .in(f.user)),
        new Case(
            "has-natives",
            f ->
                good("words")
                    .file("linux/libfast.so", CLASS)
                    .file("linux/libfast.so.1.2", CLASS)
                    .file("mac/libfast.dylib", CLASS)
                    .file("windows/FAST.DLL", CLASS)
                    .in(f.user)),
        new Case("has-no-index", f -> good("words").withoutIndex().in(f.user)),
        new Case("has-no-components", f -> PluginJar.of("words").in(f.user)),
        new Case("needs-other-arcuate", f -> good("words").requires(">=99.0.0").in(f.user)));
  }

  private static List<Case> sets() {
    return List.of(
        new Case(
            "twice-in-a-folder",
            f -> {
              good("words").in(f.user);
              good("words").version("1.1.0").in(f.user);
            }),
        new Case(
            "shadowed",
            f -> {
              good("words").in(f.distribution);
              good("words").version("1.1.0").in(f.user);
            }),
        new Case(
            "dependency-missing",
            f -> good("words").dependencies("base@>=1.0", "fancy?@>=1.0").in(f.user)),
        new Case(
            "dependency-version",
            f -> {
              good("base").in(f.user);
              good("words").dependencies("base@>=2.0").in(f.user);
              good("other").dependencies("base?@>=3.0").in(f.user);
            }),
        new Case(
            "dependency-cycle",
            f -> {
              good("one").dependencies("two").in(f.user);
              good("two").dependencies("three").in(f.user);
              good("three").dependencies("one").in(f.user);
              good("outside").dependencies("one").in(f.user);
            }),
        new Case(
            "dependency-refused",
            f -> {
              good("base").withoutIndex().in(f.user);
              good("words").dependencies("base").in(f.user);
              good("more").dependencies("words").in(f.user);
            }),
        new Case(
            "dependency-fails-while-loading",
            f -> {
              failing("base", "new IllegalStateException(\"no licence\")").in(f.user);
              good("words").dependencies("base").in(f.user);
            }),
        new Case(
            "component-twice",
            f -> {
              good("words").in(f.distribution);
              PluginJar.of("better-words").step("words", "").in(f.user);
            }));
  }

  private static List<Case> loading() {
    return List.of(
        new Case(
            "start-failed",
            f ->
                good("words")
                    .entry("Plugin-Class", "plugin.Lifecycle")
                    .source("plugin.Lifecycle", lifecycle("start"))
                    .in(f.user)),
        new Case(
            "class-not-in-the-jar",
            f -> good("words").index("plugin.Words", "plugin.Gone").in(f.user)),
        new Case(
            "class-lacks-a-library",
            f -> {
              Path library =
                  PluginJar.of("library")
                      .source("lib.Thing", "package lib; public class Thing {}")
                      .in(f.elsewhere);
              changed("words", "static final lib.Thing THING = new lib.Thing();")
                  .compiledAgainst(library)
                  .in(f.user);
            }),
        new Case(
            "class-is-no-component",
            f ->
                good("words")
                    .source(
                        "plugin.Other",
                        """
                        package plugin;
                        public class Other {
                          public interface Point extends org.pf4j.ExtensionPoint {}
                          @org.pf4j.Extension public static class Impl implements Point {}
                        }""")
                    .in(f.user)),
        new Case(
            "class-wants-native-bindings",
            f -> {
              Path onnx =
                  PluginJar.of("onnx")
                      .source("ai.onnxruntime.Ort", "package ai.onnxruntime; public class Ort {}")
                      .in(f.elsewhere);
              changed("words", "static final Object ORT = new ai.onnxruntime.Ort();")
                  .compiledAgainst(onnx)
                  .in(f.user);
            }),
        new Case(
            "service-unknown",
            f ->
                changed(
                        "words",
                        "@jakarta.inject.Inject public Words(java.sql.Connection database,"
                            + " dev.arcuate.api.host.Tokenizers tokenizers) {}")
                    .in(f.user)),
        new Case(
            "unknown-service-of-guice",
            f ->
                changed(
                        "words",
                        "@jakarta.inject.Inject public Words(java.util.logging.Logger log) {}")
                    .in(f.user)),
        new Case(
            "constructor-fails",
            f -> failing("words", "new IllegalStateException(\"no licence\")").in(f.user)),
        new Case(
            "constructor-missing",
            f -> changed("words", "public Words(String name) {}").in(f.user)),
        new Case(
            "class-is-abstract",
            f ->
                good("words")
                    .source(
                        "plugin.Words",
                        PluginJar.stepSource("words", "")
                            .replace("class Words", "abstract class Words"))
                    .in(f.user)),
        new Case(
            "component-invalid",
            f ->
                good("words")
                    .source(
                        "plugin.Words",
                        PluginJar.stepSource("Words!", "")
                            .replace("Words!", "Words")
                            .replace("return \"A step made for a test.\"", "return \" \"")
                            .replace("return NoSettings.class", "return null")
                            .replace(
                                "return List.of(Port.one(\"table\", Table.class, \"a table\"))",
                                "return List.of()")
                            .replace("return List.of();", "return null;"))
                    .in(f.user)),
        new Case(
            "component-listed-but-not-annotated",
            f ->
                good("words")
                    .components("words", "sentences")
                    .source(
                        "plugin.Sentences",
                        PluginJar.stepSource("sentences", "").replace("@org.pf4j.Extension", ""))
                    .in(f.user)),
        new Case(
            "component-not-listed",
            f -> good("words").step("sentences", "").components("words").in(f.user)));
  }

  private static List<Case> inUse() {
    return List.of(
        new Case("not-loaded", f -> withWords(f, host -> host.lease("words", "0".repeat(64)))),
        new Case(
            "not-loaded-at-all", f -> withWords(f, host -> host.lease("gone", "0".repeat(64)))),
        new Case(
            "busy",
            f ->
                withWords(
                    f,
                    host -> {
                      try (Components.Lease lease = lease(host, "words")) {
                        host.unload(lease.handle().plugin().id(), Duration.ofMillis(20));
                      }
                    })),
        new Case(
            "stop-failed",
            f -> {
              good("words")
                  .entry("Plugin-Class", "plugin.Lifecycle")
                  .source("plugin.Lifecycle", lifecycle("stop"))
                  .in(f.user);
              unloadWords(f, host -> {});
            }),
        new Case(
            "left-threads",
            f -> {
              PluginJar.of("words")
                  .step(
                      "words",
                      """
                      Thread thread = new Thread(() -> {
                        try { Thread.sleep(4000); } catch (InterruptedException e) { return; }
                      }, "word-counter");
                      thread.setDaemon(true);
                      thread.start();
                      """
                          + saying("1"))
                  .in(f.user);
              unloadWords(f, host -> say(host, "words", f.elsewhere));
            }),
        new Case(
            "other-than-meant",
            f -> withWords(f, host -> host.replace("words", good("base").in(f.elsewhere), SOON))),
        new Case("unknown", f -> withWords(f, host -> host.reload("wrods", SOON))));
  }

  private static List<Case> folders() {
    return List.of(
        new Case("folder-missing", f -> Files.delete(f.extra)),
        new Case(
            "folder-unreadable",
            f -> {
              Files.delete(f.user);
              Files.writeString(f.user, "a file");
            }),
        new Case(
            "cache-unwritable",
            f -> {
              good("words").in(f.user);
              Files.writeString(f.cache, "a file");
            }));
  }

  private static List<Case> management() {
    return List.of(
        new Case(
            "folder-unwritable",
            f -> {
              Files.delete(f.user);
              Files.writeString(f.user, "a file");
              manage(f).install(good("words").in(f.elsewhere).toString(), Optional.empty());
            }),
        new Case(
            "installed-already",
            f -> {
              good("words").in(f.distribution);
              manage(f)
                  .install(
                      good("words").version("1.1.0").in(f.elsewhere).toString(), Optional.empty());
            }),
        new Case(
            "installed-to-the-byte",
            f -> {
              good("words").in(f.user);
              manage(f).install(good("words").in(f.elsewhere).toString(), Optional.empty());
            }),
        new Case(
            "update-of-nothing",
            f -> manage(f).update(good("words").in(f.elsewhere).toString(), Optional.empty())),
        new Case(
            "remove-from-the-distribution",
            f -> {
              good("words").in(f.distribution);
              manage(f).remove("words");
            }),
        new Case(
            "still-needed",
            f -> {
              good("base").in(f.user);
              good("words").dependencies("base").in(f.user);
              manage(f).remove("base");
            }),
        new Case(
            "source-unknown", f -> manage(f).install("ftp://example.org/w.jar", Optional.empty())),
        new Case(
            "source-missing",
            f -> manage(f).install(f.elsewhere.resolve("gone.jar").toString(), Optional.empty())),
        new Case(
            "source-offline",
            f ->
                new PluginFolder(f.settings(), true)
                    .install("https://example.org/words.jar", Optional.empty())),
        new Case(
            "download-failed",
            f -> manage(f).install("https://localhost:1/words.jar", Optional.empty())),
        new Case(
            "digest-differs",
            f ->
                manage(f)
                    .install(
                        good("words").in(f.elsewhere).toString(), Optional.of("F".repeat(64)))));
  }

  private static List<Case> locks() {
    return List.of(
        new Case(
            "lock-unreadable",
            f -> {
              Path lock = f.user.resolve(LockFile.NAME);
              Files.writeString(lock, "{\"arcuate-lock\": 2}");
              LockFile.read(lock);
            }),
        new Case(
            "lock-unwritable",
            f -> {
              Files.writeString(f.elsewhere, "a file");
              new LockFile("0.1.0", List.of()).write(f.elsewhere.resolve(LockFile.NAME));
            }),
        new Case(
            "lock-differs",
            f -> {
              LockFile.Entry words = new LockFile.Entry("words", "0.9.0", "0".repeat(64));
              LockFile.Entry gone = new LockFile.Entry("gone", "1.0.0", "1".repeat(64));
              Path lock = f.user.resolve(LockFile.NAME);
              new LockFile("0.1.0", List.of(words, gone)).write(lock);
              good("words").in(f.user);
              try (PluginHost host = f.open()) {
                throw new ProblemException(LockFile.verify(lock, host.catalog().plugins()));
              }
            }));
  }

  private interface Use {
    void of(PluginHost host) throws IOException;
  }

  private static void withWords(Folders folders, Use use) throws IOException {
    good("words").in(folders.user);
    try (PluginHost host = folders.open()) {
      use.of(host);
    }
  }

  private static void unloadWords(Folders folders, Use use) throws IOException {
    Files.createDirectories(folders.elsewhere);
    PluginHost.Settings quick =
        new PluginHost.Settings(
            folders.settings().places(),
            "0.1.0",
            Map.of(),
            folders.cache,
            event -> {},
            Duration.ofMillis(100));
    try (PluginHost host = PluginHost.open(quick)) {
      use.of(host);
      throw new ProblemException(host.unload("words", SOON).warnings());
    }
  }

  private static PluginFolder manage(Folders folders) {
    return new PluginFolder(folders.settings(), false);
  }

  private static PluginJar good(String id) {
    return PluginJar.of(id).step(id, "");
  }

  private static PluginJar changed(String id, String member) {
    return good(id)
        .source(
            "plugin." + PluginJar.className(id),
            PluginJar.stepSource(id, "")
                .replace(
                    "@Override public String id()", member + "\n@Override public String id()"));
  }

  private static PluginJar failing(String id, String exception) {
    return changed(id, "public " + PluginJar.className(id) + "() { throw " + exception + "; }");
  }

  private static String lifecycle(String method) {
    return "package plugin; public class Lifecycle extends org.pf4j.Plugin {"
        + " @Override public void "
        + method
        + "() { throw new IllegalStateException(\"no licence\"); } }";
  }

  /** Services that no component of these tests gets to call. */
  private static Map<Class<?>, Object> services() {
    return Map.of(
        Tokenizers.class,
        unused(Tokenizers.class),
        LinearAlgebra.class,
        unused(LinearAlgebra.class));
  }

  private static Object unused(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (method.getName().equals("toString")) {
            return type.getSimpleName();
          }
          throw new UnsupportedOperationException(method.getName());
        });
  }

  /** Without what differs from run to run and from compiler to compiler. */
  private String rendered(List<Problem> problems) {
    return new ProblemReport(SourceLines.none())
        .text(problems)
        .replace(temp.toString() + "/", "")
        .replaceAll("[0-9a-f]{64}", "<sha256>")
        .replaceAll("SHA-256 [0-9a-f]{12}…", "SHA-256 <sha256>");
  }
}
