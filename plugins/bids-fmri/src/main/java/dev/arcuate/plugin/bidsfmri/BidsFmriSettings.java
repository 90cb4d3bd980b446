package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep;
import dev.arcuate.plugin.bidsfmri.nifti.ComplexPart;
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
    @Doc(
            "Label of the subject, as in the folder name without sub-. For several write $subject and"
                + " sweep: {subject: all}, or a range such as 1-20, a regular expression between"
                + " slashes, or a list of labels and of these.")
        String subject,
    @Doc(
            "Labels of the tasks, as in the file name without task-: a label, a list, a regular"
                + " expression such as /pie.*/, or all. Several are read one after another and become"
                + " the run labels of the recording.")
        List<String> task,
    @Doc(
            "Labels of the sessions: a label, a list, a range such as 1-3, a regular expression"
                + " between slashes, or all. Needed only where the subject has several.")
        @Default("[]")
        List<String> session,
    @Doc(
            "Indices of the runs to read, one after another; they become the run labels of the"
                + " recording. A label, a list, a range such as 1-4, a regular expression between"
                + " slashes, or all. Default: the only run there is, whose label is its index or 1.")
        @Default("[]")
        List<String> run,
    @Doc(
            "volumes: images named …_bold.nii or .nii.gz, one target per voxel of the mask. surfaces:"
                + " GIFTI files named …_hemi-L_….func.gii, one target per vertex. cifti: CIFTI-2 files"
                + " named ….dtseries.nii, one target per grayordinate, or ….ptseries.nii, one per"
                + " parcel. regions: tables named …_timeseries.tsv or arrays …_timeseries.npy, one"
                + " target per column.")
        @Default("volumes")
        Source source,
    @Doc(
            "Label of the space the images are in, such as MNI152NLin2009cAsym; none for files that"
                + " name no space.")
        Optional<String> space,
    @Doc("Label of the version of the data, such as preproc; none for files that name none.")
        Optional<String> desc,
    @Doc("Label of the atlas, for regions and parcels.") Optional<String> atlas,
    @Doc("Hemispheres to read, for surfaces: both, left or right.") @Default("both")
        Hemisphere hemisphere,
    @Doc(
            "Further entities that choose a file, by short name, such as {echo: 1}; none means that"
                + " the name lacks the entity.")
        @Default("{}")
        Map<String, String> entities,
    @Doc(
            "Files that are not used, and why: entities as in file names, and the reason, such as"
                + " {sub-03_run-2: fell asleep}.")
        @Default("{}")
        Map<String, String> exclude,
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
            "Which value is read of images with several per voxel and volume (five axes), from 1. Needed"
                + " only for such images.")
        @Range(min = 1)
        Optional<Integer> component,
    @Doc("What is read of images of complex numbers: magnitude, phase, real or imaginary.")
        @Default("magnitude")
        ComplexPart complex,
    @Doc("Areas of an atlas, as targets or to restrict and name the targets.")
        Optional<Parcels> parcels,
    @Doc("Reads volumes at the vertices of a surface.") Optional<ToSurface> toSurface,
    @Doc(
            "Seconds between volumes, where neither side files nor headers say so, or to overrule"
                + " them.")
        @Range(min = 0, above = true)
        Optional<Double> repetitionTime,
    @Doc(
            "What is done to the series of each run, in this order, one thing per entry: trim,"
                + " smooth, censor, detrend, filter, regress, clip, scale, robust-scale. [] leaves them"
                + " as they are.")
        @Default("[{regress: {}}, {scale: z-score}]")
        List<CleanStep> clean) {

  /** What kind of file holds the series. */
  public enum Source {
    VOLUMES,
    SURFACES,
    CIFTI,
    REGIONS
  }

  /** Which hemispheres are read. */
  public enum Hemisphere {
    BOTH,
    LEFT,
    RIGHT
  }

  /** Areas of an atlas. */
  @Doc("Areas of an atlas, as targets or to restrict and name the targets.")
  public record Parcels(
      @Doc(
              "The atlas: for volumes a label image on the grid of the data; for surfaces the files"
                  + " of the left and then the right hemisphere (FreeSurfer .annot, GIFTI"
                  + " .label.gii), or of the one that is read; for CIFTI a .dlabel.nii.")
          List<InputPath> atlas,
      @Doc(
              "Table that names the labels of a label image: columns index and name, as BIDS' …_dseg.tsv"
                  + " has them, or lines of a number and a name. Default: a .tsv or .txt beside the"
                  + " atlas, else the numbers.")
          Optional<InputPath> names,
      @Doc("Names of the areas to read. Default: all that have a name other than unknown.")
          @Default("[]")
          List<String> only,
      @Doc(
              "means: one target per area, the mean of its series. targets: every voxel or vertex"
                  + " within the areas, which name it in the report.")
          @Default("means")
          As read) {
    /** What becomes a target. */
    public enum As {
      MEANS,
      TARGETS
    }

    public Parcels {
      atlas = List.copyOf(atlas);
      only = List.copyOf(only);
      if (atlas.isEmpty()) {
        throw new IllegalArgumentException("parcels need an atlas");
      }
    }
  }

  /** Sampling of volumes at a surface. */
  @Doc("Reads volumes at the vertices of a surface.")
  public record ToSurface(
      @Doc(
              "GIFTI meshes in the millimetres of the images, best half way through the cortex"
                  + " (…_midthickness.surf.gii): of the left and then the right hemisphere.")
          List<InputPath> mesh,
      @Doc("Name of the surface's space, such as fsaverage5.") @Default("native") String space,
      @Doc(
              "Half the length in millimetres of the line along which a vertex is sampled, at right"
                  + " angles to the surface.")
          @Default("3")
          @Range(min = 0, max = 50)
          double radius,
      @Doc("Number of points on the line, whose values are averaged.")
          @Default("10")
          @Range(min = 1, max = 1000)
          int points,
      @Doc("Reads every so-manieth vertex only.") @Default("1") @Range(min = 1) int every) {
    public ToSurface {
      mesh = List.copyOf(mesh);
      if (mesh.isEmpty() || mesh.size() > 2) {
        throw new IllegalArgumentException("mesh needs one or two files");
      }
    }
  }

  public BidsFmriSettings {
    task = List.copyOf(task);
    session = List.copyOf(session);
    run = List.copyOf(run);
    clean = List.copyOf(clean);
    entities = new LinkedHashMap<>(entities);
    exclude = new LinkedHashMap<>(exclude);
    if (run.stream().distinct().count() != run.size()) {
      throw new IllegalArgumentException("run names one run twice");
    }
    if (task.isEmpty()) {
      throw new IllegalArgumentException("task names no task");
    }
    if (source != Source.VOLUMES && mask.isPresent()) {
      throw new IllegalArgumentException("mask is for source: volumes");
    }
    if (source != Source.VOLUMES && component.isPresent()) {
      throw new IllegalArgumentException("component is for source: volumes");
    }
    if (source != Source.VOLUMES && toSurface.isPresent()) {
      throw new IllegalArgumentException("to-surface is for source: volumes");
    }
    if ((source != Source.VOLUMES || toSurface.isPresent() || parcels.isPresent())
        && CleanStep.smooths(clean)) {
      throw new IllegalArgumentException(
          "volumes are smoothed, not surfaces or regions: leave 'smooth' out of 'clean'");
    }
    if (source == Source.REGIONS && parcels.isPresent()) {
      throw new IllegalArgumentException("regions are parcels already: leave parcels out");
    }
    if ((source == Source.VOLUMES || source == Source.SURFACES) && atlas.isPresent()) {
      throw new IllegalArgumentException("atlas is for source: regions or cifti");
    }
  }

  /** The subject's label, whether or not it was written with {@code sub-}. */
  String subjectLabel() {
    return subject.startsWith("sub-") ? subject.substring("sub-".length()) : subject;
  }
}
