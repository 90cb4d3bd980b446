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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
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
        double largest = Arrays.stream(channel).map(Math::abs).max().orElseThrow();
        for (double value : channel) {
          double mne = stored.getDouble();
          // Steps of calibration in another order differ in the last bits, and so do spectra of
          // channels that were brought to a higher rate.
          assertThat(value).isCloseTo(mne, within(1e-14 * largest + 1e-21));
        }
      }
      assertThat(stored.hasRemaining()).isFalse();
    }
  }

  @Test
  void readsAWindowOfASlowerChannelAsPartOfTheWhole() throws IOException {
    try (Signal signal = Edf.open(FOLDER.resolve("edfio-rates.edf"), "edfio-rates.edf")) {
      double[][] all = signal.readAll();
      int[] some = {3, 2, 1};
      double[][] window = signal.read(some, 150, 333);
      for (int c = 0; c < some.length; c++) {
        assertThat(window[c]).containsExactly(Arrays.copyOfRange(all[some[c]], 150, 483));
      }
    }
  }

  @Test
  void tellsWhichChannelsHadAnotherRate() throws IOException {
    try (Signal signal = Edf.open(FOLDER.resolve("edfio-rates.edf"), "edfio-rates.edf")) {
      assertThat(signal.info().flags())
          .containsExactly(
              "Resp recorded at 50 Hz", "STATUS recorded at 20 Hz", "EOG recorded at 7 Hz");
    }
  }
}
