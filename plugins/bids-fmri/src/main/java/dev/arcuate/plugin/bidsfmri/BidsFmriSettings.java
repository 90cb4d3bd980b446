package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
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
    @Doc("What is taken out of the series, run by run.") @Default("{}") Cleaning clean) {

  /** What kind of file holds the series. */
  public enum Source {
    VOLUMES,
    REGIONS
  }

  /** What is done to the series of each run, in this order. */
  @Doc(
      "What is done to the series of each run, always in this order: dummy volumes are dropped;"
          + " intercept, drift and confounds are taken out in one joint projection; each series is"
          + " scaled.")
  public record Cleaning(
      @Doc(
              "Volumes dropped from the start of each run. Word onsets count from the first volume"
                  + " that is kept, so shift them by as much.")
          @Default("0")
          @Range(min = 0, max = 100000)
          int dummyVolumes,
      @Doc(
              "Confounds to take out, from …_desc-confounds_timeseries.tsv: names of columns, names"
                  + " with * for any letters, or motion-6 (translations and rotations), motion-12"
                  + " (and their derivatives), motion-24 (and squares), a-comp-cor-N (the first N"
                  + " components). Missing values of the first rows are replaced by the mean.")
          @Default("[]")
          List<String> confounds,
      @Doc(
              "Drift slower than this many seconds is taken out by cosines; 0 takes out the mean"
                  + " only.")
          @Default("128")
          @Range(min = 0)
          double driftPeriod,
      @Doc(
              "z-score: each series gets mean 0 and variance 1 (ddof 0) in each run. none: the units"
                  + " of the file are kept.")
          @Default("z-score")
          Scale scale) {

    /** How series are scaled. */
    public enum Scale {
      Z_SCORE,
      NONE
    }

    public Cleaning {
      confounds = List.copyOf(confounds);
    }
  }

  public BidsFmriSettings {
    run = List.copyOf(run);
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
  }

  /** The subject's label, whether or not it was written with {@code sub-}. */
  String subjectLabel() {
    return subject.startsWith("sub-") ? subject.substring("sub-".length()) : subject;
  }
}
