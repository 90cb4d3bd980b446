package dev.arcuate.plugin.bidsfmri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Parcels.As;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Source;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiWriter;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people read when a dataset does not hold what they ask for. {@code
 * -Darcuate.golden.update=true} writes the texts anew.
 */
class ReadingProblemsTest {
  private static final String STEM = "sub-01/func/sub-01_task-story_";

  @TempDir Path folder;
  private final StringBuilder said = new StringBuilder();

  @Test
  void saysWhatIsWrongAndWhatToDo() throws IOException {
    TinyDataset data = new TinyDataset(folder.resolve("data"));
    data.text("task-story_bold.json", "{\"RepetitionTime\": 2}");
    data.text("participants.tsv", "participant_id\ttask\nsub-01\tstory\nsub-07\tstory\n");
    data.text(".datalad/config", "");
    data.images(STEM + "space-T1w_bold.nii.gz", 20, 2, 1);
    data.images(STEM + "space-MNI_bold.nii.gz", 20, 2, 1);
    data.text("sub-02/func/sub-02_task-story_bold.nii.gz", "");
    Files.createDirectories(data.root().resolve("sub-03/func"));
    Files.createSymbolicLink(
        data.root().resolve("sub-03/func/sub-03_task-story_bold.nii.gz"),
        Path.of("../../.git/annex/objects/aa/bb/MD5E-s9--c.nii.gz"));
    Files.createDirectories(data.root().resolve("sub-04"));
    GiftiWriter.writeSeries(
        data.root().resolve(STEM + "hemi-L_space-tiny_bold.func.gii"), "CortexLeft", samples(), 2);
    Path damaged = data.root().resolve("sub-03/func/sub-03_task-story_hemi-L_bold.func.gii");
    String gifti = Files.readString(data.root().resolve(STEM + "hemi-L_space-tiny_bold.func.gii"));
    Files.writeString(damaged, gifti.replace("Dim0=\"4\"", "Dim0=\"5\""));
    Files.writeString(
        data.root().resolve("sub-03/func/sub-03_task-story_hemi-R_bold.func.gii"),
        gifti.substring(0, 300));
    Path atlas = data.mask("atlas.nii", 10, 11);

    Ask ask = Ask.of(data.root());
    Ask mni = ask.with("space", "MNI");
    tell("no such dataset", Ask.of(folder.resolve("nowhere")));
    tell("no such subject", ask.subject("1"));
    tell("a subject that is not copied", ask.subject("07"));
    tell("all subjects at once", ask.subject("all"));
    tellOfPeople("all subjects of a dataset that is made", ask.connected().subject("all"));
    tellOfPeople("nobody in a range", ask.subject("8-9"));
    tellOfPeople("nobody who can be read", mni.subject("2-4"));
    tell("a space that is not there", ask.with("space", "fsaverage5"));
    tell("two spaces", ask);
    tell("a task that is not there", ask.task("tale"));
    tell("a range that runs backwards", mni.run("3-1"));
    tell("an expression that is none", mni.task("/(/"));
    tell("an exclusion without a reason", mni.without("sub-01", ""));
    tell("an exclusion of no entity", mni.without("01", "moved"));
    tell("everything excluded", mni.without("sub-01_task-story", "fell asleep"));
    tell("an empty file", ask.subject("02"));
    tell("a file of git-annex", ask.subject("03"));
    tell("an empty subject of DataLad", ask.subject("04"));
    Ask surfaces = ask.source(Source.SURFACES);
    tell("one hemisphere only", surfaces);
    tell("an array of another length", left(surfaces.subject("03")));
    tell("a file that is cut off", right(surfaces.subject("03")));
    tell("an area that is not there", mni.parcels(As.MEANS, List.of(atlas), "2"));
    Path elsewhere = data.mask("elsewhere.nii", 0);
    tell("an atlas of another place", mni.parcels(As.MEANS, List.of(elsewhere)));
    tell("two files for one image", mni.parcels(As.MEANS, List.of(atlas, atlas)));
    Path golden =
        Path.of(System.getProperty("arcuate.basedir"), "src/test/resources/golden/reading.txt");
    if (Boolean.getBoolean("arcuate.golden.update")) {
      Files.writeString(golden, said);
    }
    assertThat(said.toString()).isEqualTo(Files.readString(golden));
  }

  private static List<float[]> samples() {
    List<float[]> samples = new ArrayList<>();
    for (int t = 0; t < 20; t++) {
      samples.add(new float[] {t, t * t, t % 3, t % 5});
    }
    return samples;
  }

  private static Ask left(Ask ask) {
    return ask.hemisphere(BidsFmriSettings.Hemisphere.LEFT);
  }

  private static Ask right(Ask ask) {
    return ask.hemisphere(BidsFmriSettings.Hemisphere.RIGHT);
  }

  private void tell(String what, Ask ask) {
    tell(
        what,
        catchThrowable(
            () ->
                new BidsFmriReader(new PlainLinearAlgebra())
                    .read(ask.settings(), new TestTask(folder.resolve("task")))));
  }

  private void tellOfPeople(String what, Ask ask) {
    tell(
        what,
        catchThrowable(() -> new BidsFmriReader(new PlainLinearAlgebra()).people(ask.settings())));
  }

  private void tell(String what, Throwable thrown) {
    said.append("# ").append(what).append('\n');
    assertThat(thrown).as(what).isInstanceOf(ProblemException.class);
    for (Problem problem : ((ProblemException) thrown).problems()) {
      said.append(problem).append('\n');
      problem.hint().ifPresent(hint -> said.append("  hint: ").append(hint).append('\n'));
    }
    said.append('\n');
  }
}
