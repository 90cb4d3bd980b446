package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code with:} block of {@code bids-fmri}. */
public record BidsFmriSettings(
    @Doc(
            "Folder of a BIDS dataset, raw or derivative such as fMRIPrep's output. Left out where"
                + " another step is connected to the input 'dataset'.")
        Optional<InputPath> dataset,
    @Doc("Label of the subject, as in the folder name without sub-.") String subject,
    @Doc("Label of the task, as in the file name without task-.") String task,
    @Doc("Label of the session. Needed only where the subject has several.")
        Optional<String> session,
    @Doc(
            "Indices of the runs to read, one after another; they become the run labels of the"
                + " recording. Default: the only run there is, whose label is its index or 1.")
        @Default("[]")
        List<String> run,
    @Doc(
            "volumes: images named …_bold.nii or .nii.gz, one target per voxel of the mask. regions:"
                + " tables named …_timeseries.tsv, one target per column.")
        @Default("volumes")
        Source source,
    @Doc("Label of the space the images are in, such as MNI152NLin2009cAsym.")
        Optional<String> space,
    @Doc("Label of the version of the data, such as preproc.") Optional<String> desc,
    @Doc("Label of the atlas, for regions.") Optional<String> atlas,
    @Doc("Further entities that choose a file, by short name, such as {echo: 1}.") @Default("{}")
        Map<String, String> entities,
    @Doc(
            "Image whose voxels other than 0 are read. Default: the dataset's own brain mask in the"
                + " same space (…_desc-brain_mask.nii.gz) if there is one; else the voxels that vary"
                + " and whose mean over time exceeds mask-threshold.")
        Optional<InputPath> mask,
    @Doc(
            "Least mean over time of a voxel to be read, as a share of the largest mean of any voxel."
                + " Used only without a mask.")
        @Default("0.25")
        @Range(min = 0, max = 1)
        double maskThreshold,
    @Doc(
            "What is done to the series of each run, in this order, one thing per entry: trim,"
                + " smooth, censor, detrend, filter, regress, clip, scale, robust-scale. [] leaves them"
                + " as they are.")
        @Default("[{regress: {}}, {scale: z-score}]")
        List<CleanStep> clean) {

  /** What kind of file holds the series. */
  public enum Source {
    VOLUMES,
    REGIONS
  }

  public BidsFmriSettings {
    run = List.copyOf(run);
    clean = List.copyOf(clean);
    entities = new LinkedHashMap<>(entities);
    if (run.stream().distinct().count() != run.size()) {
      throw new IllegalArgumentException("run names one run twice");
    }
    if (source == Source.REGIONS && mask.isPresent()) {
      throw new IllegalArgumentException("regions have no mask: leave it out");
    }
    if (source == Source.VOLUMES && atlas.isPresent()) {
      throw new IllegalArgumentException("atlas is for source: regions");
    }
    if (source == Source.REGIONS && CleanStep.smooths(clean)) {
      throw new IllegalArgumentException("regions are not smoothed: leave 'smooth' out of 'clean'");
    }
  }

  /** The subject's label, whether or not it was written with {@code sub-}. */
  String subjectLabel() {
    return subject.startsWith("sub-") ? subject.substring("sub-".length()) : subject;
  }
}
