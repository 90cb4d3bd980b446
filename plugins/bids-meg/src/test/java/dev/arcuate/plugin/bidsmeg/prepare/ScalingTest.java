package dev.arcuate.plugin.bidsmeg.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.value.Json;
import dev.arcuate.plugin.bidsmeg.fif.FifRaw;
import dev.arcuate.plugin.bidsmeg.fif.FifRawWriter;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.plugin.bidsmeg.signal.Unit;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clipping and scaling of a run by NumPy and scikit-learn, see bench/oracles/meg_epochs.py. */
class ScalingTest {
  private static final Path ORACLE = Path.of("src/test/resources/oracles/epochs");
  private static final int CHANNELS = 4;
  private static final int EVERY = 100;

  @TempDir Path folder;

  @Test
  void clipsAtPercentilesAsNumPyDoes() throws IOException {
    compare(step(List.of(5.0, 95.0), List.of()), "clipped-run");
  }

  @Test
  void scalesAsScikitLearnsRobustScalerDoes() throws IOException {
    compare(step(List.of(), List.of(25.0, 75.0)), "robust-run");
  }

  private static PrepareStep step(List<Double> clip, List<Double> robust) {
    return new PrepareStep(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        clip,
        robust,
        Optional.empty());
  }

  private void compare(PrepareStep step, String key) throws IOException {
    double[] expected = Json.read(ORACLE.resolve("epochs.json")).numbers(key);
    try (Signal signal = signal();
        Prepared prepared =
            new Preparation(List.of(step), new PlainLinearAlgebra(), new TestTask(folder))
                .run(signal, signal.info().channels())) {
      int each = expected.length / CHANNELS;
      for (int c = 0; c < CHANNELS; c++) {
        double[] own = prepared.channel(c);
        for (int i = 0; i < each; i++) {
          double value = expected[c * each + i];
          assertThat(own[i * EVERY]).isCloseTo(value, within(1e-6 * Math.abs(value) + 1e-25));
        }
      }
    }
  }

  private Signal signal() throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(ORACLE.resolve("recording.f32")))
            .order(ByteOrder.LITTLE_ENDIAN);
    int samples = bytes.remaining() / Float.BYTES / CHANNELS;
    double[][] values = new double[CHANNELS][samples];
    for (double[] channel : values) {
      for (int t = 0; t < samples; t++) {
        channel[t] = bytes.getFloat();
      }
    }
    List<Channel> channels =
        List.of("M1", "M2", "G1", "G2").stream()
            .map(name -> Channel.unplaced(name, ChannelType.MAG, Unit.TESLA))
            .toList();
    Path file = folder.resolve("scaling_raw.fif");
    try (FifRawWriter writer = FifRawWriter.create(file, SignalInfo.of(100, channels), 0)) {
      writer.append(values, samples);
    }
    return FifRaw.open(file, "scaling_raw.fif");
  }
}
