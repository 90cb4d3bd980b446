package dev.arcuate.plugin.bidsmeg.fif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.value.Json;
import dev.arcuate.plugin.bidsmeg.signal.Annotation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recordings as MNE writes them, see bench/oracles/meg_files.py. */
class MneFilesTest {
  private static final Path FOLDER = Path.of("src/test/resources/oracles/files");

  /** MNE keeps times of annotations as float32 seconds, and its own clock in microseconds. */
  private static final double ROUNDED = 2e-6;

  static List<Json.Node> files() {
    return Json.read(FOLDER.resolve("files.json")).objects("files");
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsEveryKindOfNumberBitForBit(Json.Node expected) throws IOException {
    String name = expected.text("file");
    try (FifRaw raw = FifRaw.open(FOLDER.resolve(name), name)) {
      assertThat(raw.firstSample()).isEqualTo(expected.integer("first"));
      assertThat(raw.samples()).isEqualTo(expected.integer("samples"));
      assertThat(raw.info().names()).isEqualTo(expected.texts("names"));
      assertThat(raw.info().channels())
          .extracting(channel -> channel.type().label())
          .isEqualTo(expected.texts("types"));
      ByteBuffer stored =
          ByteBuffer.wrap(Files.readAllBytes(FOLDER.resolve(name + ".f64")))
              .order(ByteOrder.LITTLE_ENDIAN);
      for (double[] channel : raw.readAll()) {
        for (double value : channel) {
          assertThat(value).isEqualTo(stored.getDouble());
        }
      }
      assertThat(stored.hasRemaining()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsAnnotationsAndTriggers(Json.Node expected) throws IOException {
    String name = expected.text("file");
    try (FifRaw raw = FifRaw.open(FOLDER.resolve(name), name)) {
      List<Annotation> annotations = raw.info().annotations();
      assertThat(annotations)
          .extracting(Annotation::description)
          .isEqualTo(expected.texts("descriptions"));
      double[] onsets = expected.numbers("onsets");
      double[] durations = expected.numbers("durations");
      for (int a = 0; a < onsets.length; a++) {
        assertThat(annotations.get(a).onsetSeconds()).isCloseTo(onsets[a], within(ROUNDED));
        assertThat(annotations.get(a).durationSeconds()).isCloseTo(durations[a], within(ROUNDED));
      }
      double[] trigger = raw.read(new int[] {3}, 0, (int) raw.samples())[0];
      List<Double> rises = new ArrayList<>();
      for (int t = 1; t < trigger.length; t++) {
        if (trigger[t] != 0 && trigger[t - 1] == 0) {
          rises.add(t / raw.info().samplingHz());
        }
      }
      assertThat(rises.stream().mapToDouble(Double::doubleValue).toArray())
          .containsExactly(expected.numbers("event-seconds"));
    }
  }
}
