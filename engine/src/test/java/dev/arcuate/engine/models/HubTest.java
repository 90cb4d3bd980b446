package dev.arcuate.engine.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    try (FetchedModel got = hub(Map.of(), false).fetch(model(), List.of(), place(), this::note)) {
      assertThat(got.commit()).isEqualTo(LoopbackHub.COMMIT);
      assertThat(got.licence()).isEqualTo("mit");
      assertThat(place()).doesNotExist();
      assertThat(got.publish()).isEqualTo(place());
    }
    assertThat(place().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(place().resolve("config.json")).hasContent("{\"model_type\": \"gpt2\"}");
    assertThat(names(place()))
        .containsExactlyInAnyOrder(
            "config.json", "tokenizer.json", "model.safetensors", "README.md");
    assertThat(names(folder)).containsExactly("tiny");
    assertThat(fetched).endsWith("model.safetensors 300000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "v1.0", "refs/pr/1"})
  void fetchesABranchATagAndAProposal(String revision) throws IOException {
    HubModel model = HubModel.parse("hub:lab/tiny@" + revision);
    hub(Map.of(), false).fetch(model, List.of(), place(), this::note).publish();
    assertThat(place().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
  }

  @Test
  void fetchesAllPartsOfShardedWeightsAndWhatJoinsThem() throws IOException {
    byte[] second = Arrays.copyOf(WEIGHTS, 2000);
    server.close();
    server =
        new LoopbackHub()
            .file("model.safetensors.index.json", text("{}"))
            .file("model-00001-of-00002.safetensors", WEIGHTS)
            .file("model-00002-of-00002.safetensors", second)
            .file("model.onnx", text("not wanted"));
    fetch(Map.of());
    assertThat(names(place()))
        .containsExactlyInAnyOrder(
            "model.safetensors.index.json",
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors");
    assertThat(place().resolve("model-00001-of-00002.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(place().resolve("model-00002-of-00002.safetensors")).hasBinaryContent(second);
  }

  @Test
  void fetchesTheFilesThatAreAskedForInPlaceOfTheUsualOnes() throws IOException {
    server.file("onnx/a small+one.onnx", WEIGHTS);
    List<String> asked = List.of("onnx/a small+one.onnx");
    hub(Map.of(), false).fetch(model(), asked, place(), this::note).publish();
    assertThat(place().resolve("onnx/a small+one.onnx")).hasBinaryContent(WEIGHTS);
    assertThat(names(place()))
        .containsExactlyInAnyOrder("config.json", "tokenizer.json", "onnx", "README.md");
    Refused.with(
        "hub-has-no-such-file",
        () -> hub(Map.of(), false).fetch(model(), List.of("gone"), place(), this::note));
  }

  @Test
  void goesOnWhereAConnectionBroke() throws IOException {
    server.breakAfter(100_000);
    fetch(Map.of());
    assertThat(place().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(server.requests)
        .anyMatch(request -> request.matches("GET storage model.safetensors bytes=[1-9]\\d*-"));
  }

  @Test
  void goesOnTheNextTimeWhereAllAttemptsBroke() throws IOException {
    server.alwaysBreakAfter(20_000);
    assertThatThrownBy(() -> fetch(Map.of()))
        .hasMessageStartingWith("error HUB_FAILED: hub:lab/tiny cannot be fetched: ");
    assertThat(place()).doesNotExist();
    server.requests.clear();
    server.breakAfter(Integer.MAX_VALUE);
    fetch(Map.of());
    assertThat(place().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(server.requests)
        .anyMatch(request -> request.matches("GET storage model.safetensors bytes=\\d{5,}-"))
        .noneMatch(request -> request.startsWith("GET /cache/"));
  }

  @Test
  void beginsAnewWithAFileThatBecomesAnotherBetweenTwoAttempts() throws IOException {
    byte[] other = Arrays.copyOf(WEIGHTS, 250_000);
    other[5]++;
    server.breakAfter(100_000);
    server.onBreak(() -> server.file("model.safetensors", other));
    fetch(Map.of());
    assertThat(place().resolve("model.safetensors")).hasBinaryContent(other);
    assertThat(names(place()))
        .as("nothing of the file that it was")
        .containsExactlyInAnyOrder(
            "config.json", "tokenizer.json", "model.safetensors", "README.md");
  }

  @Test
  void keepsNothingOfWhatAnEarlierAttemptLeft() throws IOException {
    server.alwaysBreakAfter(20_000);
    assertThatThrownBy(() -> fetch(Map.of())).hasMessageContaining("HUB_FAILED");
    byte[] other = Arrays.copyOf(WEIGHTS, 250_000);
    server.breakAfter(Integer.MAX_VALUE);
    server.file("model.safetensors", other);
    Path partial = folder.resolve("tiny.partial");
    Files.writeString(Files.createDirectories(partial.resolve("onnx")).resolve("model.onnx"), "x");
    fetch(Map.of());
    assertThat(place().resolve("model.safetensors")).hasBinaryContent(other);
    assertThat(names(place()))
        .containsExactlyInAnyOrder(
            "config.json", "tokenizer.json", "model.safetensors", "README.md");
  }

  @Test
  void takesThePlaceOfAnEarlierOneAlsoAfterACrashBetween() throws IOException {
    fetch(Map.of());
    Path old = Files.createDirectories(folder.resolve("tiny.old/inside"));
    Files.writeString(old.resolve("left.bin"), "left by a crash");
    server.file("config.json", text("{\"model_type\": \"bert\"}"));
    fetch(Map.of());
    assertThat(place().resolve("config.json")).hasContent("{\"model_type\": \"bert\"}");
    assertThat(names(folder)).containsExactly("tiny");
  }

  @Test
  void leavesNothingOfAModelThatIsNotPublished() throws IOException {
    hub(Map.of(), false).fetch(model(), List.of(), place(), this::note).close();
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void fetchesNothingTwice() throws IOException {
    fetch(Map.of());
    assertThat(server.contents()).isEqualTo(4);
    fetched.clear();
    fetch(Map.of());
    assertThat(server.contents()).isEqualTo(4);
    assertThat(fetched).isEmpty();
    assertThat(place().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(names(folder)).containsExactly("tiny");
  }

  @Test
  void fetchesWhatIsDamagedHereAgainAndNothingElse() throws IOException {
    fetch(Map.of());
    byte[] damaged = WEIGHTS.clone();
    damaged[1000]++;
    Files.write(place().resolve("model.safetensors"), damaged);
    server.requests.clear();
    fetch(Map.of());
    assertThat(server.contents()).isEqualTo(1);
    assertThat(place().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
  }

  @Test
  void asksABusyServerAgain() throws IOException {
    server.busy(3);
    fetch(Map.of());
    assertThat(place().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
  }

  @ParameterizedTest
  @CsvSource({"model.safetensors, hub-large-file-damaged", "config.json, hub-small-file-damaged"})
  void refusesWhatArrivesDamaged(String file, String mistake) throws IOException {
    server.damage(file);
    Refused.with(mistake, () -> fetch(Map.of()));
    assertThat(place()).doesNotExist();
    server.damage("");
    fetch(Map.of());
    assertThat(place().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
  }

  @Test
  void showsTheTokenToTheHubAlone() throws IOException {
    server.gated("secret");
    Refused.with("hub-not-open", () -> fetch(Map.of()));
    Refused.with("hub-not-open-to-token", () -> fetch(Map.of("HF_TOKEN", "wrong")));
    fetch(Map.of("HF_TOKEN", "secret"));
    assertThat(server.tokensAtStorage).isEmpty();
  }

  @Test
  void refusesTheNetworkWhenOffline() {
    Refused.with(
        "hub-offline", () -> hub(Map.of(), true).fetch(model(), List.of(), place(), this::note));
    assertThat(server.requests).isEmpty();
  }

  @Test
  void saysWhatTheHubHasInPlaceOfWeights() throws IOException {
    server.close();
    server = new LoopbackHub().unlicensed().file("weights.bin", text("x"));
    Refused.with("hub-has-no-weights", () -> fetch(Map.of()));
  }

  @Test
  void namesWhatDoesNotExist() throws IOException {
    HubModel none = HubModel.parse("hub:lab/none");
    Refused.with(
        "hub-model-missing",
        () -> hub(Map.of(), false).fetch(none, List.of(), place(), this::note));
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void saysWhyItGivesUp() {
    server.busy(Integer.MAX_VALUE);
    Refused.with("hub-busy", () -> fetch(Map.of()));
  }

  @Test
  void addressesAreChecked() {
    assertThat(HubModel.parse("hub:gpt2@v1")).isEqualTo(new HubModel("gpt2", "v1"));
    assertThat(HubModel.parse("hub:a/b").name()).isEqualTo("b");
    Refused.with("hub-address", () -> HubModel.parse("hub:a/b/c"));
    for (String wrong : List.of("hub:", "hub:../b", "hub:a/b@", "hub:a/b@v1/../v2")) {
      assertThatThrownBy(() -> HubModel.parse(wrong))
          .isInstanceOf(ProblemException.class)
          .hasMessageStartingWith("error HUB_ADDRESS: '" + wrong + "'");
    }
  }

  private void fetch(Map<String, String> environment) throws IOException {
    Hub hub = hub(environment, false);
    try (FetchedModel model = hub.fetch(model(), List.of(), place(), this::note)) {
      model.publish();
    }
  }

  private Path place() {
    return folder.resolve("tiny");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
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
