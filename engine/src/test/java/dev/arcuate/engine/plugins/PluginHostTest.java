package dev.arcuate.engine.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Step;
import dev.arcuate.engine.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginHostTest {
  @TempDir Path temp;

  @Test
  void findsPluginsInEveryPlaceAndHandsOutTheirComponents() {
    PluginJar.of("one").step("first", "").in(temp.resolve("distribution"));
    PluginJar.of("two").step("second", "").step("third", "").in(temp.resolve("user"));
    PluginJar.of("four").step("fourth", "").in(temp.resolve("extra"));

    try (PluginHost host = open()) {
      assertThat(host.problems()).isEmpty();
      Catalog catalog = host.catalog();
      assertThat(catalog.components())
          .extracting(ComponentHandle::id)
          .containsExactly("first", "fourth", "second", "third");
      assertThat(catalog.plugins())
          .extracting(PluginInfo::id)
          .containsExactly("four", "one", "two");
      ComponentHandle second = catalog.component("second").orElseThrow();
      assertThat(second.component()).isInstanceOf(Step.class);
      assertThat(second.plugin().version()).isEqualTo("1.0.0");
      assertThat(second.plugin().components()).containsExactly("second", "third");
      assertThat(catalog.component("fifth")).isEmpty();
    }
  }

  @Test
  void leasesByTheDigestThatATaskWasPlannedWith() {
    PluginJar.of("one").step("first", "").in(temp.resolve("distribution"));
    try (PluginHost host = open()) {
      PluginInfo plugin = host.catalog().plugins().iterator().next();
      try (Components.Lease lease = host.lease("first", plugin.digest())) {
        assertThat(lease.handle().component().id()).isEqualTo("first");
      }
      assertThatThrownBy(() -> host.lease("first", "0".repeat(64)))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("PLUGIN_NOT_LOADED");
      assertThatThrownBy(() -> host.lease("other", plugin.digest()))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("no loaded plugin offers it");
    }
  }

  @Test
  void oneBadPluginStopsNoOther() throws IOException {
    PluginJar.of("good").step("first", "").in(temp.resolve("distribution"));
    Files.writeString(temp.resolve("distribution/bad.jar"), "no jar");
    try (PluginHost host = open()) {
      assertThat(host.catalog().component("first")).isPresent();
      assertThat(host.refused()).hasSize(1);
    }
  }

  @Test
  void passesOverWhatMavenLaysBesideAPlugin() throws IOException {
    PluginJar.of("one").step("first", "").at(temp.resolve("extra/one-1.0.jar"));
    PluginJar.of("one").step("first", ";").at(temp.resolve("extra/original-one-1.0.jar"));
    for (String kind : List.of("sources", "javadoc", "tests", "test-sources")) {
      Files.writeString(temp.resolve("extra/one-1.0-" + kind + ".jar"), "no plugin");
    }
    Files.writeString(temp.resolve("extra/notes.txt"), "no jar");
    try (PluginHost host = open()) {
      assertThat(host.problems()).isEmpty();
      assertThat(host.catalog().component("first")).isPresent();
    }
  }

  @Test
  void replacesAPlugin() {
    PluginJar.of("one").step("first", "").in(temp.resolve("distribution"));
    Path next = PluginJar.of("one").version("2.0.0").step("first", "").step("second", "").in(temp);
    try (PluginHost host = open()) {
      SwapReport report = host.replace("one", next, Duration.ofSeconds(1));
      assertThat(report.warnings()).isEmpty();
      assertThat(report.stopped()).extracting(PluginInfo::version).containsExactly("1.0.0");
      assertThat(report.started()).extracting(PluginInfo::version).containsExactly("2.0.0");
      assertThat(host.catalog().component("second")).isPresent();
    }
  }

  private PluginHost open() {
    return PluginHost.open(
        new PluginHost.Settings(
            List.of(
                Place.distribution(temp.resolve("distribution")),
                Place.user(temp.resolve("user")),
                Place.extra(temp.resolve("extra"))),
            "0.1.0-SNAPSHOT",
            Map.of(),
            temp.resolve("cache")));
  }
}
