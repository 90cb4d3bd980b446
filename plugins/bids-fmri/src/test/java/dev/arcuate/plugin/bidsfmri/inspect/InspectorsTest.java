package dev.arcuate.plugin.bidsfmri.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.Inspector.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InspectorsTest {
  private static final Path SHARED = Path.of(System.getProperty("arcuate.shared", "shared/data"));

  @BeforeEach
  void needsRealFiles() {
    assumeTrue(Files.isDirectory(SHARED), "skipped: no real files at " + SHARED);
  }

  private static Inspection file(String name) throws IOException {
    return new FmriInspector().inspect(SHARED.resolve(name)).orElseThrow();
  }

  @Test
  void saysWhatIsInFiles() throws IOException {
    Inspection nifti = file("nifti/nibabel/example4d.nii.gz");
    assertThat(nifti.format()).isEqualTo("NIfTI-1");
    assertThat(nifti.facts())
        .containsEntry("shape", "128 × 96 × 24 × 2")
        .containsEntry(
            "time between volumes",
            "2.0 s (the header says 2000.0 s between volumes; taken as milliseconds)");
    assertThat(file("nifti/nibabel/functional.nii").facts()).containsKey("scaling");
    assertThat(file("nifti/gifti/task.func.gii").facts()).containsEntry("arrays", "10");
    Inspection cifti = file("nifti/cifti2/ones.dscalar.nii");
    assertThat(cifti.facts()).containsEntry("columns", "91282 grayordinates");
    assertThat(cifti.parts().get(0).table().rows()).isEqualTo(21);
    Inspection annotation = file("fsaverage5/lh.aparc.a2009s.annot");
    assertThat(annotation.facts()).containsEntry("vertices", "10242");
    assertThat(annotation.parts().get(0).table().cells())
        .contains(List.of("G_temp_sup-Lateral", "180"));
    assertThat(new FmriInspector().inspect(SHARED.resolve("README.md"))).isEmpty();
  }

  @Test
  void saysWhatIsInDatasets() {
    BidsInspector inspector = new BidsInspector();
    Inspection dataset =
        inspector.inspect(SHARED.resolve("fmriprep/ds000001-fmriprep")).orElseThrow();
    assertThat(dataset.facts())
        .containsEntry("subjects", "1: [10]")
        .containsEntry("task", "balloonanalogrisktask")
        .containsEntry("run", "1, 2, 3");
    assertThat(inspector.inspect(SHARED)).isEmpty();
  }
}
