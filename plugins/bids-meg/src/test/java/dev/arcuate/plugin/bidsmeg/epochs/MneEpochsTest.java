package dev.arcuate.plugin.bidsmeg.epochs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Epochs;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.bidsmeg.epochs.EpochsSettings.Lock;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Epochs against MNE-Python, see bench/oracles/meg_epochs.py. */
class MneEpochsTest extends StepContract<EpochsSettings> {
  private static final Path ORACLE = Path.of("src/test/resources/oracles/epochs");
  private static final double RATE = 100;
  private static final int CHANNELS = 4;

  @Override
  protected EpochsStep component() {
    return new EpochsStep();
  }

  @Override
  protected EpochsSettings settings() {
    return new EpochsSettings(
        Lock.WORD,
        -0.2,
        0.5,
        List.of(-0.2, 0.0),
        Map.of("mag", 7.2e-12),
        Map.of("grad", 1e-12),
        true,
        List.of(),
        3,
        2);
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    return new TestTask(place)
        .with("recording", recording(Files.createDirectories(place.resolve("recording"))))
        .with("words", words());
  }

  private static ByteBuffer bytes(String name) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(ORACLE.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Recording recording(Path folder) throws IOException {
    ByteBuffer bytes = bytes("recording.f32");
    int samples = bytes.remaining() / Float.BYTES / CHANNELS;
    Recording recording =
        new Recording(
            folder,
            "01",
            new Sampling(1 / RATE, List.of(new Sampling.Run("1", samples))),
            "SI",
            new Geometry.Sensors(
                List.of("M1", "M2", "G1", "G2"),
                List.of("mag", "mag", "grad", "grad"),
                new double[3 * CHANNELS]));
    try (NpyWriter writer = recording.write()) {
      float[] row = new float[CHANNELS];
      for (int t = 0; t < samples; t++) {
        for (int c = 0; c < CHANNELS; c++) {
          row[c] = bytes.getFloat((c * samples + t) * Float.BYTES);
        }
        writer.append(row, 0, CHANNELS);
      }
    }
    List<Map<String, Object>> annotations =
        List.of(
            Map.of("onset", 4.0, "duration", 0.5, "description", "BAD_blink"),
            Map.of("onset", 7.25, "duration", 0.0, "description", "bad_moment"));
    Json.write(
        recording.preparation(),
        Map.of("runs", List.of(Map.of("label", "1", "annotations", annotations))));
    return recording;
  }

  private static Words words() {
    double[] onsets = Json.read(ORACLE.resolve("epochs.json")).numbers("onsets");
    StringBuilder text = new StringBuilder();
    List<Words.Word> list = new ArrayList<>();
    for (int w = 0; w < onsets.length; w++) {
      String form = "word" + w;
      list.add(
          new Words.Word(
              "1",
              onsets[w],
              0.2,
              w / 5,
              text.length(),
              text.length() + form.length(),
              true,
              form));
      text.append(form).append(' ');
    }
    return new Words(text.toString(), list);
  }

  @Test
  void cutsAndDropsAsMneDoes() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Json.Node expected = Json.read(ORACLE.resolve("epochs.json"));
    Table log = task.result("log", Table.class);
    List<String> reasons = expected.texts("drop-log");
    assertThat(log.rows()).isEqualTo(reasons.size());
    for (int row = 0; row < log.rows(); row++) {
      String own = log.text(row, "reason");
      assertThat(own.equals("n/a") ? "" : own).as("event " + row).isEqualTo(reasons.get(row));
    }
    Epochs epochs = task.result("epochs", Epochs.class);
    assertThat(epochs.events()).isEqualTo(expected.integer("kept"));
    assertThat(epochs.times()).isEqualTo(expected.integer("times"));
    assertThat(epochs.startSeconds()).isCloseTo(expected.number("first"), within(1e-12));
    ByteBuffer values = bytes("epochs.f64");
    float[] own = epochs.matrix().toArray();
    assertThat(own.length).isEqualTo(values.remaining() / Double.BYTES);
    for (int i = 0; i < own.length; i++) {
      // Float32 keeps seven digits.
      double value = values.getDouble(i * Double.BYTES);
      assertThat((double) own[i]).isCloseTo(value, within(1e-6 * 1e-11 + 1e-6 * Math.abs(value)));
    }
    assertThat(epochs.sampling().blocks()).hasSize(epochs.events());
    assertThat(epochs.sampling().blocks().get(0)).isEqualTo("1-0");
  }

  @Test
  void locksToSentencesAndClipsAsNumPyDoes() throws IOException {
    TestTask task = task(folder);
    EpochsSettings sentences =
        new EpochsSettings(
            Lock.SENTENCE, 0, 0.3, List.of(), Map.of(), Map.of(), false, List.of(10.0, 90.0), 1, 1);
    component().run(sentences, task);
    Epochs epochs = task.result("epochs", Epochs.class);
    assertThat(epochs.words()).startsWith(0, 5, 10);
    List<?> expected =
        (List<?>) Json.read(ORACLE.resolve("epochs.json")).fields().get("clipped-sentences");
    for (int i = 0; i < expected.size(); i++) {
      float[] row = epochs.matrix().row(3 * i);
      List<?> values = (List<?>) expected.get(i);
      // Every tenth sample of 31, channel by channel.
      for (int v = 0; v < values.size(); v++) {
        double value = ((Number) values.get(v)).doubleValue();
        assertThat((double) row[v / 4 * epochs.times() + v % 4 * 10])
            .isCloseTo(value, within(1e-6 * Math.abs(value)));
      }
    }
  }

  @Test
  void refusesThresholdsForTypesThatAreNotThere() throws IOException {
    TestTask task = task(folder);
    EpochsSettings eeg =
        new EpochsSettings(
            Lock.WORD, 0, 0.3, List.of(), Map.of("eeg", 1e-4), Map.of(), true, List.of(), 1, 1);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> component().run(eeg, task))
        .hasMessage(
            "error BIDS_MEG_NO_SUCH_CHANNEL: reject or flat name channels of type [eeg], which the"
                + " recording lacks");
  }
}
