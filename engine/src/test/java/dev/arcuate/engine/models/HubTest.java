package dev.arcuate.engine.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubTest {
  private static final byte[] WEIGHTS = weights();

  @TempDir Path folder;
  private LoopbackHub server;
  private final List<String> fetched = new ArrayList<>();

  private static byte[] weights() {
    byte[] bytes = new byte[300_000];
    new Random(3).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void start() throws IOException {
    server =
        new LoopbackHub()
            .file("config.json", text("{\"model_type\": \"gpt2\"}"))
            .file("tokenizer.json", text("{}"))
            .file("model.safetensors", WEIGHTS)
            .file("pytorch_model.bin", text("not wanted"))
            .file("README.md", text("---\nlicense: mit\n---\n"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void fetchesWhatArcuateCanUseAndChecksIt() throws IOException {
    Hub.Fetched got = fetch(Map.of());
    assertThat(got.commit()).isEqualTo(LoopbackHub.COMMIT);
    assertThat(got.licence()).isEqualTo("mit");
    assertThat(got.folder().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(got.folder().resolve("config.json")).hasContent("{\"model_type\": \"gpt2\"}");
    assertThat(got.folder().resolve("pytorch_model.bin")).doesNotExist();
    try (var files = Files.list(got.folder())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "config.json", "tokenizer.json", "model.safetensors", "README.md");
    }
    assertThat(fetched).endsWith("model.safetensors 300000");
  }

  @Test
  void goesOnWhereAConnectionBroke() throws IOException {
    server.breakAfter(100_000);
    Hub.Fetched got = fetch(Map.of());
    assertThat(got.folder().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(server.requests)
        .anyMatch(request -> request.matches("GET storage model.safetensors bytes=[1-9]\\d*-"));
  }

  @Test
  void asksABusyServerAgain() throws IOException {
    server.busy(3);
    assertThat(fetch(Map.of()).folder().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
  }

  @Test
  void fetchesNothingTwice() throws IOException {
    fetch(Map.of());
    fetched.clear();
    Path again = folder.resolve("again");
    Files.createDirectories(folder.resolve("again.partial"));
    Files.write(folder.resolve("again.partial/model.safetensors"), WEIGHTS);
    hub(Map.of(), false).fetch(model(), List.of(), again, this::note);
    assertThat(again.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(fetched).noneMatch(file -> file.startsWith("model.safetensors"));
  }

  @Test
  void refusesWhatArrivesDamaged() {
    server.damage();
    assertRefused(
        Map.of(),
        "error HUB_CHECKSUM: 'model.safetensors' of hub:lab/tiny arrived damaged: 300000 bytes do"
            + " not have the checksum that the hub announced");
    assertThat(folder.resolve("tiny")).doesNotExist();
  }

  @Test
  void showsTheTokenToTheHubAlone() throws IOException {
    server.gated("secret");
    assertRefused(
        Map.of(), "error HUB_FORBIDDEN: hub:lab/tiny does not exist or is not open to everybody");
    assertRefused(
        Map.of("HF_TOKEN", "wrong"),
        "error HUB_FORBIDDEN: hub:lab/tiny is not open to the holder of the token in HF_TOKEN");
    fetch(Map.of("HF_TOKEN", "secret"));
    assertThat(server.tokensAtStorage).isEmpty();
  }

  @Test
  void refusesTheNetworkWhenOffline() {
    assertThatThrownBy(
            () -> hub(Map.of(), true).fetch(model(), List.of(), folder.resolve("tiny"), this::note))
        .isInstanceOf(ProblemException.class)
        .hasMessage("error HUB_OFFLINE: hub:lab/tiny would be fetched over the network");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void saysWhatTheHubHasInPlaceOfWeights() throws IOException {
    server.close();
    server = new LoopbackHub().unlicensed().file("weights.bin", text("x"));
    assertRefused(
        Map.of(),
        "error HUB_NO_WEIGHTS: hub:lab/tiny has neither model.safetensors nor model.onnx");
  }

  @Test
  void namesWhatDoesNotExist() {
    assertThatThrownBy(
            () ->
                hub(Map.of(), false)
                    .fetch(
                        HubModel.parse("hub:lab/none"),
                        List.of(),
                        folder.resolve("none"),
                        this::note))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("error HUB_NOT_FOUND: hub:lab/none@main does not exist");
  }

  @Test
  void goesThroughTheProxyThatTheEnvironmentNames() throws IOException {
    Map<String, String> environment = new HashMap<>();
    // The server answers whatever it is asked for, as a proxy does.
    environment.put("HTTP_PROXY", server.address());
    environment.put("HF_ENDPOINT", "http://hub.invalid");
    Hub hub = new Hub(environment, false);
    assertThatThrownBy(
            () ->
                hub.fetch(
                    HubModel.parse("hub:lab/other"),
                    List.of(),
                    folder.resolve("other"),
                    this::note))
        .hasMessageStartingWith("error HUB_NOT_FOUND");
    assertThat(server.requests).contains("GET /api/models/lab/other/revision/main");
    EnvironmentProxy proxy =
        new EnvironmentProxy(Map.of("https_proxy", "proxy:8080", "no_proxy", ".lab.org, local"));
    assertThat(proxy.select(java.net.URI.create("https://a.lab.org/x")))
        .containsExactly(java.net.Proxy.NO_PROXY);
    assertThat(proxy.select(java.net.URI.create("https://b.org/x")).get(0).toString())
        .contains("proxy")
        .contains("8080");
  }

  @Test
  void addressesAreChecked() {
    assertThat(HubModel.parse("hub:gpt2@v1")).isEqualTo(new HubModel("gpt2", "v1"));
    assertThat(HubModel.parse("hub:a/b").name()).isEqualTo("b");
    for (String wrong : List.of("hub:", "hub:a/b/c", "hub:../b", "hub:a/b@")) {
      assertThatThrownBy(() -> HubModel.parse(wrong))
          .isInstanceOf(ProblemException.class)
          .hasMessage("error HUB_ADDRESS: '" + wrong + "' is no address of a model on a hub");
    }
  }

  private void assertRefused(Map<String, String> environment, String message) {
    assertThatThrownBy(() -> fetch(environment))
        .isInstanceOf(ProblemException.class)
        .hasMessage(message);
  }

  private Hub.Fetched fetch(Map<String, String> environment) throws IOException {
    return hub(environment, false).fetch(model(), List.of(), folder.resolve("tiny"), this::note);
  }

  private Hub hub(Map<String, String> environment, boolean offline) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("HF_ENDPOINT", server.address() + "/");
    return new Hub(all, offline);
  }

  private static HubModel model() {
    return HubModel.parse("hub:lab/tiny");
  }

  private void note(String file, long bytes) {
    fetched.add(file + " " + bytes);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
