package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models from a hub, as users fetch them. */
class HubCommandTest {
  private static final Path GPT2 =
      Path.of(System.getProperty("arcuate.root"), "plugins/onnx/src/test/resources/models/gpt2");
  private static final String PASSWORD = "changeit";

  @TempDir Path folder;
  private Path published;
  private Path catalogue;

  @BeforeEach
  void publish() throws IOException {
    published = Files.createDirectories(folder.resolve("published"));
    catalogue = folder.resolve("catalogue");
    for (String file : List.of("model.onnx", "tokenizer.json")) {
      Files.copy(GPT2.resolve(file), published.resolve(file));
    }
  }

  @Test
  void aModelOfAHubIsFetchedAndNoted() throws Exception {
    try (FolderHub hub = new FolderHub(published, Optional.empty())) {
      Command command = command().with("HF_ENDPOINT", "http://127.0.0.1:" + hub.port());
      Command.Ended added = command.run("models", "add", "hub:lab/tiny@v1");
      assertThat(added.status()).as(added.all()).isZero();
      JsonNode entry = entry();
      String source = "hub:lab/tiny@" + FolderHub.COMMIT;
      assertThat(entry.path("source").asText()).isEqualTo(source);
      assertThat(entry.path("licence").asText()).isEqualTo("apache-2.0");
      assertThat(entry.path("sha256").asText()).matches("[0-9a-f]{64}");
      assertThat(entry.path("bytes").asLong())
          .isEqualTo(
              Files.size(GPT2.resolve("model.onnx")) + Files.size(GPT2.resolve("tokenizer.json")));
      assertThat(entry.path("layers").size()).isGreaterThan(2);
      Path place = catalogue.resolve("files/tiny");
      assertThat(entry.path("path").asText()).isEqualTo(place.toString());
      assertThat(place.resolve("model.onnx")).hasSameBinaryContentAs(GPT2.resolve("model.onnx"));
      assertThat(added.out())
          .contains(
              "added models:tiny",
              "source     " + source,
              "licence    apache-2.0",
              "sha-256    " + entry.path("sha256").asText());
      assertThat(added.err()).contains("fetching model.onnx (0.1 MiB)");

      hub.requests.clear();
      Command.Ended again = command.run("models", "add", "hub:lab/tiny@v1");
      assertThat(again.status()).as(again.all()).isZero();
      assertThat(entry()).isEqualTo(entry);
      assertThat(hub.requests)
          .contains("HEAD /lab/tiny/resolve/" + FolderHub.COMMIT + "/model.onnx")
          .noneMatch(request -> request.startsWith("GET /lab/"));
    }
  }

  @Test
  void nothingStaysOfWhatCannotBeOpened() throws Exception {
    byte[] graph = Files.readAllBytes(published.resolve("model.onnx"));
    try (FolderHub hub = new FolderHub(published, Optional.empty())) {
      Command command = command().with("HF_ENDPOINT", "http://127.0.0.1:" + hub.port());
      assertThat(command.run("models", "add", "hub:lab/tiny@v1").status()).isZero();
      JsonNode entry = entry();
      // The hub has it like that, so that its checksum is right.
      Files.write(published.resolve("model.onnx"), java.util.Arrays.copyOf(graph, 1000));
      Command.Ended refused = command.run("models", "add", "hub:lab/tiny@v1");
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err()).contains("MODEL_UNKNOWN").doesNotContain("Exception");
      Command.Ended other = command.run("models", "add", "hub:lab/tiny@v1", "--name", "other");
      assertThat(other.status()).isEqualTo(2);
      try (Stream<Path> files = Files.list(catalogue.resolve("files"))) {
        assertThat(files).containsExactly(catalogue.resolve("files/tiny"));
      }
      assertThat(entry()).isEqualTo(entry);
      assertThat(catalogue.resolve("files/tiny/model.onnx")).hasBinaryContent(graph);
    }
  }

  /** The name of the hub leads nowhere but through the proxy. */
  @Test
  void aPasswordForAProxyIsShownOnTheWayToAnHttpsAddress() throws Exception {
    Path keys = folder.resolve("keys.p12");
    try (FolderHub hub = new FolderHub(published, Optional.of(tls(keys)));
        TunnelProxy proxy = new TunnelProxy("ann:p@ss", hub.port())) {
      Command command =
          command()
              .with("HF_ENDPOINT", "https://hub.invalid")
              .with("HTTPS_PROXY", "http://ann:p%40ss@127.0.0.1:" + proxy.port())
              .with(
                  "ARCUATE_JAVA_OPTIONS",
                  "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
                      .formatted(keys, PASSWORD));
      Command.Ended added = command.run("models", "add", "hub:lab/tiny@v1");
      assertThat(added.status()).as(added.all()).isZero();
      assertThat(proxy.tunnels).isNotEmpty().allMatch(t -> t.startsWith("CONNECT hub.invalid:443"));
      assertThat(entry().path("name").asText()).isEqualTo("tiny");

      command.with("HTTPS_PROXY", "http://ann:secret@127.0.0.1:" + proxy.port());
      Command.Ended refused = command.run("models", "add", "hub:lab/tiny@v1");
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err())
          .contains("HUB_PROXY: the proxy does not accept the name and the password in HTTPS_PROXY")
          .doesNotContain("secret");
    }
  }

  private JsonNode entry() throws IOException {
    return new ObjectMapper().readTree(catalogue.resolve("tiny.json").toFile());
  }

  private Command command() {
    return new Command(folder)
        .with("ARCUATE_MODELS", catalogue.toString())
        .with("NO_PROXY", "127.0.0.1");
  }

  /** Keys of {@code hub.invalid}, which whoever reads that file trusts. */
  private static SSLContext tls(Path keys) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "hub",
                "-keyalg",
                "EC",
                "-dname",
                "CN=hub.invalid",
                "-ext",
                "san=dns:hub.invalid",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}
