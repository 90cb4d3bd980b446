package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.Folders.say;
import static dev.arcuate.engine.plugins.Folders.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.host.Tokenizers;
import dev.arcuate.engine.testing.PluginJar;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plugin sees, and what it does not. */
class IsolationTest {
  @TempDir Path temp;
  private Folders folders;

  @BeforeEach
  void setUp() {
    folders = new Folders(temp);
  }

  @ParameterizedTest
  @CsvSource({
    "dev.arcuate.api.Step, shared",
    "org.slf4j.Logger, shared",
    "jakarta.inject.Inject, shared",
    "com.fasterxml.jackson.core.JsonFactory, shared",
    "java.sql.Connection, shared",
    "dev.arcuate.engine.plugins.PluginHost, hidden",
    "ai.onnxruntime.OrtEnvironment, hidden",
    "ai.djl.huggingface.tokenizers.HuggingFaceTokenizer, hidden",
    "org.bytedeco.openblas.global.openblas, hidden",
    "picocli.CommandLine, hidden",
    "ch.qos.logback.classic.Logger, hidden",
    "de.siegmar.fastcsv.reader.CsvReader, hidden",
    "org.junit.jupiter.api.Test, hidden",
  })
  void seesAListedPartOfTheEngineAndTheJdk(String className, String expected) {
    PluginJar.of("looker")
        .step(
            "look",
            """
            String found = "hidden";
            try {
              Class<?> type = Class.forName("%s", false, getClass().getClassLoader());
              found = type.getClassLoader() == getClass().getClassLoader() ? "own" : "shared";
            } catch (ClassNotFoundException e) {
              found = "hidden";
            }
            %s
            """
                .formatted(className, saying("found")))
        .in(folders.user);
    try (PluginHost host = folders.open()) {
      assertThat(say(host, "look", temp)).isEqualTo(expected);
    }
  }

  @Test
  void usesItsOwnVersionOfALibrary() {
    for (String plugin : new String[] {"one", "two"}) {
      PluginJar.of(plugin)
          .step(plugin, saying("lib.Library.VERSION"))
          .source(
              "lib.Library",
              "package lib; public class Library { public static final String VERSION = new String(\""
                  + plugin
                  + "\"); }")
          .in(folders.user);
    }
    try (PluginHost host = folders.open()) {
      assertThat(say(host, "one", temp)).isEqualTo("one");
      assertThat(say(host, "two", temp)).isEqualTo("two");
    }
  }

  @Test
  void seesClassesAndResourcesOfItsDependency() {
    Path base =
        PluginJar.of("base")
            .step("base", "")
            .source("base.Library", "package base; public class Library { public int n = 7; }")
            .file("base/words.txt", "seven".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .in(folders.user);
    PluginJar.of("user")
        .dependencies("base")
        .step(
            "use",
            """
            try (var stream = getClass().getClassLoader().getResourceAsStream("base/words.txt")) {
              %s
            }
            """
                .formatted(saying("new String(stream.readAllBytes()) + new base.Library().n")))
        .compiledAgainst(base)
        .in(folders.user);
    try (PluginHost host = folders.open()) {
      assertThat(host.problems()).isEmpty();
      assertThat(say(host, "use", temp)).isEqualTo("seven7");
    }
  }

  @Test
  void doesNotSeeResourcesOfTheApplication() {
    PluginJar.of("looker")
        .step(
            "look",
            saying("getClass().getClassLoader().getResource(\"logback-test.xml\")")
                + "if (getClass().getClassLoader().getResources(\"logback-test.xml\")"
                + ".hasMoreElements()) throw new IllegalStateException();")
        .in(folders.user);
    assertThat(getClass().getResource("/logback-test.xml")).isNotNull();
    try (PluginHost host = folders.open()) {
      assertThat(say(host, "look", temp)).isEqualTo("null");
    }
  }

  @Test
  void runsWithItsOwnContextLoaderAndGivesTheOldOneBack() {
    PluginJar.of("looker")
        .step(
            "look",
            saying("Thread.currentThread().getContextClassLoader() == getClass().getClassLoader()"))
        .in(folders.user);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (PluginHost host = folders.open()) {
      assertThat(say(host, "look", temp)).isEqualTo("true");
    }
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void asksForHostServicesInItsConstructor() {
    PluginJar.of("asker")
        .components("ask")
        .source(
            "plugin.Ask",
            PluginJar.stepSource(
                    "ask", saying("tokenizers.open(java.nio.file.Path.of(\"x\")) == null"))
                .replace(
                    "@Override public String id()",
                    """
                    private final dev.arcuate.api.host.Tokenizers tokenizers;
                    @jakarta.inject.Inject Ask(dev.arcuate.api.host.Tokenizers tokenizers) {
                      this.tokenizers = tokenizers;
                    }
                    @Override public String id()"""))
        .in(folders.user);
    Tokenizers none = tokenizerJson -> null;
    try (PluginHost host = PluginHost.open(folders.settings(Map.of(Tokenizers.class, none)))) {
      assertThat(host.problems()).isEmpty();
      assertThat(say(host, "ask", temp)).isEqualTo("true");
    }
  }

  @Test
  void theCatalogTellsWhyADeclaredComponentIsNotThere() {
    PluginJar.of("words").step("words", "").requires(">=99.0.0").in(folders.user);
    PluginJar.of("good").step("good", "").in(folders.user);
    try (PluginHost host = folders.open()) {
      Catalog catalog = host.catalog();
      assertThat(catalog.component("words")).isEmpty();
      assertThat(catalog.refusals("words"))
          .singleElement()
          .satisfies(p -> assertThat(p.code()).isEqualTo("PLUGIN_NEEDS_OTHER_ARCUATE"));
      assertThat(catalog.refusals("good")).isEmpty();
      assertThat(catalog.refusals("unheard-of")).isEmpty();
    }
  }
}
