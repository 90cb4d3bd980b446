package dev.arcuate.plugin.bidsmeg.fif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.plugin.bidsmeg.TinyMeg;
import dev.arcuate.plugin.bidsmeg.signal.Annotation;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.Event;
import dev.arcuate.plugin.bidsmeg.signal.Frame;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FifRoundTripTest {
  @TempDir Path folder;

  private final SignalInfo info = TinyMeg.info(6);

  private Path raw(int samples) throws IOException {
    Path file = folder.resolve("tiny_raw.fif");
    double[][] values = TinyMeg.values(info, samples, 3);
    try (FifRawWriter writer = FifRawWriter.create(file, info, 400)) {
      append(writer, values);
    }
    return file;
  }

  private static void append(FifRawWriter writer, double[][] values) throws IOException {
    for (int first = 0; first < values[0].length; first += 200) {
      int count = Math.min(200, values[0].length - first);
      double[][] part = new double[values.length][];
      for (int c = 0; c < values.length; c++) {
        part[c] = java.util.Arrays.copyOfRange(values[c], first, first + count);
      }
      writer.append(part, count);
    }
  }

  @Test
  void readsWhatItWrote() throws IOException {
    try (FifRaw raw = FifRaw.open(raw(950), "tiny_raw.fif")) {
      assertThat(raw.samples()).isEqualTo(950);
      assertThat(raw.firstSample()).isEqualTo(400);
      assertThat(raw.readAll()).isDeepEqualTo(TinyMeg.values(info, 950, 3));
      assertThat(raw.info().names()).isEqualTo(info.names());
      assertThat(raw.info().channels())
          .extracting(Channel::bad)
          .isEqualTo(info.channels().stream().map(Channel::bad).toList());
      assertThat(raw.info().projectors()).hasSize(1);
      assertThat(raw.info().transform(Frame.DEVICE, Frame.HEAD).orElseThrow().matrix()[11])
          .isCloseTo(0.04, within(1e-8));
      assertThat(raw.info().annotations()).hasSize(2);
      Annotation blink = raw.info().annotations().get(0);
      assertThat(blink.description()).isEqualTo("BAD_blink");
      assertThat(blink.onsetSeconds()).isCloseTo(1.5, within(1e-6));
      assertThat(blink.durationSeconds()).isCloseTo(0.25, within(1e-6));
      assertThat(raw.info().annotations().get(1).description()).isEqualTo("note: a");
    }
  }

  @Test
  void goesOnInTheNextFileWhereOneIsFull() throws IOException {
    Path file = folder.resolve("tiny_raw.fif");
    double[][] values = TinyMeg.values(info, 950, 3);
    try (FifRawWriter writer = new FifRawWriter(file, info, 400, 17_000)) {
      append(writer, values);
    }
    assertThat(folder.resolve("tiny_raw-1.fif")).exists();
    try (FifRaw raw = FifRaw.open(file, "tiny_raw.fif")) {
      assertThat(raw.readAll()).isDeepEqualTo(values);
      double[][] across = raw.read(new int[] {2}, 350, 300);
      assertThat(across[0]).containsExactly(java.util.Arrays.copyOfRange(values[2], 350, 650));
    }
    Files.delete(folder.resolve("tiny_raw-1.fif"));
    assertThatThrownBy(() -> FifRaw.open(file, "tiny_raw.fif"))
        .hasMessageContaining("BIDS_MEG_PART_ABSENT")
        .hasMessageContaining("goes on in tiny_raw-1.fif, which is not beside it");
  }

  @ParameterizedTest
  @ValueSource(ints = {Fif.SHORT, Fif.PACK16, Fif.INT, Fif.FLOAT, Fif.DOUBLE})
  void readsEveryKindOfNumber(int type) throws IOException {
    Path file = folder.resolve("kinds_raw.fif");
    try (FifTags tags = new FifTags(file)) {
      tags.begin(Fif.B_MEASUREMENT);
      new FifInfoWriter(tags, info).write(type);
      tags.begin(Fif.B_RAW);
      int channels = info.channels().size();
      int width = type == Fif.DOUBLE ? 8 : type == Fif.SHORT || type == Fif.PACK16 ? 2 : 4;
      tags.raw(Fif.BUFFER, type, 3 * channels * width);
      for (int i = 0; i < 3 * channels; i++) {
        switch (type) {
          case Fif.SHORT, Fif.PACK16 -> tags.out().writeShort(i - 10);
          case Fif.INT -> tags.out().writeInt(i - 10);
          case Fif.FLOAT -> tags.out().writeFloat(i - 10);
          default -> tags.out().writeDouble(i - 10);
        }
      }
      tags.end(Fif.B_RAW);
      tags.end(Fif.B_MEASUREMENT);
    }
    try (FifRaw raw = FifRaw.open(file, "kinds_raw.fif")) {
      int channels = info.channels().size();
      assertThat(raw.read(new int[] {1}, 0, 3)[0])
          .containsExactly(1 - 10, channels + 1 - 10, 2 * channels + 1 - 10);
    }
  }

  @Test
  void readsAGapAsZerosAndAnnotatesIt() throws IOException {
    Path file = folder.resolve("gap_raw.fif");
    int channels = info.channels().size();
    try (FifTags tags = new FifTags(file)) {
      tags.begin(Fif.B_MEASUREMENT);
      new FifInfoWriter(tags, info).write(Fif.FLOAT);
      tags.begin(Fif.B_MAXSHIELD_RAW);
      for (int buffer = 0; buffer < 2; buffer++) {
        if (buffer == 1) {
          tags.integer(Fif.SKIP, 3);
        }
        tags.raw(Fif.BUFFER, Fif.FLOAT, 2 * channels * 4);
        for (int i = 0; i < 2 * channels; i++) {
          tags.out().writeFloat(1);
        }
      }
      tags.end(Fif.B_MAXSHIELD_RAW);
      tags.end(Fif.B_MEASUREMENT);
    }
    try (FifRaw raw = FifRaw.open(file, "gap_raw.fif")) {
      assertThat(raw.samples()).isEqualTo(10);
      assertThat(raw.read(new int[] {0}, 0, 10)[0]).containsExactly(1, 1, 0, 0, 0, 0, 0, 0, 1, 1);
      assertThat(raw.info().annotations())
          .containsExactly(new Annotation(0.01, 0.03, "BAD_ACQ_SKIP"));
      assertThat(raw.info().flags()).contains(SignalInfo.MAXSHIELD);
    }
  }

  @Test
  void readsEpochsAveragesAndEventsThatItWrote() throws IOException {
    double[][][] data = {TinyMeg.values(info, 40, 1), TinyMeg.values(info, 40, 2)};
    List<Event> events = List.of(new Event(500, 0, 1), new Event(700, 0, 2));
    Path epochs = folder.resolve("tiny-epo.fif");
    FifCuts.epochs(epochs, info, events, -10, 40, event -> data[event]);
    try (FifEpochs read = FifEpochs.open(epochs, "tiny-epo.fif")) {
      assertThat(read.events()).isEqualTo(events);
      assertThat(read.firstSample()).isEqualTo(-10);
      assertThat(read.read(1)).isDeepEqualTo(data[1]);
    }
    Path evoked = folder.resolve("tiny-ave.fif");
    FifCuts.evoked(evoked, List.of(new FifEvoked(info, "words", 100, 20, -10, -0.05, data[0])));
    FifEvoked average = FifEvoked.read(evoked, "tiny-ave.fif").get(0);
    assertThat(average.values()).isDeepEqualTo(data[0]);
    assertThat(average.comment()).isEqualTo("words");
    assertThat(average.averaged()).isEqualTo(20);
    Path list = folder.resolve("tiny-eve.fif");
    FifCuts.events(list, events);
    assertThat(FifEvents.read(list, "tiny-eve.fif")).isEqualTo(events);
  }

  @Test
  void tellsWhereAFileEndsTooEarly() throws IOException {
    Path file = raw(950);
    long size = Files.size(file);
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(size - 3000);
    }
    assertThatThrownBy(() -> FifRaw.open(file, "tiny_raw.fif"))
        .hasMessageMatching(
            "error BIDS_MEG_TRUNCATED: tiny_raw.fif, byte \\d+: \\d+ bytes belong here, but the"
                + " file ends at byte "
                + (size - 3000));
  }

  @Test
  void tellsOfNumbersInTheWrongOrder() throws IOException {
    Path file = raw(200);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    for (int i = 0; i + 4 <= bytes.limit(); i += 4) {
      bytes.putInt(i, Integer.reverseBytes(bytes.getInt(i)));
    }
    Files.write(file, bytes.array());
    assertThatThrownBy(() -> FifRaw.open(file, "tiny_raw.fif"))
        .hasMessage(
            "error BIDS_MEG_WRONG_ENDIAN: tiny_raw.fif: the bytes of its numbers are in the wrong"
                + " order; FIF files are big-endian");
  }

  @Test
  void tellsOfPartsThatNameEachOther() throws IOException {
    Path file = folder.resolve("circle_raw.fif");
    try (FifTags tags = new FifTags(file)) {
      tags.begin(Fif.B_MEASUREMENT);
      new FifInfoWriter(tags, info).write(Fif.FLOAT);
      tags.begin(Fif.B_RAW);
      tags.raw(Fif.BUFFER, Fif.FLOAT, info.channels().size() * 4);
      tags.out().write(new byte[info.channels().size() * 4]);
      tags.begin(Fif.B_REFERENCE);
      tags.integer(Fif.REFERENCE_ROLE, Fif.ROLE_NEXT_FILE);
      tags.text(Fif.REFERENCE_NAME, "circle_raw.fif");
      tags.end(Fif.B_REFERENCE);
      tags.end(Fif.B_RAW);
      tags.end(Fif.B_MEASUREMENT);
    }
    assertThatThrownBy(() -> FifRaw.open(file, "circle_raw.fif"))
        .hasMessageContaining("its parts name each other in a circle");
  }
}
