package dev.arcuate.plugin.bidsfmri.mesh;

import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import java.util.Optional;

/** The {@code with:} block of {@code mesh}. */
public record MeshSettings(
    @Doc(
            "GIFTI mesh of the left hemisphere, in the space of the scores; best inflated, such as"
                + " tpl-fsaverage_den-10k_hemi-L_inflated.surf.gii.")
        Optional<InputPath> left,
    @Doc("GIFTI mesh of the right hemisphere.") Optional<InputPath> right,
    @Doc(
            "GIFTI map that is shown where there are no values, such as the depth of sulci: dark where"
                + " it is above 0. Left hemisphere.")
        Optional<InputPath> leftBackground,
    @Doc("The same of the right hemisphere.") Optional<InputPath> rightBackground) {
  public MeshSettings {
    if (left.isEmpty() && right.isEmpty()) {
      throw new IllegalArgumentException("a mesh needs left, right or both");
    }
    if ((leftBackground.isPresent() && left.isEmpty())
        || (rightBackground.isPresent() && right.isEmpty())) {
      throw new IllegalArgumentException("a background needs the mesh of its hemisphere");
    }
  }
}
