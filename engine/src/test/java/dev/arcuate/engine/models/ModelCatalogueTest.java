package dev.arcuate.engine.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.engine.store.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogueTest {
  @TempDir Path folder;
  private Path model;
  private Digests digests;
  private ModelCatalogue catalogue;

  @BeforeEach
  void start() throws IOException {
    model = Files.createDirectories(folder.resolve("tiny"));
    Files.writeString(model.resolve("weights.bin"), "weights");
    digests = Digests.remembered(folder.resolve("digests.json"));
    catalogue = new ModelCatalogue(folder.resolve("models"));
  }

  @Test
  void keepsWhatItIsTold() throws IOException {
    assertThat(catalogue.list()).isEmpty();
    ModelEntry entry = entry("tiny");
    catalogue.put(entry);
    assertThat(catalogue.find("tiny")).hasValue(entry);
    assertThat(catalogue.list()).containsExactly(entry);
    assertThat(catalogue.place("tiny")).isEqualTo(model);
    assertThat(catalogue.check(entry, digests)).isEmpty();
  }

  @Test
  void noticesFilesThatAreShorterOrOtherThanTheyWere() throws IOException {
    ModelEntry entry = entry("tiny");
    Files.writeString(model.resolve("weights.bin"), "weig");
    Refused.shown("model-cut", catalogue.check(entry, digests).stream().toList());
    Files.writeString(model.resolve("weights.bin"), "WEIGHTS");
    Refused.shown("model-changed", catalogue.check(entry, digests).stream().toList());
  }

  /** The graph alone says nothing of weights of the same length in another file. */
  @Test
  void noticesWhatIsReadWithAGraph() throws IOException {
    Path graph = Files.writeString(model.resolve("model.onnx"), "graph");
    Path weights = model.resolve("weights.bin");
    ModelContent content =
        ModelContent.of(
            graph, List.of(new InputPath(weights, "weights.bin"), new InputPath(graph, "graph")));
    assertThat(content.files()).containsExactly("model.onnx", "weights.bin");
    ModelEntry entry = entry("tiny", content);
    catalogue.put(entry);
    assertThat(catalogue.find("tiny")).hasValue(entry);
    assertThat(entry.bytes()).isEqualTo(12);
    Files.writeString(model.resolve("other.txt"), "not read with it");
    assertThat(catalogue.check(entry, digests)).isEmpty();
    Files.writeString(weights, "WEIGHTS");
    assertThat(catalogue.check(entry, digests).orElseThrow().message())
        .endsWith("they hold other bytes");
    Files.writeString(weights, "W");
    assertThat(catalogue.check(entry, digests).orElseThrow().message())
        .endsWith("6 bytes instead of 12");
    Files.delete(weights);
    assertThat(catalogue.check(entry, digests).orElseThrow())
        .hasToString("error INPUT_MISSING: 'weights.bin' does not exist; looked at " + weights);
  }

  @Test
  void namesNearOnes() throws IOException {
    assertThatThrownBy(() -> catalogue.place("tiny"))
        .hasMessage(
            "there is no such model in the catalogue; it is empty; 'arcuate models add' adds one");
    catalogue.put(entry("tiny"));
    assertThatThrownBy(() -> catalogue.place("tniy"))
        .hasMessage("there is no such model in the catalogue; did you mean 'tiny'?");
  }

  @Test
  void refusesNamesThatLeadElsewhere() {
    Refused.with("model-name", () -> catalogue.put(entry("../tiny")));
  }

  @Test
  void findsLicences() throws IOException {
    assertThat(Licences.of(model)).isEqualTo("not stated");
    Files.writeString(model.resolve("LICENSE.txt"), "\n  Some Licence 1.0\n");
    assertThat(Licences.of(model)).isEqualTo("Some Licence 1.0");
    Path pom = Files.createDirectories(model.resolve("META-INF/maven/g/a")).resolve("pom.xml");
    Files.writeString(pom, "<licenses><license><name>Apache 2</name></license></licenses>");
    assertThat(Licences.of(model)).isEqualTo("Apache 2");
    Files.writeString(model.resolve("README.md"), "---\nlicense: mit\n---");
    assertThat(Licences.of(model)).isEqualTo("mit");
  }

  private ModelEntry entry(String name) throws IOException {
    return entry(name, new ModelContent(model, List.of()));
  }

  private ModelEntry entry(String name, ModelContent content) throws IOException {
    return new ModelEntry(
        name,
        content,
        "here",
        "mit",
        content.digest(digests),
        content.bytes(),
        "gpt2",
        List.of("embeddings", "1"),
        8,
        32,
        true);
  }
}
