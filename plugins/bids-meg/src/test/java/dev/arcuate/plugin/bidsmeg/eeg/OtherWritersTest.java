package dev.arcuate.plugin.bidsmeg.eeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.value.Json;
import dev.arcuate.plugin.bidsmeg.signal.Annotation;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files by pybv, edfio and pyEDFlib read as MNE reads them, see bench/oracles/eeg.py. */
class OtherWritersTest {
  private static final Path FOLDER = Path.of("src/test/resources/oracles/eeg");

  /** MNE rounds times of annotations to whole microseconds. */
  private static final double ROUNDED = 1e-6;

  static List<Json.Node> files() {
    return Json.read(FOLDER.resolve("readings.json")).objects("files");
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsAsMneDoes(Json.Node expected) throws IOException {
    String name = expected.text("file");
    Path file = FOLDER.resolve(name);
    try (Signal signal =
        name.endsWith(".edf") ? Edf.open(file, name) : BrainVision.open(file, name)) {
      assertThat(signal.info().samplingHz()).isEqualTo(expected.number("rate"));
      assertThat(signal.info().names()).isEqualTo(expected.texts("names"));
      assertThat(signal.samples()).isEqualTo(expected.integer("samples"));
      List<Annotation> annotations = signal.info().annotations();
      assertThat(annotations)
          .extracting(Annotation::description)
          .isEqualTo(expected.texts("descriptions"));
      double[] onsets = expected.numbers("onsets");
      double[] durations = expected.numbers("durations");
      for (int a = 0; a < onsets.length; a++) {
        assertThat(annotations.get(a).onsetSeconds()).isCloseTo(onsets[a], within(ROUNDED));
        assertThat(annotations.get(a).durationSeconds()).isCloseTo(durations[a], within(ROUNDED));
      }
      ByteBuffer stored =
          ByteBuffer.wrap(Files.readAllBytes(FOLDER.resolve(name + ".f64")))
              .order(ByteOrder.LITTLE_ENDIAN);
      for (double[] channel : signal.readAll()) {
        for (double value : channel) {
          double mne = stored.getDouble();
          // Steps of calibration in another order differ in the last bits.
          assertThat(value).isCloseTo(mne, within(1e-13 * Math.abs(mne) + 1e-21));
        }
      }
      assertThat(stored.hasRemaining()).isFalse();
    }
  }
}
