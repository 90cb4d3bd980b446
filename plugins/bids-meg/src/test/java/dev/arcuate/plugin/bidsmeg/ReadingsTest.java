package dev.arcuate.plugin.bidsmeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.value.Json;
import dev.arcuate.plugin.bidsmeg.ctf.CtfSignal;
import dev.arcuate.plugin.bidsmeg.fif.FifEvents;
import dev.arcuate.plugin.bidsmeg.fif.FifEvoked;
import dev.arcuate.plugin.bidsmeg.fif.FifRaw;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Compensation;
import dev.arcuate.plugin.bidsmeg.signal.Event;
import dev.arcuate.plugin.bidsmeg.signal.Frame;
import dev.arcuate.plugin.bidsmeg.signal.Projector;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.plugin.bidsmeg.signal.Transform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real recordings read as MNE reads them, bit for bit. */
class ReadingsTest {
  private static final double SINGLE_PRECISION = 1e-6;

  @ParameterizedTest
  @ValueSource(strings = {"ctf", "ctf-fif", "sss", "empty-room"})
  void readsSamplesAndChannelsAsMneDoes(String key) throws IOException {
    Json.Node expected = SharedRecordings.expected(key);
    try (Signal signal = open(expected.text("file"))) {
      assertThat(signal.samples()).isEqualTo(expected.integer("samples"));
      assertThat(signal.firstSample()).isEqualTo(expected.integer("first"));
      compare(signal.info(), expected);
      assertThat(SharedRecordings.digest(signal.readAll())).isEqualTo(expected.text("digest"));
    }
  }

  private static Signal open(String name) throws IOException {
    return name.endsWith(".ds")
        ? CtfSignal.open(SharedRecordings.file(name), name)
        : FifRaw.open(SharedRecordings.file(name), name);
  }

  private static void compare(SignalInfo info, Json.Node expected) {
    assertThat(info.samplingHz()).isEqualTo(expected.number("rate"));
    assertThat(SharedRecordings.names(info)).isEqualTo(expected.text("names"));
    assertThat(SharedRecordings.types(info)).isEqualTo(expected.text("types"));
    List<?> positions = (List<?>) expected.fields().get("positions");
    int[] coils = expected.integers("coils");
    for (int i = 0; i < positions.size(); i++) {
      Channel channel = info.channels().get(20 * i);
      List<?> place = (List<?>) positions.get(i);
      for (int d = 0; d < 3; d++) {
        if (place.get(d) instanceof Number number && Double.isFinite(number.doubleValue())) {
          assertThat(channel.location()[d])
              .as("place of " + channel.name())
              .isCloseTo(number.doubleValue(), within(SINGLE_PRECISION));
        }
      }
      if (channel.type() != ChannelType.MISC && channel.type() != ChannelType.STIM) {
        assertThat(channel.coil()).as("coil of " + channel.name()).isEqualTo(coils[i]);
      }
    }
    assertThat(info.projectors())
        .extracting(Projector::description)
        .isEqualTo(expected.texts("projectors"));
    List<Json.Node> compensations = expected.objects("compensations");
    assertThat(info.compensations()).hasSize(compensations.size());
    for (int i = 0; i < compensations.size(); i++) {
      Compensation own = info.compensations().get(i);
      double sum = java.util.Arrays.stream(own.weights().values()).map(Math::abs).sum();
      assertThat(own.grade()).isEqualTo(compensations.get(i).integer("kind"));
      assertThat(sum / compensations.get(i).number("sum")).isCloseTo(1, within(1e-9));
    }
    if (expected.has("device-to-head")) {
      Transform own = info.transform(Frame.DEVICE, Frame.HEAD).orElseThrow();
      double[] matrix = expected.numbers("device-to-head");
      for (int i = 0; i < matrix.length; i++) {
        assertThat(own.matrix()[i]).isCloseTo(matrix[i], within(SINGLE_PRECISION));
      }
    }
  }

  @Test
  void readsBothFormsOfOneRecordingAlike() throws IOException {
    Json.Node ctf = SharedRecordings.expected("ctf");
    Json.Node fif = SharedRecordings.expected("ctf-fif");
    try (Signal folder = open(ctf.text("file"));
        Signal file = open(fif.text("file"))) {
      assertThat(folder.info().names()).isEqualTo(file.info().names());
      double[][] left = folder.readAll();
      double[][] right = file.readAll();
      double largest = 0;
      double farthest = 0;
      for (int c = 0; c < left.length; c++) {
        Channel one = folder.info().channels().get(c);
        if (one.type().meg()) {
          for (int t = 0; t < left[c].length; t++) {
            largest = Math.max(largest, Math.abs(left[c][t] - right[c][t]));
          }
          for (int d = 0; d < 3; d++) {
            farthest =
                Math.max(
                    farthest,
                    Math.abs(one.location()[d] - file.info().channels().get(c).location()[d]));
          }
        }
      }
      assertThat(largest).isLessThan(1e-15);
      assertThat(farthest).isLessThan(1e-6);
      assertThat(folder.starts()).containsExactly(0L, 1201L);
    }
  }

  @Test
  void countsAndSumsByTypeAsTheFactsSay() throws IOException {
    Json.Node facts = Json.read(SharedRecordings.file("facts.json"));
    for (String name : List.of("sample_audvis_trunc_raw_sss.fif", "141027_cropped_90Hz_raw.fif")) {
      Json.Node fact = facts.object(name);
      try (Signal signal = FifRaw.open(SharedRecordings.file("neuromag/" + name), name)) {
        assertThat(signal.info().highPassHz()).isEqualTo(fact.number("highpass_hz"));
        assertThat(signal.info().lowPassHz()).isEqualTo(fact.number("lowpass_hz"));
        for (Map.Entry<String, Object> type : fact.map("by_type").entrySet()) {
          Json.Node one = fact.object("by_type").object(type.getKey());
          List<Integer> places = new ArrayList<>();
          for (int c = 0; c < signal.info().channels().size(); c++) {
            if (signal.info().channels().get(c).type().label().equals(type.getKey())) {
              places.add(c);
            }
          }
          assertThat(places).hasSize(one.integer("count"));
          double[][] window = signal.read(new int[] {places.get(0)}, 0, 4);
          assertThat(window[0]).containsExactly(one.numbers("first_channel_first_4"));
        }
      }
    }
  }

  @Test
  void readsAveragesAsMneDoes() throws IOException {
    Json.Node expected = SharedRecordings.expected("evoked");
    List<FifEvoked> averages =
        FifEvoked.read(SharedRecordings.file("evoked/test-ave.fif.gz"), "test-ave.fif.gz");
    compare(averages.get(0).info(), expected);
    List<Json.Node> list = expected.objects("averages");
    assertThat(averages).hasSize(list.size());
    for (int i = 0; i < list.size(); i++) {
      FifEvoked average = averages.get(i);
      assertThat(average.comment()).isEqualTo(list.get(i).text("comment"));
      assertThat(average.averaged()).isEqualTo(list.get(i).integer("nave"));
      assertThat(average.firstSample()).isEqualTo(list.get(i).integer("first"));
      assertThat(average.startSeconds()).isCloseTo(list.get(i).number("start"), within(1e-6));
      assertThat(SharedRecordings.digest(average.values())).isEqualTo(list.get(i).text("digest"));
    }
  }

  @Test
  void readsEventsAsMneDoes() throws IOException {
    Json.Node expected = SharedRecordings.expected("events");
    List<Event> events =
        FifEvents.read(
            SharedRecordings.file("neuromag/sample_audvis_trunc_raw-eve.fif"), "x-eve.fif");
    int[] rows =
        events.stream()
            .flatMapToInt(
                e -> java.util.stream.IntStream.of((int) e.sample(), e.before(), e.code()))
            .toArray();
    assertThat(events).hasSize(expected.integer("rows"));
    assertThat(SharedRecordings.digest(rows)).isEqualTo(expected.text("digest"));
  }

  @Test
  void readsAWindowAsPartOfTheWhole() throws IOException {
    for (String key : List.of("ctf", "sss")) {
      try (Signal signal = open(SharedRecordings.expected(key).text("file"))) {
        double[][] all = signal.readAll();
        int[] some = {40, 3, 17};
        double[][] window = signal.read(some, 121, 160);
        for (int c = 0; c < some.length; c++) {
          assertThat(window[c])
              .containsExactly(java.util.Arrays.copyOfRange(all[some[c]], 121, 281));
        }
      }
    }
  }

  @Test
  void tellsThatSignalSpaceSeparationWasApplied() throws IOException {
    try (Signal signal = open(SharedRecordings.expected("sss").text("file"))) {
      assertThat(signal.info().flags()).contains(SignalInfo.SSS);
    }
  }
}
