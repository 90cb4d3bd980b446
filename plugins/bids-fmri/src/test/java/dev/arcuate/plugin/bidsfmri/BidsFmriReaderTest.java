package dev.arcuate.plugin.bidsfmri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.BrainReader;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Resources;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Scaling;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiType;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiWriter;
import dev.arcuate.testkit.BrainReaderContract;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BidsFmriReaderTest extends BrainReaderContract<BidsFmriSettings> {
  private static final String STEM = "sub-01/func/sub-01_task-story";

  private TinyDataset data;

  @BeforeEach
  void writeDataset() throws IOException {
    data = new TinyDataset(folder.resolve("data"));
    data.text("task-story_bold.json", "{\"RepetitionTime\": 1.5}");
    data.images(STEM + "_bold.nii.gz", 40, 1.5, 1);
  }

  @Override
  protected BidsFmriReader component() {
    return new BidsFmriReader(new PlainLinearAlgebra());
  }

  @Override
  protected BidsFmriSettings settings() {
    return ask().settings();
  }

  @Override
  protected BidsFmriSettings settingsForAbsentData() {
    return ask().subject("02").settings();
  }

  @Override
  protected TestTask task(Path place) {
    return new TestTask(place);
  }

  private Ask ask() {
    return Ask.of(data.root());
  }

  private Recording read(TestTask task, Ask ask) throws IOException {
    component().read(ask.settings(), task);
    return task.result("recording", Recording.class);
  }

  private Recording read(Ask ask) throws IOException {
    return read(new TestTask(folder.resolve("task")), ask);
  }

  private static int[] voxels(Recording recording) {
    return ((Geometry.Volume) recording.geometry()).voxels();
  }

  private static int[] range(int from, int to) {
    return IntStream.rangeClosed(from, to).toArray();
  }

  @Test
  void severalPeopleAreThoseWhoHaveWhatIsAskedFor() throws IOException {
    data.images("sub-02/func/sub-02_task-story_bold.nii.gz", 40, 1.5, 2);
    data.images("sub-03/func/sub-03_task-other_bold.nii.gz", 40, 1.5, 3);
    data.images("sub-10/func/sub-10_task-story_bold.nii.gz", 40, 1.5, 4);
    data.images("sub-pilot/func/sub-pilot_task-story_bold.nii.gz", 40, 1.5, 5);
    Ask ask = ask().without("sub-02", "fell asleep");
    BrainReader.People all = people(ask.subject("all"));
    assertThat(all.labels()).containsExactly("01", "10", "pilot");
    assertThat(all.leftOut())
        .containsExactly(
            Map.entry("02", "fell asleep"),
            Map.entry("03", "no file task-story_bold.nii or .nii.gz"));
    assertThat(people(ask.subject("1-9")).labels()).containsExactly("01");
    assertThat(people(ask.subject("/1.|p.*/")).labels()).containsExactly("10", "pilot");
    assertThat(component().people(ask.subject("02").settings())).isEmpty();
    assertThat(component().people(ask.subject("sub-nobody").settings())).isEmpty();
  }

  private BrainReader.People people(Ask ask) {
    return component().people(ask.settings()).orElseThrow();
  }

  @Test
  void readsVaryingVoxelsAboveTheThreshold() throws IOException {
    TestTask task = new TestTask(folder);
    Recording recording = read(task, ask().clean(0, 0, Scaling.NONE));
    assertThat(recording.sampling())
        .isEqualTo(new Sampling(1.5, List.of(new Sampling.Run("1", 40))));
    assertThat(recording.subject()).isEqualTo("01");
    assertThat(recording.units()).isEqualTo("arbitrary");
    // The largest mean is that of the constant voxel 23, which is left out.
    assertThat(voxels(recording)).containsExactly(range(6, 22));
    Geometry.Volume volume = (Geometry.Volume) recording.geometry();
    assertThat(volume.affine()).containsExactly(TinyDataset.AFFINE);
    assertThat(volume.space()).isEqualTo("native");
    float[] column = recording.matrix().column(4);
    double mean = IntStream.range(0, 40).mapToDouble(t -> TinyDataset.value(1, t, 10)).sum() / 40;
    for (int t = 0; t < 40; t++) {
      assertThat((double) column[t]).isCloseTo(TinyDataset.value(1, t, 10) - mean, within(1e-4));
    }
    assertThat(task.warnings()).isEmpty();
    assertThat(task.notes())
        .containsEntry("targets", 17)
        .containsEntry("targets-unusable", 0)
        .containsEntry("repetition-time", 1.5);
  }

  @Test
  void standardisesEachRun() throws IOException {
    data.images("sub-01/func/sub-01_task-story_run-01_bold.nii.gz", 30, 1.5, 2);
    data.images("sub-01/func/sub-01_task-story_run-02_bold.nii.gz", 20, 1.5, 3);
    Recording recording = read(ask().run("2", "1"));
    assertThat(recording.sampling().runs())
        .containsExactly(new Sampling.Run("2", 20), new Sampling.Run("1", 30));
    assertThat(recording.units()).isEqualTo("z");
    float[] column = recording.matrix().column(3);
    for (int[] rows : List.of(range(0, 19), range(20, 49))) {
      double mean = Arrays.stream(rows).mapToDouble(t -> column[t]).average().orElseThrow();
      double square =
          Arrays.stream(rows).mapToDouble(t -> column[t] * column[t]).average().orElseThrow();
      assertThat(mean).isCloseTo(0, within(1e-6));
      assertThat(square).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void usesTheMaskOfTheDataset() throws IOException {
    data.mask(STEM + "_desc-brain_mask.nii.gz", 0, 5, 23);
    TestTask task = new TestTask(folder);
    Recording recording = read(task, ask());
    assertThat(voxels(recording)).containsExactly(0, 5, 23);
    assertThat(recording.matrix().column(2)).containsOnly(Float.NaN);
    assertThat(recording.matrix().column(1)).doesNotContain(Float.NaN);
    assertThat(task.warnings())
        .extracting(Problem::code)
        .containsExactly("BIDS_FMRI_TARGETS_UNUSABLE");
    assertThat(task.notes().get("mask")).isEqualTo(STEM + "_desc-brain_mask.nii.gz");
  }

  @Test
  void usesTheMaskOfTheSettings() throws IOException {
    data.mask(STEM + "_desc-brain_mask.nii.gz", 0, 5);
    Path mask = data.mask("mask.nii", 7, 8);
    assertThat(voxels(read(ask().mask(mask)))).containsExactly(7, 8);
    Path empty = data.mask("empty.nii");
    assertProblem("BIDS_FMRI_EMPTY_MASK", ask().mask(empty)).contains("m.nii");
  }

  @Test
  void refusesAMaskOnAnotherGrid() throws IOException {
    double[] elsewhere = TinyDataset.AFFINE.clone();
    elsewhere[3] = 1;
    Path mask = data.root().resolve("moved.nii");
    try (NiftiWriter writer =
        NiftiWriter.create(
            mask,
            new NiftiWriter.Image(TinyDataset.SHAPE, 1, elsewhere, 1, 0, NiftiType.UINT8, ""))) {
      writer.append(new float[24]);
    }
    assertProblem("BIDS_FMRI_MASK_GRID", ask().mask(mask)).contains("4 × 3 × 2");
  }

  @Test
  void dropsDummyVolumesBeforeAnythingElse() throws IOException {
    float[] whole = read(ask().clean(0, 0, Scaling.NONE)).matrix().column(0);
    Recording cut = read(ask().clean(4, 0, Scaling.NONE));
    assertThat(cut.sampling().samples()).isEqualTo(36);
    double mean = 0;
    float[] rest = Arrays.copyOfRange(whole, 4, 40);
    for (float value : rest) {
      mean += value / 36;
    }
    assertThat(cut.matrix().at(0, 0)).isCloseTo((float) (rest[0] - mean), within(1e-4f));
  }

  /** Projecting drift and confounds one after the other would put some drift back. */
  @Test
  void takesDriftAndConfoundsOutTogether() throws IOException {
    StringBuilder table = new StringBuilder("csf\ttrans_x_derivative1\tframewise\n");
    for (int t = 0; t < 40; t++) {
      table.append(t * t).append('\t').append(t == 0 ? "n/a" : Math.sin(t)).append("\t7\n");
    }
    data.text(STEM + "_desc-confounds_timeseries.tsv", table.toString());
    TestTask task = new TestTask(folder);
    Recording recording =
        read(task, ask().clean(0, 20, Scaling.NONE, "csf", "trans_x*", "framewise"));
    // 1 intercept, 6 cosines of 60 s, csf and trans_x_derivative1; the constant adds nothing.
    assertThat(task.notes()).containsEntry("nuisance-regressors", List.of(9));
    float[] column = recording.matrix().column(2);
    double[] against = new double[3];
    for (int t = 0; t < 40; t++) {
      against[0] += column[t];
      against[1] += column[t] * Math.cos(Math.PI * (t + .5) * 6 / 40);
      against[2] += column[t] * (double) (t * t) / 1600;
    }
    assertThat(against).usingComparatorWithPrecision(1e-4).containsExactly(0, 0, 0);
  }

  @Test
  void namesConfoundsThatAreNotThere() throws IOException {
    assertProblem("BIDS_FMRI_CONFOUNDS_MISSING", ask().clean(0, 128, Scaling.NONE, "csf"));
    data.text(STEM + "_desc-confounds_regressors.tsv", "csf\twm\n" + "1\t2\n".repeat(40));
    assertProblem(
            "BIDS_FMRI_CONFOUND_UNKNOWN", ask().clean(0, 128, Scaling.NONE, "scf", "motion-6"))
        .contains("'scf'", "'motion-6'");
    data.text(STEM + "_desc-confounds_regressors.tsv", "csf\twm\n" + "1\t2\n".repeat(39));
    assertProblem("BIDS_FMRI_ROWS_DIFFER", ask().clean(0, 128, Scaling.NONE, "csf"))
        .contains("39 rows", "40 volumes");
    data.text(
        STEM + "_desc-confounds_regressors.tsv", "csf\n" + "1\n".repeat(20) + "n/a\n".repeat(20));
    assertProblem("BIDS_FMRI_CONFOUND_GAP", ask().clean(0, 128, Scaling.NONE, "csf"))
        .contains("row 21");
  }

  @Test
  void refusesToTakeEverythingOut() throws IOException {
    assertProblem("BIDS_FMRI_NOTHING_LEFT", ask().clean(0, 3, Scaling.NONE)).contains("40");
    assertProblem("BIDS_FMRI_TOO_SHORT", ask().clean(39, 128, Scaling.NONE)).contains("39");
  }

  @Test
  void readsRegions() throws IOException {
    data.text(
        STEM + "_atlas-x_timeseries.tsv", "A\tB\tC\n" + "1\t5\t2\n2\t5\tn/a\n4\t5\t3\n8\t5\t1\n");
    data.text(STEM + "_desc-confounds_timeseries.tsv", "csf\n1\n2\n3\n4\n");
    data.text("task-story_timeseries.json", "{\"SamplingFrequency\": 0.5}");
    TestTask task = new TestTask(folder);
    Recording recording = read(task, ask().regions().clean(0, 0, Scaling.NONE));
    assertThat(recording.geometry()).isEqualTo(new Geometry.Regions(List.of("A", "B", "C")));
    assertThat(recording.sampling().periodSeconds()).isEqualTo(2);
    assertThat(recording.matrix().column(0)).containsExactly(-2.75f, -1.75f, .25f, 4.25f);
    assertThat(recording.matrix().column(1)).containsOnly(Float.NaN);
    assertThat(recording.matrix().column(2)).containsOnly(Float.NaN);
    assertThat(task.notes()).containsEntry("targets-unusable", 2);
  }

  @Test
  void readsADatasetThatAnotherStepMade() throws IOException {
    TestTask task = new TestTask(folder).with("dataset", new Files(data.root()));
    assertThat(voxels(read(task, ask().connected()))).hasSize(17);
    assertThatThrownBy(() -> component().read(settings(), task))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("BIDS_FMRI_WHICH_DATASET");
    assertThatThrownBy(() -> component().read(ask().connected().settings(), new TestTask(folder)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("BIDS_FMRI_WHICH_DATASET");
    assertThat(component().reads(ask().connected().settings())).isEmpty();
  }

  @Test
  void listsSubjectsAndGuessesWhichWasMeant() throws IOException {
    data.text("sub-pilot/x", "");
    assertThatThrownBy(() -> read(ask().subject("1")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems().get(0).message())
                  .isEqualTo("data has no subject '1'; its subjects are 01, pilot");
              assertThat(e.problems().get(0).hint()).contains("did you mean '01'?");
            });
    assertThatThrownBy(() -> read(Ask.of(folder.resolve("nowhere"))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("BIDS_DATASET_MISSING");
    assertThatThrownBy(
            () -> read(Ask.of(java.nio.file.Files.createDirectories(folder.resolve("bare")))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("holds no folder named sub-");
    assertThat(read(ask().subject("sub-01")).subject()).isEqualTo("01");
  }

  @Test
  void listsCandidatesRatherThanChoosing() throws IOException {
    data.images(STEM + "_space-MNI_desc-preproc_bold.nii.gz", 40, 1.5, 1);
    data.images(STEM + "_space-T1w_desc-preproc_bold.nii.gz", 40, 1.5, 1);
    assertThatThrownBy(() -> read(ask()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems().get(0).code()).isEqualTo("BIDS_AMBIGUOUS");
              assertThat(e.problems().get(0).message()).contains("space-MNI", "space-T1w");
              assertThat(e.problems().get(0).hint()).contains("choose one with space or desc");
            });
    Recording recording = read(ask().with("space", "T1w"));
    assertThat(((Geometry.Volume) recording.geometry()).space()).isEqualTo("T1w");
    assertProblem("BIDS_FILE_MISSING", ask().with("space", "fsnative"))
        .contains("task-story_space-fsnative_bold", "space-T1w");
  }

  @Test
  void believesTheSideFileAndWarnsOfTheHeader() throws IOException {
    data.text(STEM + "_bold.json", "{\"RepetitionTime\": 2.0}");
    TestTask task = new TestTask(folder);
    assertThat(read(task, ask()).sampling().periodSeconds()).isEqualTo(2);
    assertThat(task.warnings()).extracting(Problem::code).containsExactly("BIDS_FMRI_TIMES_DIFFER");
    data.images(STEM + "_bold.nii.gz", 40, 2000, 1);
    TestTask mislabelled = new TestTask(folder);
    assertThat(read(mislabelled, ask()).sampling().periodSeconds()).isEqualTo(2);
    assertThat(mislabelled.warnings())
        .extracting(Problem::code)
        .containsExactly("BIDS_FMRI_TIME_UNITS");
  }

  @Test
  void needsARepetitionTime() throws IOException {
    java.nio.file.Files.delete(data.root().resolve("task-story_bold.json"));
    TestTask task = new TestTask(folder);
    assertThat(read(task, ask()).sampling().periodSeconds()).isEqualTo(1.5);
    assertThat(task.warnings())
        .extracting(Problem::code)
        .containsExactly("BIDS_FMRI_NO_REPETITION_TIME");
    data.images(STEM + "_bold.nii.gz", 40, 0, 1);
    assertProblem("BIDS_FMRI_NO_REPETITION_TIME", ask()).contains("nowhere");
    data.text(STEM + "_bold.json", "{\"RepetitionTime\": ");
    assertProblem("BIDS_SIDECAR_UNREADABLE", ask()).contains(STEM + "_bold.json");
    data.text(STEM + "_bold.json", "{\"RepetitionTime\": -2}");
    assertProblem("BIDS_FMRI_NO_REPETITION_TIME", ask()).contains("-2.0 s");
  }

  @Test
  void nearerSideFilesOverride() throws IOException {
    data.text("sub-01/sub-01_bold.json", "{\"RepetitionTime\": 3}");
    data.text("sub-02/func/sub-02_task-story_bold.json", "{\"RepetitionTime\": 9}");
    assertThat(read(ask()).sampling().periodSeconds()).isEqualTo(3);
  }

  @Test
  void readsOnlyTheSubjectsFilesAndWhatDescribesThem() throws IOException {
    data.images("sub-02/func/sub-02_task-story_bold.nii.gz", 40, 1.5, 1);
    data.mask(STEM + "_desc-brain_mask.nii.gz", 0, 5);
    assertThat(component().reads(settings()).stream().map(InputPath::logical))
        .containsExactly(
            "data/" + STEM + "_bold.nii.gz",
            "data/task-story_bold.json",
            "data/" + STEM + "_desc-brain_mask.nii.gz");
  }

  @Test
  void namesATruncatedImage() throws IOException {
    Path image = data.images(STEM + "_bold.nii", 40, 1.5, 1);
    java.nio.file.Files.delete(data.root().resolve(STEM + "_bold.nii.gz"));
    byte[] bytes = java.nio.file.Files.readAllBytes(image);
    java.nio.file.Files.write(image, Arrays.copyOf(bytes, 1000));
    assertProblem("BIDS_FMRI_NIFTI_TRUNCATED", ask())
        .contains(STEM + "_bold.nii is truncated", "4,192 bytes", "1,000");
    assertThat(component().resources(settings())).isEqualTo(Resources.of(1, 384));
  }

  @Test
  void asksForTheMemoryOfTheSeries() throws IOException {
    assertThat(component().resources(settings()).memoryBytes()).isGreaterThanOrEqualTo(128L << 20);
  }

  private org.assertj.core.api.AbstractStringAssert<?> assertProblem(String code, Ask ask) {
    List<Problem> problems = new ArrayList<>();
    assertThatThrownBy(() -> component().read(ask.settings(), new TestTask(folder)))
        .isInstanceOfSatisfying(ProblemException.class, e -> problems.addAll(e.problems()));
    assertThat(problems).extracting(Problem::code).containsOnly(code);
    return assertThat(problems.stream().map(Problem::message).reduce("", (a, b) -> a + "\n" + b));
  }
}
