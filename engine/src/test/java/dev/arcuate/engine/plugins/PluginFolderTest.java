package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.Folders.SOON;
import static dev.arcuate.engine.plugins.Folders.say;
import static dev.arcuate.engine.plugins.Folders.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.testing.PluginJar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {
  private static final Optional<String> ANY = Optional.empty();

  @TempDir Path temp;
  private Folders folders;
  private PluginFolder folder;

  @BeforeEach
  void setUp() {
    folders = new Folders(temp);
    folder = new PluginFolder(folders.settings(), true);
  }

  @Test
  void installsUpdatesAndRemoves() throws IOException {
    Path first = words("1.0.0", "one").in(folders.elsewhere);
    Path second = words("1.1.0", "two").in(folders.elsewhere);

    PluginInfo installed = folder.install(first.toString(), ANY);
    assertThat(installed.jar())
        .isEqualTo(folders.user.resolve("words.jar"))
        .hasSameBinaryContentAs(first);
    assertThat(installed.digest()).isEqualTo(JarDigest.of(first));
    assertThat(said()).isEqualTo("one");

    assertThat(folder.update(second.toUri().toString(), ANY).version()).isEqualTo("1.1.0");
    assertThat(said()).isEqualTo("two");
    // Older ones, too.
    assertThat(folder.update(first.toString(), ANY).version()).isEqualTo("1.0.0");
    assertThat(said()).isEqualTo("one");

    assertThat(folder.remove("words")).containsExactly(folders.user.resolve("words.jar"));
    assertThat(jars()).isEmpty();
  }

  @Test
  void updatingReplacesAFileOfAnyName() throws IOException {
    words("1.0.0", "one").at(folders.user.resolve("by-hand.jar"));
    folder.update(words("1.1.0", "two").in(folders.elsewhere).toString(), ANY);
    assertThat(jars()).containsExactly("words.jar");
    assertThat(said()).isEqualTo("two");
  }

  @Test
  void theUsersVersionStandsBeforeTheDistributions() {
    words("1.0.0", "one").in(folders.distribution);
    folder.update(words("1.1.0", "two").in(folders.elsewhere).toString(), ANY);
    assertThat(said()).isEqualTo("two");
    folder.remove("words");
    assertThat(said()).isEqualTo("one");
  }

  @Test
  void triesAJarWithTheOthersBeforeItCopiesIt() throws IOException {
    words("1.0.0", "one").in(folders.user);
    PluginJar.of("reader").dependencies("words@<2").step("read", "").in(folders.user);
    List<String> before = jars();
    Path tooNew = words("2.0.0", "two").in(folders.elsewhere);
    assertThatThrownBy(() -> folder.update(tooNew.toString(), ANY))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("PLUGIN_DEPENDENCY_VERSION")
        .hasMessageContaining("plugin 'reader' 1.0.0 needs plugin 'words' <2; installed is 2.0.0");
    Path rival = PluginJar.of("rival").step("words", "").in(folders.elsewhere);
    assertThatThrownBy(() -> folder.install(rival.toString(), ANY))
        .hasMessageContaining("PLUGIN_COMPONENT_TWICE");
    assertThat(jars()).isEqualTo(before);
    assertThat(said()).isEqualTo("one");
  }

  @Test
  void removesWhatCannotBeReadByItsFileName() throws IOException {
    Files.writeString(folders.user.resolve("broken.jar"), "no jar");
    assertThat(folder.remove("broken.jar")).hasSize(1);
    assertThat(jars()).isEmpty();
  }

  @Test
  void installsOverABrokenFileOfTheSamePlugin() throws IOException {
    words("1.0.0", "one").withoutIndex().in(folders.user);
    folder.install(words("1.0.1", "one").in(folders.elsewhere).toString(), ANY);
    assertThat(jars()).containsExactly("words.jar");
    assertThat(said()).isEqualTo("one");
  }

  @Test
  void acceptsAJarOfTheExpectedDigest() throws IOException {
    Path jar = words("1.0.0", "one").in(folders.elsewhere);
    String digest = JarDigest.of(jar).toUpperCase(java.util.Locale.ROOT);
    assertThat(folder.install(jar.toString(), Optional.of(digest)).id()).isEqualTo("words");
  }

  @Test
  void aRunningEngineTakesTheChangeOnRefresh() {
    words("1.0.0", "one").at(folders.user.resolve("words.jar"));
    try (PluginHost host = folders.open()) {
      folder.update(words("1.1.0", "two").in(folders.elsewhere).toString(), ANY);
      assertThat(say(host, "words", temp)).isEqualTo("one");
      assertThat(host.refresh(SOON).warnings()).isEmpty();
      assertThat(say(host, "words", temp)).isEqualTo("two");
    }
  }

  @Test
  void downloadsFromHttpsAddresses() {
    Path jar = words("1.0.0", "one").in(folders.elsewhere);
    PluginSource fake = new PluginSource(false, (address, target) -> copy(jar, target));
    PluginFolder online = new PluginFolder(folders.settings(), fake);
    assertThat(online.install("https://example.org/words.jar", ANY).version()).isEqualTo("1.0.0");
    assertThat(said()).isEqualTo("one");
    assertThatThrownBy(() -> online.install("http://example.org/words.jar", ANY))
        .hasMessageContaining("PLUGIN_SOURCE_UNKNOWN");
  }

  @Test
  void aServerThatRefusesIsQuoted() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "here".getBytes(java.nio.charset.StandardCharsets.UTF_8);
          boolean found = exchange.getRequestURI().getPath().equals("/found");
          exchange.sendResponseHeaders(found ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      URI root = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
      Path target = temp.resolve("downloaded");
      Download.overHttp(root.resolve("found"), target);
      assertThat(target).hasContent("here");
      assertThatThrownBy(() -> Download.overHttp(root.resolve("gone"), target))
          .hasMessageContaining("PLUGIN_DOWNLOAD_FAILED")
          .hasMessageContaining("status 404");
    } finally {
      server.stop(0);
    }
  }

  private String said() {
    try (PluginHost host = folders.open()) {
      return say(host, "words", temp);
    }
  }

  private List<String> jars() throws IOException {
    try (Stream<Path> files = Files.list(folders.user)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(".lock"))
          .sorted()
          .toList();
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static PluginJar words(String version, String text) {
    return PluginJar.of("words").version(version).step("words", saying('"' + text + '"'));
  }
}
