package dev.arcuate.plugin.bidsmeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.BrainReader;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Recording;
import dev.arcuate.plugin.bidsmeg.BidsMegSettings.Bads;
import dev.arcuate.plugin.bidsmeg.BidsMegSettings.Modality;
import dev.arcuate.plugin.bidsmeg.fif.FifRawWriter;
import dev.arcuate.plugin.bidsmeg.prepare.PrepareStep;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.testkit.BrainReaderContract;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BidsMegReaderTest extends BrainReaderContract<BidsMegSettings> {
  private static final int SAMPLES = 1000;

  private final SignalInfo info = TinyMeg.info(5);
  private Path data;

  @BeforeEach
  void writeDataset() throws IOException {
    data = Files.createDirectories(folder.resolve("data"));
    text("dataset_description.json", "{\"Name\": \"t\", \"BIDSVersion\": \"1.9.0\"}");
    raw("sub-01/meg/sub-01_task-story_meg.fif", 1);
    text(
        "sub-01/meg/sub-01_task-story_channels.tsv",
        """
        name\ttype\tunits\tstatus
        MEG100\tMEGMAG\tT\tgood
        MEG101\tMEGMAG\tT\tgood
        MEG102\tMEGMAG\tT\tgood
        MEG103\tMEGMAG\tT\tbad
        MEG104\tMEGMAG\tT\tgood
        """);
    text(
        "sub-01/meg/sub-01_task-story_meg.json",
        "{\"TaskName\": \"story\", \"AssociatedEmptyRoom\": \"sub-emptyroom/meg/x_meg.fif\"}");
  }

  private void text(String name, String content) throws IOException {
    Files.createDirectories(data.resolve(name).getParent());
    Files.writeString(data.resolve(name), content);
  }

  private void raw(String name, long seed) throws IOException {
    Files.createDirectories(data.resolve(name).getParent());
    try (FifRawWriter writer = FifRawWriter.create(data.resolve(name), info, 50)) {
      writer.append(TinyMeg.values(info, SAMPLES, seed), SAMPLES);
    }
  }

  private BidsMegSettings ask(
      String subject, List<String> run, List<String> channels, Bads bads, PrepareStep... steps) {
    return new BidsMegSettings(
        Optional.of(new InputPath(data, "data")),
        subject,
        List.of("story"),
        List.of(),
        run,
        Modality.MEG,
        Map.of(),
        Map.of(),
        channels,
        bads,
        List.of(),
        false,
        List.of(steps));
  }

  @Override
  protected BidsMegReader component() {
    return new BidsMegReader(new PlainLinearAlgebra());
  }

  @Override
  protected BidsMegSettings settings() {
    return ask(
        "01",
        List.of(),
        List.of("meg"),
        Bads.DROP,
        PrepareStep.of(
            new PrepareStep.Filter(
                Optional.of(1.0), Optional.of(40.0), PrepareStep.Filter.Method.FIR, 4)));
  }

  @Override
  protected BidsMegSettings settingsForAbsentData() {
    return ask("02", List.of(), List.of("meg"), Bads.DROP);
  }

  @Override
  protected TestTask task(Path place) {
    return new TestTask(place);
  }

  @Test
  void readsGoodChannelsWithTheirPlaces() throws IOException {
    TestTask task = task(folder);
    component().read(ask("01", List.of(), List.of("meg"), Bads.DROP), task);
    Recording recording = task.result("recording", Recording.class);
    Geometry.Sensors sensors = (Geometry.Sensors) recording.geometry();
    // One is bad by the file, another by its table.
    assertThat(sensors.names()).containsExactly("MEG100", "MEG102", "MEG104");
    assertThat(recording.units()).isEqualTo("T");
    assertThat(recording.sampling().periodSeconds()).isCloseTo(1 / TinyMeg.RATE, within(1e-12));
    assertThat(sensors.positions()[2]).isCloseTo(0.04, within(1e-6));
    double[][] expected = TinyMeg.values(info, SAMPLES, 1);
    float[] row = recording.matrix().row(17);
    assertThat(row)
        .containsExactly((float) expected[0][17], (float) expected[2][17], (float) expected[4][17]);
    Json.Node run = Json.read(recording.preparation()).objects("runs").get(0);
    assertThat(run.texts("bad-channels")).containsExactly("MEG101", "MEG103");
    assertThat(run.objects("annotations").get(0).text("description")).isEqualTo("BAD_blink");
    assertThat(task.warnings()).extracting(Problem::code).contains("BIDS_MEG_EMPTY_ROOM");
  }

  @Test
  void severalPeopleAreThoseWhoHaveWhatIsAskedFor() throws IOException {
    raw("sub-02/meg/sub-02_task-other_meg.fif", 2);
    raw("sub-03/meg/sub-03_task-story_meg.fif", 3);
    BrainReader.People all =
        component().people(ask("all", List.of(), List.of("meg"), Bads.DROP)).orElseThrow();
    assertThat(all.labels()).containsExactly("01", "03");
    assertThat(all.leftOut()).containsOnlyKeys("02");
    assertThat(component().people(settings())).isEmpty();
  }

  @Test
  void readsRunsOneAfterAnother() throws IOException {
    Files.delete(data.resolve("sub-01/meg/sub-01_task-story_meg.fif"));
    raw("sub-01/meg/sub-01_task-story_run-1_meg.fif", 1);
    raw("sub-01/meg/sub-01_task-story_run-2_meg.fif", 2);
    TestTask task = task(folder);
    component().read(ask("01", List.of("1", "2"), List.of("MEG10*"), Bads.KEEP), task);
    Recording recording = task.result("recording", Recording.class);
    assertThat(recording.sampling().runs()).hasSize(2);
    assertThat(recording.geometry().targets()).isEqualTo(5);
    assertThat(recording.matrix().row(SAMPLES + 3)[1])
        .isEqualTo((float) TinyMeg.values(info, SAMPLES, 2)[1][3]);
  }

  @Test
  void readsTheSameThroughAScratchFile() throws IOException {
    TestTask rich = task(folder.resolve("rich"));
    component().read(settings(), rich);
    TestTask poor = task(folder.resolve("poor")).with(new dev.arcuate.api.Resources(1, 1000, 0));
    component().read(settings(), poor);
    assertThat(poor.result("recording", Recording.class).matrix().toArray())
        .isEqualTo(rich.result("recording", Recording.class).matrix().toArray());
  }

  @Test
  void refusesToAlias() {
    PrepareStep decimate =
        new PrepareStep(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(4),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty());
    assertThatThrownBy(
            () ->
                component()
                    .read(ask("01", List.of(), List.of("meg"), Bads.DROP, decimate), task(folder)))
        .hasMessage(
            "error BIDS_MEG_ALIASING: decimate: 4 leaves 50 Hz, but the recording holds up to"
                + " 80 Hz, which would appear at other frequencies");
  }

  @Test
  void tellsOfChannelsThatAreNotThere() {
    assertThatThrownBy(
            () -> component().read(ask("01", List.of(), List.of("seeg"), Bads.DROP), task(folder)))
        .hasMessage(
            "error BIDS_MEG_NO_SUCH_CHANNEL: sub-01/meg/sub-01_task-story_meg.fif has no channel"
                + " 'seeg'; its types are eeg, mag, stim");
  }

  @Test
  void suggestsChannelsWhoseNamesGoOn() {
    assertThatThrownBy(
            () -> component().read(ask("01", List.of(), List.of("MEG10"), Bads.DROP), task(folder)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().get(0).hint())
                    .contains("did you mean 'MEG100', or 'MEG10*'?"));
  }

  @Test
  void tellsOfAFilterAboveNyquist() {
    PrepareStep filter =
        PrepareStep.of(
            new PrepareStep.Filter(
                Optional.empty(), Optional.of(150.0), PrepareStep.Filter.Method.FIR, 4));
    assertThatThrownBy(
            () ->
                component()
                    .read(ask("01", List.of(), List.of("meg"), Bads.DROP, filter), task(folder)))
        .hasMessage(
            "error BIDS_MEG_ABOVE_NYQUIST: low-pass at 150 Hz needs a sampling rate above 300"
                + " Hz; the recording has 200 Hz");
  }
}
