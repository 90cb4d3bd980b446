package dev.arcuate.plugin.bidsmeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Inspector.Inspection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MegInspectorTest {
  @TempDir Path folder;

  private static Inspection of(Path path) throws IOException {
    return new MegInspector().inspect(path).orElseThrow();
  }

  @Test
  void saysWhatARecordingHolds() throws IOException {
    Inspection fif = of(FormatFixtures.fif(folder, 300));
    assertThat(fif.format()).isEqualTo("continuous recording");
    assertThat(fif.facts())
        .containsEntry("sampling rate", "200 Hz")
        .containsEntry("length", "1.500 s, 300 samples")
        .containsEntry("band", "0.1 to 80 Hz")
        .containsEntry("projectors", "1");
    assertThat(fif.parts().get(0).table().cells())
        .contains(List.of("mag", "4", "1", "T", "MEG100"), List.of("eeg", "2", "0", "V", "EEG000"));
    Inspection ctf = of(FormatFixtures.ctf(folder, 60));
    assertThat(ctf.facts()).containsEntry("stretches without a gap", "3");
    assertThat(ctf.parts().get(1).table().cells()).contains(List.of("word", "2"));
  }

  @Test
  void saysWhatOtherFilesOfFifHold() throws IOException {
    Inspection epochs = of(FormatFixtures.epochs(folder));
    assertThat(epochs.facts())
        .containsEntry("epochs", "3 of 3 events")
        .containsEntry("times", "-0.020 to 0.035 s, 12 samples");
    assertThat(epochs.parts().get(1).table().cells()).contains(List.of("1", "2"));
    assertThat(of(FormatFixtures.evoked(folder)).parts().get(1).table().cells())
        .containsExactly(List.of("words", "20", "-0.050 to 0.095 s, 30 samples"));
    assertThat(of(FormatFixtures.events(folder)).facts()).containsEntry("events", "2");
  }

  @Test
  void leavesOtherFilesToOthers() throws IOException {
    assertThat(new MegInspector().inspect(folder.resolve("x.nii"))).isEmpty();
  }
}
