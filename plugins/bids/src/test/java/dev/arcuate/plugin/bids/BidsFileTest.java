package dev.arcuate.plugin.bids;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BidsFileTest {
  private static final Path ROOT = Path.of("data").toAbsolutePath();

  private static BidsFile file(String name) {
    return BidsFile.of(ROOT, ROOT.resolve(name)).orElseThrow();
  }

  @Test
  void readsEntitiesInAnyOrder() {
    BidsFile old = file("sub-10/func/sub-10_task-x_run-3_space-fsaverage5_hemi-L_bold.func.gii");
    BidsFile recent = file("sub-10/func/sub-10_task-x_run-3_hemi-L_space-fsaverage5_bold.func.gii");
    assertThat(old.entities()).isEqualTo(recent.entities());
    assertThat(old.suffix()).isEqualTo("bold");
    assertThat(old.extension()).isEqualTo(".func.gii");
    assertThat(recent.stem()).isEqualTo("sub-10_task-x_run-3_hemi-L_space-fsaverage5_bold");
  }

  @Test
  void readsNamesOfOtherTools() {
    BidsFile afni = file("sub-1_task-pieman_run-1_space-fsaverage6_hemi-L_desc-clean.func.gii");
    assertThat(afni.suffix()).isEmpty();
    assertThat(afni.has("desc", "clean")).isTrue();
    BidsFile xcpd =
        file(
            "sub-1_task-rest_space-fsLR_seg-4S156Parcels_den-91k_stat-mean_timeseries.ptseries.nii");
    assertThat(xcpd.extension()).isEqualTo(".ptseries.nii");
    assertThat(xcpd.entities()).containsEntry("seg", "4S156Parcels").containsEntry("den", "91k");
    assertThat(file("participants.tsv").suffix()).isEqualTo("participants");
  }

  @Test
  void leavesOtherNamesAlone() {
    for (String name :
        new String[] {
          "sub-01_task-_bold.nii", "sub-01_story_bold.nii", "README", ".hidden.json", "sub-01.html"
        }) {
      assertThat(BidsFile.of(ROOT, ROOT.resolve(name))).as(name).isEmpty();
    }
  }

  @Test
  void comparesIndicesByNumber() {
    BidsFile file = file("sub-01_run-02_bold.nii");
    assertThat(file.has("run", "2")).isTrue();
    assertThat(file.has("run", "20")).isFalse();
    assertThat(file.entity("ses")).isEmpty();
    assertThat(file.entities()).isEqualTo(Map.of("sub", "01", "run", "02"));
  }
}
