package dev.arcuate.plugin.bidsmeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.plugin.bidsmeg.fif.FifEpochs;
import dev.arcuate.plugin.bidsmeg.fif.FifEvents;
import dev.arcuate.plugin.bidsmeg.fif.FifEvoked;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files with bytes changed, cut or doubled at random: each is either read, with as many numbers as
 * its header promises, or refused with a problem that names the file. Nothing else may come out.
 */
class MutationTest {
  private static final int MUTATIONS = 1000;
  private static final long MOST_SAMPLES = 1 << 22;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"fif", "fif-epochs", "fif-evoked", "fif-events", "ctf", "brainvision", "edf"})
  void readsOrRefuses(String format) throws IOException {
    Path original = Files.createDirectory(folder.resolve("original"));
    Path main =
        switch (format) {
          case "fif" -> FormatFixtures.fif(original, 300);
          case "fif-epochs" -> FormatFixtures.epochs(original);
          case "fif-evoked" -> FormatFixtures.evoked(original);
          case "fif-events" -> FormatFixtures.events(original);
          case "ctf" -> FormatFixtures.ctf(original, 60);
          case "brainvision" -> FormatFixtures.brainVision(original, 60, false);
          default -> FormatFixtures.edf(original, 3);
        };
    List<Path> files;
    try (Stream<Path> walk = Files.walk(original)) {
      files =
          walk.filter(Files::isRegularFile).filter(f -> f.toFile().length() > 0).sorted().toList();
    }
    Random random = new Random(format.hashCode());
    int refused = 0;
    for (int m = 0; m < MUTATIONS; m++) {
      Path chosen = files.get(m % files.size());
      byte[] before = Files.readAllBytes(chosen);
      Files.write(chosen, mutate(before, random));
      int number = m;
      boolean read =
          Assertions.assertTimeoutPreemptively(
              Duration.ofSeconds(20), () -> reads(format, main, format + " " + number));
      refused += read ? 0 : 1;
      Files.write(chosen, before);
    }
    assertThat(refused).as("mutations refused").isGreaterThan(MUTATIONS / 20);
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    byte[] copy = bytes.clone();
    // Headers come first in every format, so half of the changes are made there.
    int reach = random.nextBoolean() ? Math.min(copy.length, 3000) : copy.length;
    switch (random.nextInt(5)) {
      case 0 -> {
        return java.util.Arrays.copyOf(copy, random.nextInt(copy.length));
      }
      case 1 -> {
        int at = random.nextInt(reach);
        for (int i = at; i < Math.min(copy.length, at + 8); i++) {
          copy[i] = (byte) random.nextInt(256);
        }
      }
      case 2 -> {
        int at = random.nextInt(reach);
        java.util.Arrays.fill(copy, at, Math.min(copy.length, at + 4), (byte) 0xFF);
      }
      case 3 -> {
        byte[] longer = java.util.Arrays.copyOf(copy, copy.length + 1 + random.nextInt(40));
        int at = random.nextInt(reach);
        System.arraycopy(copy, at, longer, at + longer.length - copy.length, copy.length - at);
        return longer;
      }
      default -> copy[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }

  private static boolean reads(String format, Path file, String what) throws IOException {
    try {
      String name = file.getFileName().toString();
      switch (format) {
        case "fif-epochs" -> readEpochs(file, name, what);
        case "fif-evoked" ->
            FifEvoked.read(file, name)
                .forEach(
                    average ->
                        assertThat(average.values())
                            .as(what)
                            .hasNumberOfRows(average.info().channels().size()));
        case "fif-events" -> FifEvents.read(file, name);
        default -> readSignal(file, name, what);
      }
      return true;
    } catch (ProblemException e) {
      for (Problem problem : e.problems()) {
        assertThat(problem.code()).as(what).startsWith("BIDS_MEG_");
        assertThat(problem.message()).as(what).contains("tiny");
      }
      return false;
    }
  }

  private static void readEpochs(Path file, String name, String what) throws IOException {
    try (FifEpochs epochs = FifEpochs.open(file, name)) {
      for (int event = 0; event < epochs.events().size(); event++) {
        double[][] one = epochs.read(event);
        assertThat(one).as(what).hasNumberOfRows(epochs.info().channels().size());
        assertThat(one[0]).as(what).hasSize(epochs.times());
      }
    }
  }

  private static void readSignal(Path file, String name, String what) throws IOException {
    try (Signal signal = Signals.open(file, name)) {
      int channels = signal.info().channels().size();
      assertThat(channels).as(what).isPositive();
      assertThat(signal.samples()).as(what).isPositive();
      if (signal.samples() * channels < MOST_SAMPLES) {
        double[][] all = signal.readAll();
        assertThat(all).as(what).hasNumberOfRows(channels);
        assertThat(all[channels - 1]).as(what).hasSize((int) signal.samples());
      } else {
        // A gap that the file promises: read at its ends only.
        int[] first = {0};
        signal.read(first, 0, 1);
        signal.read(first, signal.samples() - 1, 1);
      }
    }
  }
}
