package dev.arcuate.plugin.bidsfmri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Recording;
import dev.arcuate.plugin.bidsfmri.nifti.ComplexPart;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images with several numbers per voxel and volume: see bench/oracles/nifti.py. */
class SeveralValuesTest {
  @TempDir Path folder;
  private TinyDataset data;

  @BeforeEach
  void start() throws IOException {
    data = new TinyDataset(folder.resolve("data"));
    data.text("task-story_bold.json", "{\"RepetitionTime\": 2}");
    Files.createDirectories(data.root().resolve("sub-01/func"));
  }

  private Ask image(String resource, String ending) throws Exception {
    Path file = Path.of(getClass().getResource("/nifti/" + resource).toURI());
    Files.copy(file, data.root().resolve("sub-01/func/sub-01_task-story_bold" + ending));
    return Ask.of(data.root()).clean(List.of());
  }

  private Recording read(Ask ask) throws IOException {
    TestTask task = new TestTask(folder.resolve("task"));
    new BidsFmriReader(new PlainLinearAlgebra()).read(ask.settings(), task);
    return task.result("recording", Recording.class);
  }

  private static double[] expected(String file, int component, String part) throws Exception {
    Path facts = Path.of(SeveralValuesTest.class.getResource("/nifti/several.json").toURI());
    return Json.read(facts).objects("files").stream()
        .filter(one -> one.text("file").equals(file))
        .filter(one -> one.integer("component") == component && one.text("complex").equals(part))
        .findFirst()
        .orElseThrow()
        .numbers("values");
  }

  private static void requireSame(Recording recording, int[] voxels, double[] expected) {
    for (int row = 0; row < recording.sampling().samples(); row++) {
      for (int target = 0; target < voxels.length; target++) {
        assertThat((double) recording.matrix().at(row, target))
            .isCloseTo(expected[row * 12 + voxels[target]], within(1e-5));
      }
    }
  }

  private static int[] voxels(Recording recording) {
    return ((dev.arcuate.api.value.Geometry.Volume) recording.geometry()).voxels();
  }

  @Test
  void readsTheComponentThatIsNamed() throws Exception {
    Ask ask = image("vector.nii.gz", ".nii.gz");
    // The mask is computed, so that the file is read twice and decompressed once.
    for (int component = 1; component <= 3; component++) {
      Recording recording = read(ask.component(component));
      assertThat(recording.sampling().samples()).isEqualTo(4);
      assertThat(voxels(recording)).isNotEmpty();
      requireSame(recording, voxels(recording), expected("vector.nii.gz", component, "magnitude"));
    }
    refused(() -> read(ask), "holds 3 value(s) per voxel and volume (3 × 2 × 2 × 4 × 3)");
    refused(() -> read(ask.component(4)), "none is component 4");
  }

  private static void refused(ThrowableAssert.ThrowingCallable reading, String why) {
    assertThat(org.assertj.core.api.Assertions.catchThrowable(reading))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems().get(0).code()).isEqualTo("BIDS_FMRI_AXES");
              assertThat(e.problems().get(0).message()).contains(why);
              assertThat(e.problems().get(0).hint().orElse("")).contains("component");
            });
  }

  @Test
  void takesTheFifthAxisForTimeWhereTheFourthHoldsNothing() throws Exception {
    Recording recording = read(image("fifth-axis.nii", ".nii"));
    assertThat(recording.sampling().samples()).isEqualTo(4);
    requireSame(recording, voxels(recording), expected("fifth-axis.nii", 1, "magnitude"));
  }

  @Test
  void readsThePartOfComplexNumbersThatIsNamed() throws Exception {
    Ask ask = image("complex-c8.nii", ".nii");
    for (ComplexPart part : ComplexPart.values()) {
      Recording recording = read(ask.complex(part));
      String name = part.name().toLowerCase(java.util.Locale.ROOT);
      requireSame(recording, voxels(recording), expected("complex-c8.nii", 1, name));
    }
  }
}
