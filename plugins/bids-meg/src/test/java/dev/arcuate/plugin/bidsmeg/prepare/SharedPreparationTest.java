package dev.arcuate.plugin.bidsmeg.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.value.Json;
import dev.arcuate.plugin.bidsmeg.SharedRecordings;
import dev.arcuate.plugin.bidsmeg.ctf.CtfSignal;
import dev.arcuate.plugin.bidsmeg.fif.FifRaw;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compensation and projection of real recordings, against what MNE makes of them. */
class SharedPreparationTest {
  @TempDir Path folder;

  private static PrepareStep step(
      Optional<Integer> grade, Optional<PrepareStep.Projection> projection) {
    return new PrepareStep(
        grade,
        projection,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  private Prepared prepare(Signal signal, PrepareStep... steps) throws IOException {
    List<Channel> sensors =
        signal.info().channels().stream().filter(c -> c.type().sensor()).toList();
    return new Preparation(List.of(steps), new PlainLinearAlgebra(), new TestTask(folder))
        .run(signal, sensors);
  }

  private static double rms(Prepared prepared) throws IOException {
    double sum = 0;
    for (int c = 0; c < prepared.channels(); c++) {
      for (double value : prepared.channel(c)) {
        sum += value * value;
      }
    }
    return Math.sqrt(sum / prepared.channels() / prepared.samples());
  }

  /** Root mean squares of every twentieth channel; the values themselves may not be passed on. */
  private static void compareChannels(Prepared prepared, double[] expected) throws IOException {
    for (int i = 0; i < expected.length; i++) {
      double sum = 0;
      for (double value : prepared.channel(20 * i)) {
        sum += value * value / prepared.samples();
      }
      assertThat(Math.sqrt(sum) / expected[i]).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void compensatesAsMneDoes() throws IOException {
    Json.Node expected = SharedRecordings.expected("ctf");
    String name = expected.text("file");
    try (Signal signal = CtfSignal.open(SharedRecordings.file(name), name);
        Prepared prepared = prepare(signal, step(Optional.of(3), Optional.empty()))) {
      assertThat(rms(prepared) / expected.number("compensated-rms")).isCloseTo(1, within(1e-9));
      compareChannels(prepared, expected.numbers("compensated-channels"));
    }
  }

  @Test
  void projectsAsMneDoes() throws IOException {
    Json.Node expected = SharedRecordings.expected("empty-room");
    String name = expected.text("file");
    PrepareStep project = step(Optional.empty(), Optional.of(PrepareStep.Projection.STORED));
    try (Signal signal = FifRaw.open(SharedRecordings.file(name), name);
        Prepared prepared = prepare(signal, project)) {
      assertThat(rms(prepared) / expected.number("projected-rms")).isCloseTo(1, within(1e-9));
      compareChannels(prepared, expected.numbers("projected-channels"));
    }
  }
}
