package dev.arcuate.plugin.bidsmeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Recording;
import dev.arcuate.plugin.bidsmeg.BidsMegSettings.Bads;
import dev.arcuate.plugin.bidsmeg.BidsMegSettings.Modality;
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
import org.junit.jupiter.api.io.TempDir;

/** EEG of a BIDS dataset, with the tables beside it. */
class EegDatasetTest {
  private static final String STEM = "sub-01/eeg/sub-01_task-story";

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void writeDataset() throws IOException {
    data = folder.resolve("data");
    Path eeg = Files.createDirectories(data.resolve("sub-01/eeg"));
    text("dataset_description.json", "{\"Name\": \"t\", \"BIDSVersion\": \"1.9.0\"}");
    // pybv's file under its name in BIDS.
    Path oracle = Path.of("src/test/resources/oracles/eeg");
    for (String part : List.of("vhdr", "vmrk", "eeg")) {
      byte[] bytes = Files.readAllBytes(oracle.resolve("pybv-int16." + part));
      Path file = eeg.resolve("sub-01_task-story_eeg." + part);
      if (part.equals("eeg")) {
        Files.write(file, bytes);
      } else {
        String header = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
        Files.writeString(file, header.replace("pybv-int16", "sub-01_task-story_eeg"));
      }
    }
    text(
        STEM + "_channels.tsv",
        """
        name\ttype\tunits\tstatus
        Fp1\tEEG\tuV\tgood
        C,z\tEEG\tuV\tgood
        HEOG\tEOG\tuV\tgood
        Größe\tMISC\tmV\tbad
        """);
    text(
        "sub-01/eeg/sub-01_space-CTF_electrodes.tsv",
        "name\tx\ty\tz\nFp1\t80\t20\t50\nC,z\t0\t0\t120\nHEOG\tn/a\tn/a\tn/a\n");
    text(
        "sub-01/eeg/sub-01_space-CTF_coordsystem.json",
        "{\"EEGCoordinateSystem\": \"CTF\", \"EEGCoordinateUnits\": \"mm\"}");
  }

  private void text(String name, String content) throws IOException {
    Files.writeString(data.resolve(name), content);
  }

  private BidsMegSettings ask(List<String> channels) {
    return new BidsMegSettings(
        Optional.of(new InputPath(data, "data")),
        "01",
        List.of("story"),
        List.of(),
        List.of(),
        Modality.EEG,
        Map.of(),
        Map.of(),
        channels,
        Bads.DROP,
        List.of(),
        false,
        List.of());
  }

  private Recording read(TestTask task, String... channels) throws IOException {
    new BidsMegReader(new PlainLinearAlgebra()).read(ask(List.of(channels)), task);
    return task.result("recording", Recording.class);
  }

  @Test
  void placesElectrodesInHeadCoordinates() throws IOException {
    Recording recording = read(new TestTask(folder), "eeg");
    Geometry.Sensors sensors = (Geometry.Sensors) recording.geometry();
    assertThat(sensors.names()).containsExactly("Fp1", "C,z");
    assertThat(recording.units()).isEqualTo("V");
    // CTF's x points to the nose and its y to the left ear; ours to the right ear and the nose.
    double[] expected = {-0.02, 0.08, 0.05, 0, 0, 0.12};
    for (int i = 0; i < expected.length; i++) {
      assertThat(sensors.positions()[i]).isCloseTo(expected[i], within(1e-12));
    }
  }

  @Test
  void takesTypesAndBadChannelsFromTheTable() throws IOException {
    Geometry.Sensors sensors =
        (Geometry.Sensors) read(new TestTask(folder), "eeg", "eog", "misc").geometry();
    assertThat(sensors.names()).containsExactly("Fp1", "C,z", "HEOG");
    assertThat(sensors.types()).containsExactly("eeg", "eeg", "eog");
  }

  @Test
  void takesATableFromAboveWhereTheRecordingHasNone() throws IOException {
    String table = Files.readString(data.resolve(STEM + "_channels.tsv"));
    Files.delete(data.resolve(STEM + "_channels.tsv"));
    text("task-other_channels.tsv", "name\ttype\nFp1\tMISC\n");
    text("task-story_channels.tsv", table);
    Geometry.Sensors sensors =
        (Geometry.Sensors) read(new TestTask(folder), "eeg", "eog", "misc").geometry();
    assertThat(sensors.names()).containsExactly("Fp1", "C,z", "HEOG");
  }

  @Test
  void tellsOfColumnsThatAreMissing() throws IOException {
    text("sub-01/eeg/sub-01_space-CTF_electrodes.tsv", "name\tx\ty\nFp1\t80\t20\n");
    assertThatThrownBy(() -> read(new TestTask(folder), "eeg"))
        .hasMessage(
            "error BIDS_MEG_TABLE: sub-01/eeg/sub-01_space-CTF_electrodes.tsv has no column 'z';"
                + " it has name, x, y");
  }
}
