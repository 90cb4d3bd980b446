package dev.arcuate.plugin.bidsmeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.plugin.bidsmeg.fif.FifEpochs;
import dev.arcuate.plugin.bidsmeg.fif.FifEvents;
import dev.arcuate.plugin.bidsmeg.fif.FifEvoked;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people read of damaged recordings. {@code -Darcuate.golden.update=true} writes the texts
 * anew.
 */
class DamageTest {
  @TempDir Path folder;

  private final StringBuilder said = new StringBuilder();
  private int cases;

  @Test
  void saysWhereAFileIsDamagedAndWhatToDo() throws IOException {
    tell("fif", "a FIF file that ends too early", "", cut(900));
    tell("fif", "a FIF file with its numbers the wrong way round", "", DamageTest::turned);
    tell("fif", "a FIF file whose tag promises too much", "", number(8, 1 << 28));
    tell("fif", "something else named .fif", "", text("no recording"));
    tell("epochs", "epochs that end too early", "", cut(100));
    tell("epochs", "epochs with their numbers the wrong way round", "", DamageTest::turned);
    tell("evoked", "an average that ends too early", "", cut(100));
    tell("evoked", "an average with its numbers the wrong way round", "", DamageTest::turned);
    tell("events", "events that end too early", "", cut(20));
    tell("events", "events with their numbers the wrong way round", "", DamageTest::turned);
    tell("ctf", "samples that end too early", "tiny.meg4", cut(10));
    tell("ctf", "a header that ends too early", "tiny.res4", cut(5000));
    tell("ctf", "something else named .res4", "tiny.res4", text("no header"));
    tell("ctf", "a bad channel that is none", "BadChannels", text("MEG999\n"));
    tell("ctf", "a bad segment without an end", "bad.segments", text("muscle 0.1\n"));
    tell("ctf", "a coil without a place", "tiny.hc", replace("x = ", "x = about "));
    tell("brainvision", "a header without samples", "", replace("DataFile=tiny.eeg\n", ""));
    tell("brainvision", "samples under another name", "", replace("tiny.eeg", "other.eeg"));
    tell("brainvision", "samples that end too early", "tiny.eeg", cut(1));
    tell("brainvision", "an unknown kind of number", "", replace("INT_16", "UINT_16"));
    tell("brainvision", "a marker without a place", "tiny.vmrk", replace(",26,1,0", ",x,1,0"));
    tell("edf", "an EDF file that ends too early", "", cut(100));
    tell("edf", "a header with a word for a number", "", write(236, "many"));
    tell("edf", "a channel without a range", "", write(256 + 3 * 120, "32767   "));
    tell("edf", "something else named .edf", "", text("no recording".repeat(30)));
    Path golden = Path.of("src/test/resources/golden/damage.txt");
    if (Boolean.getBoolean("arcuate.golden.update")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, said);
    }
    assertThat(said.toString()).isEqualTo(Files.readString(golden));
  }

  private void tell(String format, String what, String file, UnaryOperator<byte[]> damage)
      throws IOException {
    Path place = Files.createDirectory(folder.resolve("case-" + cases++));
    Path main =
        switch (format) {
          case "fif" -> FormatFixtures.fif(place, 300);
          case "epochs" -> FormatFixtures.epochs(place);
          case "evoked" -> FormatFixtures.evoked(place);
          case "events" -> FormatFixtures.events(place);
          case "ctf" -> FormatFixtures.ctf(place, 60);
          case "brainvision" -> FormatFixtures.brainVision(place, 60, false);
          default -> FormatFixtures.edf(place, 3);
        };
    Path damaged =
        file.isEmpty() ? main : format.equals("ctf") ? main.resolve(file) : place.resolve(file);
    Files.write(damaged, damage.apply(Files.readAllBytes(damaged)));
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> open(format, main, main.getFileName().toString()));
    assertThat(refused).as(what).isNotNull();
    said.append("# ").append(what).append('\n');
    for (Problem problem : refused.problems()) {
      said.append(problem).append('\n');
      problem.hint().ifPresent(hint -> said.append("  hint: ").append(hint).append('\n'));
    }
    said.append('\n');
  }

  private static void open(String format, Path file, String name) throws IOException {
    switch (format) {
      case "epochs" -> FifEpochs.open(file, name).close();
      case "evoked" -> FifEvoked.read(file, name);
      case "events" -> FifEvents.read(file, name);
      default -> Signals.open(file, name).close();
    }
  }

  private static UnaryOperator<byte[]> cut(int bytes) {
    return all -> Arrays.copyOf(all, all.length - bytes);
  }

  private static byte[] turned(byte[] all) {
    ByteBuffer bytes = ByteBuffer.wrap(all);
    for (int i = 0; i + 4 <= all.length; i += 4) {
      bytes.putInt(i, Integer.reverseBytes(bytes.getInt(i)));
    }
    return all;
  }

  private static UnaryOperator<byte[]> number(int at, int value) {
    return all -> {
      // The size of the second tag: the first is 16 + 20 bytes long.
      ByteBuffer.wrap(all).putInt(36 + at, value);
      return all;
    };
  }

  private static UnaryOperator<byte[]> text(String content) {
    return all -> content.getBytes(StandardCharsets.UTF_8);
  }

  private static UnaryOperator<byte[]> replace(String from, String to) {
    return all ->
        new String(all, StandardCharsets.UTF_8).replace(from, to).getBytes(StandardCharsets.UTF_8);
  }

  private static UnaryOperator<byte[]> write(int at, String content) {
    return all -> {
      byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
      System.arraycopy(bytes, 0, all, at, bytes.length);
      return all;
    };
  }
}
