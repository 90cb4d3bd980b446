package dev.arcuate.plugin.bidsmeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.plugin.bidsmeg.ctf.CtfSignal;
import dev.arcuate.plugin.bidsmeg.eeg.BrainVision;
import dev.arcuate.plugin.bidsmeg.eeg.Edf;
import dev.arcuate.plugin.bidsmeg.signal.Annotation;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Frame;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {
  @TempDir Path folder;

  @Test
  void readsTrialsMarkersAndCoilsOfCtf() throws IOException {
    Path ds = FormatFixtures.ctf(folder, 80);
    try (CtfSignal signal = CtfSignal.open(ds, "tiny.ds")) {
      assertThat(signal.samples()).isEqualTo(240);
      assertThat(signal.starts()).containsExactly(0L, 80L, 160L);
      double[][] expected = TinyMeg.values(TinyMeg.info(4), 80, 2);
      double[][] last = signal.read(new int[] {0, 4}, 160, 80);
      for (int t = 0; t < 80; t++) {
        assertThat(last[0][t]).isCloseTo(expected[0][t], within(1e-17));
        assertThat(last[1][t]).isCloseTo(expected[4][t], within(1e-8));
      }
      assertThat(signal.info().channels())
          .filteredOn(Channel::bad)
          .extracting(Channel::name)
          .containsExactly("MEG101");
      assertThat(signal.info().annotations())
          .extracting(Annotation::description)
          .containsExactly("bad_muscle", "word", "word");
      // 20 samples before the trigger; the second marker is in the third trial.
      assertThat(signal.info().annotations().get(2).onsetSeconds())
          .isCloseTo(0.1 + 0.1 + 2 * 0.4, within(1e-9));
      Channel sensor = signal.info().channels().get(2);
      double[] place = TinyMeg.info(4).channels().get(2).location();
      for (int i = 0; i < 3; i++) {
        assertThat(sensor.location()[i]).isCloseTo(place[i], within(1e-9));
      }
      assertThat(signal.info().transform(Frame.DEVICE, Frame.HEAD)).isPresent();
    }
  }

  @Test
  void goesOnInTheNextFileOfCtf() throws IOException {
    Path ds = FormatFixtures.ctf(folder, 80);
    double[][] whole;
    try (CtfSignal signal = CtfSignal.open(ds, "tiny.ds")) {
      whole = signal.readAll();
    }
    byte[] all = Files.readAllBytes(ds.resolve("tiny.meg4"));
    int trial = (all.length - 8) / 3;
    Files.write(ds.resolve("tiny.meg4"), java.util.Arrays.copyOf(all, 8 + trial));
    ByteBuffer rest = ByteBuffer.allocate(8 + 2 * trial);
    rest.put(all, 0, 8).put(all, 8 + trial, 2 * trial);
    Files.write(ds.resolve("tiny.1_meg4"), rest.array());
    try (CtfSignal signal = CtfSignal.open(ds, "tiny.ds")) {
      assertThat(signal.readAll()).isDeepEqualTo(whole);
      assertThat(signal.read(new int[] {1}, 70, 30)[0])
          .containsExactly(java.util.Arrays.copyOfRange(whole[1], 70, 100));
    }
  }

  @Test
  void tellsOfDamageInCtf() throws IOException {
    Path ds = FormatFixtures.ctf(folder, 80);
    try (RandomAccessFile file = new RandomAccessFile(ds.resolve("tiny.meg4").toFile(), "rw")) {
      file.setLength(file.length() - 10);
    }
    assertThatThrownBy(() -> CtfSignal.open(ds, "tiny.ds"))
        .hasMessageContaining("BIDS_MEG_TRUNCATED: tiny.ds/tiny.meg4, byte ");
    Files.writeString(ds.resolve("BadChannels"), "MEG999\n");
    Path other = FormatFixtures.ctf(Files.createDirectory(folder.resolve("b")), 80);
    Files.writeString(other.resolve("BadChannels"), "MEG999\n");
    assertThatThrownBy(() -> CtfSignal.open(other, "tiny.ds"))
        .hasMessageContaining("tiny.ds/BadChannels: 'MEG999' is no channel of the recording");
    byte[] header = Files.readAllBytes(other.resolve("tiny.res4"));
    ByteBuffer turned = ByteBuffer.wrap(header);
    turned.putInt(1288, Integer.reverseBytes(turned.getInt(1288)));
    turned.putShort(1292, Short.reverseBytes(turned.getShort(1292)));
    turned.putLong(1296, Long.reverseBytes(turned.getLong(1296)));
    Files.write(other.resolve("tiny.res4"), header);
    assertThatThrownBy(() -> CtfSignal.open(other, "tiny.ds"))
        .hasMessageContaining("BIDS_MEG_WRONG_ENDIAN: tiny.ds/tiny.res4");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsBrainVision(boolean floats) throws IOException {
    Path header = FormatFixtures.brainVision(folder, 100, floats);
    try (Signal signal = BrainVision.open(header, "tiny.vhdr")) {
      assertThat(signal.samples()).isEqualTo(100);
      assertThat(signal.info().samplingHz()).isEqualTo(250);
      assertThat(signal.info().names()).containsExactly("Cz", "a,b", "VEOG");
      assertThat(signal.info().channels().get(2).type()).isEqualTo(ChannelType.EOG);
      double stored = 3 * 7 * (floats ? 0.5 : 1);
      double[][] one = signal.read(new int[] {1, 0}, 7, 1);
      assertThat(one[1][0]).isCloseTo(stored * 0.5e-6, within(1e-18));
      assertThat(one[0][0]).isCloseTo((stored + (floats ? 0.5 : 1)) * 1e-3, within(1e-15));
      assertThat(signal.info().annotations())
          .containsExactly(
              new Annotation(0.1, 0.004, "Stimulus/S  1"),
              new Annotation(0.2, 0.004, "New Segment/"));
      assertThat(signal.starts()).containsExactly(0L, 50L);
    }
  }

  @Test
  void tellsOfDamageInBrainVision() throws IOException {
    Path header = FormatFixtures.brainVision(folder, 100, false);
    Files.write(folder.resolve("tiny.eeg"), new byte[601]);
    assertThatThrownBy(() -> BrainVision.open(header, "tiny.vhdr"))
        .hasMessage(
            "error BIDS_MEG_TRUNCATED: tiny.eeg, byte 601: 5 bytes belong here, but the file ends"
                + " at byte 601");
    Files.delete(folder.resolve("tiny.eeg"));
    assertThatThrownBy(() -> BrainVision.open(header, "tiny.vhdr"))
        .hasMessageContaining("tiny.vhdr names the file tiny.eeg, which is not beside it");
  }

  @Test
  void readsEdf() throws IOException {
    try (Signal signal = Edf.open(FormatFixtures.edf(folder, 3), "tiny.edf")) {
      assertThat(signal.samples()).isEqualTo(300);
      assertThat(signal.info().samplingHz()).isEqualTo(100);
      assertThat(signal.info().names()).containsExactly("Cz", "ECG");
      assertThat(signal.info().channels().get(1).type()).isEqualTo(ChannelType.ECG);
      double stored = 5 * 100 - 3000 + 1;
      double volt = (stored * 200 / 65535 - 100 + 32768 * 200.0 / 65535) * 1e-6;
      assertThat(signal.read(new int[] {0}, 105, 1)[0][0]).isCloseTo(volt, within(1e-15));
      assertThat(signal.info().annotations()).containsExactly(new Annotation(1.25, 0.5, "word"));
    }
  }

  @Test
  void tellsOfDamageInEdf() throws IOException {
    Path file = FormatFixtures.edf(folder, 3);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 100));
    assertThatThrownBy(() -> Edf.open(file, "tiny.edf"))
        .hasMessageContaining("BIDS_MEG_TRUNCATED: tiny.edf, byte " + (bytes.length - 100));
    bytes[236] = 'x';
    Files.write(file, bytes);
    assertThatThrownBy(() -> Edf.open(file, "tiny.edf"))
        .hasMessageContaining("tiny.edf, byte 236: the number of data records is 'x'");
  }
}
