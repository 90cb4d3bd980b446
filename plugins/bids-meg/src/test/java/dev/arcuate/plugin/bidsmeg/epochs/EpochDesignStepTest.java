package dev.arcuate.plugin.bidsmeg.epochs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Epochs;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.bidsmeg.epochs.EpochDesignSettings.Feature;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EpochDesignStepTest extends StepContract<EpochDesignSettings> {
  @Override
  protected EpochDesignStep component() {
    return new EpochDesignStep();
  }

  @Override
  protected EpochDesignSettings settings() {
    return settings(Optional.empty(), 1);
  }

  private static EpochDesignSettings settings(Optional<Double> span, int perBlock) {
    return new EpochDesignSettings(
        List.of(Feature.WORD_LENGTH, Feature.SINCE_LAST_WORD, Feature.SENTENCE_POSITION),
        List.of("-1"),
        span,
        EpochsSettings.Lock.WORD,
        perBlock);
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    Words words =
        new Words(
            "The cat sat down",
            List.of(
                new Words.Word("1", 0.5, 0.2, 0, 0, 3, true, "The"),
                new Words.Word("1", 1.0, 0.2, 0, 4, 7, true, "cat"),
                new Words.Word("1", 1.25, 0.2, 0, 8, 11, true, "sat"),
                new Words.Word("1", 2.0, 0.2, 1, 12, 16, true, "down")));
    Path layers = Files.createDirectories(place.resolve("layers"));
    Activations activations = Activations.write(layers, "m", List.of("a", "b"));
    for (int layer = 0; layer < 2; layer++) {
      try (NpyWriter writer = activations.layerWriter(layer, 4, 2)) {
        writer.append(new float[] {1, 2, 3, 4, 5, 6, 7 + layer, 8}, 0, 8);
      }
    }
    // The second word has no epoch.
    Epochs epochs =
        new Epochs(
            Files.createDirectories(place.resolve("epochs-in")),
            "01",
            new Sampling(
                0.75,
                List.of(new Sampling.Run("1", 3)),
                Optional.empty(),
                List.of("1-0", "1-0", "1-1"),
                List.of(0.5, 1.25, 2.0)),
            List.of(0, 2, 3),
            1,
            0,
            0.01,
            "T",
            new Geometry.Regions(List.of("x")));
    epochs.write().close();
    return new TestTask(place)
        .with("words", words)
        .with("activations", activations)
        .with("epochs", epochs);
  }

  @Test
  void makesARowPerEpoch() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Design design = task.result("design", Design.class);
    assertThat(design.groups())
        .extracting(Design.Group::name)
        .containsExactly("word-length", "since-last-word", "sentence-position", "layer-b");
    assertThat(design.sampling().blocks()).containsExactly("1-0", "1-0", "1-1");
    assertThat(design.matrix().row(1)).containsExactly(3, 0.25f, 1, 5, 6);
    assertThat(design.matrix().row(2)).containsExactly(4, 0.75f, 0, 8, 8);
  }

  @Test
  void makesARowPerWordForEverybodyWithoutEpochs() throws IOException {
    TestTask connected = task(folder);
    TestTask alone =
        new TestTask(folder.resolve("alone"))
            .with("words", connected.input("words", Words.class))
            .with("activations", connected.input("activations", Activations.class));
    component().run(settings(Optional.of(0.7), 2), alone);
    Design design = alone.result("design", Design.class);
    assertThat(design.sampling().blocks()).containsExactly("1-0", "1-0", "1-0", "1-0");
    assertThat(design.sampling().onsetsSeconds()).containsExactly(0.5, 1.0, 1.25, 2.0);
    assertThat(design.sampling().periodSeconds()).isEqualTo(0.5);
    assertThat(design.maxDelaySeconds()).isEqualTo(0.7);
    assertThat(design.matrix().row(1)).containsExactly(3, 0.5f, 0.5f, 3, 4);
    assertThatThrownBy(() -> component().run(settings(), alone))
        .hasMessage(
            "error BIDS_MEG_WHICH_EPOCHS: no epochs are connected, and 'span' does not say how"
                + " long they are");
  }

  @Test
  void namesTheLayersThereAre() throws IOException {
    TestTask task = task(folder);
    EpochDesignSettings none =
        new EpochDesignSettings(
            List.of(), List.of(), Optional.empty(), EpochsSettings.Lock.WORD, 1);
    assertThatThrownBy(() -> component().run(none, task))
        .hasMessage("error BIDS_MEG_NO_SUCH_LAYER: no layer is chosen; there are a, b");
  }
}
