package dev.arcuate.plugin.bidsfmri.clean;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** One entry of {@code clean:}. */
@Doc(
    "One thing done to the series of each run; entries are done in the order in which they are"
        + " written. Whatever is done before 'regress' is done to the confounds as well, so that"
        + " nothing that was taken out comes back with them.")
public record CleanStep(
    @Doc("Drop samples from the ends of each run. Words and design keep their times.")
        Optional<Trim> trim,
    @Doc("Smooth every volume with a Gaussian, within the mask.") Optional<Smooth> smooth,
    @Doc(
            "Take out volumes during which the person moved. Before a Butterworth filter they are"
                + " interpolated, and taken out after it; otherwise they are taken out here, so that"
                + " no fit sees them.")
        Optional<Censor> censor,
    @Doc("Take out a polynomial of this order: 0 the mean, 1 a line, 2 a parabola.")
        @Range(min = 0, max = 10)
        Optional<Integer> detrend,
    @Doc("Take out slow or fast changes.") Optional<Filter> filter,
    @Doc("Take out mean, drift and confounds in one joint projection.") Optional<Regress> regress,
    @Doc(
            "Clip each series at two percentiles of its own values in the run, such as [0.01,"
                + " 99.99].")
        @Default("[]")
        @Range(min = 0, max = 100)
        List<Double> clip,
    @Doc(
            "z-score: mean 0 and variance 1 (ddof 0). z-score-sample: the same with ddof 1."
                + " percent-change: 100 times the change from the mean, as a share of the mean before"
                + " cleaning. center: mean 0. none: nothing.")
        Optional<Scaling> scale,
    @Doc(
            "Subtract the median of each series in the run and divide by the distance between two"
                + " percentiles, such as [25, 75].")
        @Default("[]")
        @Range(min = 0, max = 100)
        List<Double> robustScale) {

  /** Samples dropped from both ends. */
  @Doc("Samples dropped from both ends of each run.")
  public record Trim(
      @Doc("From the start, in 'unit'.") @Default("0") @Range(min = 0, max = 1e6) double start,
      @Doc("From the end, in 'unit'.") @Default("0") @Range(min = 0, max = 1e6) double end,
      @Doc(
              "volumes, or seconds: all volumes that begin less than so many seconds after the start,"
                  + " or end less than so many seconds before the end.")
          @Default("volumes")
          Unit unit) {

    /** What is counted. */
    public enum Unit {
      VOLUMES,
      SECONDS
    }

    public Trim {
      if (unit == Unit.VOLUMES && (start != Math.rint(start) || end != Math.rint(end))) {
        throw new IllegalArgumentException(
            "trim counts whole volumes, got " + start + " and " + end + "; or set unit: seconds");
      }
    }

    int volumes(double value, double periodSeconds) {
      return (int) (unit == Unit.SECONDS ? Math.ceil(value / periodSeconds - 1e-9) : value);
    }
  }

  /** A Gaussian. */
  @Doc("A Gaussian that smooths every volume within the mask.")
  public record Smooth(
      @Doc("Full width at half maximum in millimetres.") @Range(min = 0, max = 100, above = true)
          double fwhm) {}

  /** Volumes taken out. */
  @Doc(
      "Volumes taken out, by the columns framewise_displacement, std_dvars and"
          + " non_steady_state_outlier… of the table of confounds.")
  public record Censor(
      @Doc("Volumes that moved by more than so many millimetres; 0 takes no heed.")
          @Default("0.5")
          @Range(min = 0)
          double framewiseDisplacement,
      @Doc("Volumes whose standardised DVARS is larger; 0 takes no heed.")
          @Default("1.5")
          @Range(min = 0)
          double stdDvars,
      @Doc("What is left between two such volumes is taken out too if it is shorter, in volumes.")
          @Default("5")
          @Range(min = 0, max = 100000)
          int leastSegment,
      @Doc("Whether to take out volumes from before the scanner's steady state.") @Default("true")
          boolean nonSteadyState,
      @Doc("Further volumes, counted from 0 at the first volume of the file.")
          @Default("[]")
          @Range(min = 0)
          List<Integer> volumes) {
    public Censor {
      volumes = List.copyOf(volumes);
    }

    boolean needsTable() {
      return framewiseDisplacement > 0 || stdDvars > 0 || nonSteadyState;
    }
  }

  /** A filter over time. */
  @Doc("A filter over time.")
  public record Filter(
      @Doc("Hertz; slower changes are taken out.") @Range(min = 0, above = true)
          Optional<Double> highPass,
      @Doc("Hertz; faster changes are taken out.") @Range(min = 0, above = true)
          Optional<Double> lowPass,
      @Doc(
              "butterworth: run forward and backward, so that nothing is delayed. cosine: discrete"
                  + " cosines slower than high-pass are projected out.")
          @Default("butterworth")
          Method method,
      @Doc("Order of the Butterworth filter, before it is run twice.")
          @Default("5")
          @Range(min = 1, max = 12)
          int order) {

    /** How changes are taken out. */
    public enum Method {
      BUTTERWORTH,
      COSINE
    }

    public Filter {
      if (highPass.isEmpty() && lowPass.isEmpty()) {
        throw new IllegalArgumentException("filter needs high-pass, low-pass or both");
      }
      if (highPass.isPresent() && lowPass.isPresent() && highPass.get() >= lowPass.get()) {
        throw new IllegalArgumentException(
            "filter: high-pass "
                + highPass.get()
                + " Hz is not below low-pass "
                + lowPass.get()
                + " Hz, so nothing would pass");
      }
      if (method == Method.COSINE && (highPass.isEmpty() || lowPass.isPresent())) {
        throw new IllegalArgumentException(
            "filter: cosines take out slow changes only: set high-pass alone");
      }
    }
  }

  /** What is projected out. */
  @Doc("What is projected out at once.")
  public record Regress(
      @Doc(
              "Confounds, from …_desc-confounds_timeseries.tsv (or …_regressors.tsv). Sets of columns:"
                  + " motion-6, motion-12 (and derivatives), motion-24 (and squares), motion-power2;"
                  + " wm-csf and global-signal, with -derivatives, -power2 or -full;"
                  + " compcor-anat-combined, compcor-anat-separated, compcor-temporal,"
                  + " compcor-temporal-anat-combined, compcor-temporal-anat-separated, with -N for the"
                  + " first N components of each mask; high-pass (fMRIPrep's cosines); ica-aroma;"
                  + " ica-aroma-full for images desc-smoothAROMAnonaggr; tedana, from"
                  + " …_desc-ICA_mixing.tsv and …_desc-tedana_metrics.tsv, takes out the components"
                  + " rejected, tedana-non-aggressive leaves in them what accepted ones share."
                  + " Or a-comp-cor-N, names of columns, or names with * for any letters. Values"
                  + " missing at the start are replaced by the first there is.")
          @Default("[]")
          List<String> confounds,
      @Doc(
              "Drift slower than this many seconds is taken out by cosines; 0 takes none out."
                  + " Default: 128, or 0 after a filter with high-pass or with the confounds high-pass.")
          @Range(min = 0)
          Optional<Double> driftPeriod,
      @Doc("Whether the mean is taken out as well.") @Default("true") boolean intercept) {
    public Regress {
      confounds = List.copyOf(confounds);
    }
  }

  /** How series are scaled. */
  public enum Scaling {
    Z_SCORE,
    Z_SCORE_SAMPLE,
    PERCENT_CHANGE,
    CENTER,
    NONE
  }

  public CleanStep {
    clip = List.copyOf(clip);
    robustScale = List.copyOf(robustScale);
    requirePercentiles("clip", clip);
    requirePercentiles("robust-scale", robustScale);
    long said =
        Stream.of(
                trim,
                smooth,
                censor,
                detrend,
                filter,
                regress,
                scale,
                clip.isEmpty() ? Optional.empty() : Optional.of(clip),
                robustScale.isEmpty() ? Optional.empty() : Optional.of(robustScale))
            .filter(Optional::isPresent)
            .count();
    if (said != 1) {
      throw new IllegalArgumentException(
          "each entry of 'clean' does one thing, because their order matters: write"
              + " [{regress: …}, {scale: …}] with one of trim, smooth, censor, detrend, filter,"
              + " regress, clip, scale and robust-scale in each, not "
              + (said == 0 ? "none" : said + " together"));
    }
  }

  private static void requirePercentiles(String name, List<Double> percentiles) {
    if (!percentiles.isEmpty()
        && (percentiles.size() != 2 || !(percentiles.get(0) < percentiles.get(1)))) {
      throw new IllegalArgumentException(
          name + " takes two percentiles, the smaller first, got " + percentiles);
    }
  }

  private static CleanStep empty(
      Trim trim,
      Smooth smooth,
      Censor censor,
      Integer detrend,
      Filter filter,
      Regress regress,
      Scaling scale) {
    return new CleanStep(
        Optional.ofNullable(trim),
        Optional.ofNullable(smooth),
        Optional.ofNullable(censor),
        Optional.ofNullable(detrend),
        Optional.ofNullable(filter),
        Optional.ofNullable(regress),
        List.of(),
        Optional.ofNullable(scale),
        List.of());
  }

  public static CleanStep of(Trim trim) {
    return empty(trim, null, null, null, null, null, null);
  }

  public static CleanStep of(Smooth smooth) {
    return empty(null, smooth, null, null, null, null, null);
  }

  public static CleanStep of(Censor censor) {
    return empty(null, null, censor, null, null, null, null);
  }

  public static CleanStep of(Filter filter) {
    return empty(null, null, null, null, filter, null, null);
  }

  public static CleanStep of(Regress regress) {
    return empty(null, null, null, null, null, regress, null);
  }

  public static CleanStep of(Scaling scale) {
    return empty(null, null, null, null, null, null, scale);
  }

  /** Takes out a polynomial. */
  public static CleanStep detrend(int order) {
    return empty(null, null, null, order, null, null, null);
  }

  /** Whether a list of entries reads the table of confounds. */
  public static boolean needsTable(List<CleanStep> steps) {
    return steps.stream()
        .anyMatch(
            step ->
                step.confounds().anyMatch(name -> !isElsewhere(name))
                    || step.censor.map(Censor::needsTable).orElse(false));
  }

  /** Whether a list of entries reads tedana's components. */
  public static boolean needsTedana(List<CleanStep> steps) {
    return steps.stream().flatMap(CleanStep::confounds).anyMatch(name -> name.startsWith("tedana"));
  }

  /** Whether a list of entries is for images that ICA-AROMA has cleaned. */
  public static boolean needsAroma(List<CleanStep> steps) {
    return steps.stream()
        .flatMap(CleanStep::confounds)
        .anyMatch(ConfoundSets.CLEANED_BY_AROMA::equals);
  }

  private static boolean isElsewhere(String name) {
    return name.startsWith("tedana") || name.equals(ConfoundSets.CLEANED_BY_AROMA);
  }

  private Stream<String> confounds() {
    return regress.stream().flatMap(one -> one.confounds().stream());
  }

  /** Volumes that entries at the head of a list trim from the start. */
  public static int trimmed(List<CleanStep> steps, double periodSeconds) {
    int trimmed = 0;
    for (CleanStep step : steps) {
      if (step.trim.isEmpty()) {
        break;
      }
      trimmed += step.trim.get().volumes(step.trim.get().start(), periodSeconds);
    }
    return trimmed;
  }

  /** Whether any entry smooths. */
  public static boolean smooths(List<CleanStep> steps) {
    return steps.stream().map(CleanStep::smooth).anyMatch(Optional::isPresent);
  }

  /** The unit of series after all entries, as a recording names it. */
  public static String units(List<CleanStep> steps) {
    String units = "arbitrary";
    for (CleanStep step : steps) {
      if (!step.robustScale.isEmpty()) {
        units = "arbitrary";
      }
      units =
          switch (step.scale.orElse(Scaling.NONE)) {
            case Z_SCORE, Z_SCORE_SAMPLE -> "z";
            case PERCENT_CHANGE -> "percent";
            case CENTER, NONE -> units;
          };
    }
    return Objects.requireNonNull(units);
  }

  boolean filtersByButterworth() {
    return filter.map(f -> f.method() == Filter.Method.BUTTERWORTH).orElse(false);
  }
}
