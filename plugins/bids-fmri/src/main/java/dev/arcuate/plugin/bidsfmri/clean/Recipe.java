package dev.arcuate.plugin.bidsfmri.clean;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Censor;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Filter;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Regress;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Scaling;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Trim;
import dev.arcuate.plugin.bidsfmri.clean.RunCleaning.Part;
import dev.arcuate.plugin.bidsfmri.clean.RunCleaning.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Follows the entries of {@code clean:} in their order and does each to the confounds that are
 * still to be projected out, as it will be done to the series.
 */
final class Recipe {
  private static final double USUAL_DRIFT_SECONDS = 128;
  private static final int LEAST_SAMPLES = 2;

  private final Run run;
  private final LinearAlgebra algebra;
  private final Nuisance nuisance;
  private final List<Part> parts = new ArrayList<>();
  private final String[] reasons;

  /** Confounds of each entry that still has to take them out, by its place among the entries. */
  private final Map<Integer, Map<String, double[]>> waiting = new LinkedHashMap<>();

  /** Recorded samples that have a row now. */
  private int[] places;

  /** Rows now that were censored and stand interpolated. */
  private boolean[] interpolated;

  private int first;
  private int span;
  private boolean centred;
  private boolean levelKnown;
  private boolean driftReady;
  private List<Operation> operations = new ArrayList<>();
  private int samplesIn;
  private int[] rowsOut;

  Recipe(Run run, LinearAlgebra algebra) {
    this.run = run;
    this.algebra = algebra;
    this.nuisance = new Nuisance(run.samples());
    this.places = Places.all(run.samples());
    this.interpolated = new boolean[run.samples()];
    this.reasons = new String[run.samples()];
    Arrays.fill(reasons, "");
    this.span = run.samples();
    begin();
  }

  private void begin() {
    operations = new ArrayList<>();
    samplesIn = places.length;
    rowsOut = Places.all(samplesIn);
  }

  RunCleaning follow(List<CleanStep> steps) {
    readConfounds(steps);
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).trim().isEmpty() && !driftReady) {
        addDrift(steps);
      }
      follow(steps.get(i), i, steps.subList(i + 1, steps.size()));
      requireRows();
    }
    parts.add(new RunCleaning.Series(samplesIn, rowsOut, operations));
    return new RunCleaning(parts, new RunRows(first, span, places, reasons), nuisance);
  }

  private void readConfounds(List<CleanStep> steps) {
    List<Problem> problems = new ArrayList<>();
    run.confounds()
        .filter(table -> table.table().rows() != run.samples())
        .ifPresent(
            table -> {
              throw Problem.data(
                      "BIDS_FMRI_ROWS_DIFFER",
                      table.name()
                          + " has "
                          + table.table().rows()
                          + " rows, but "
                          + run.name()
                          + " has "
                          + run.samples()
                          + " volumes")
                  .hint(
                      "volumes are dropped under 'clean' from both; take the table as it was made")
                  .exception();
            });
    for (int i = 0; i < steps.size(); i++) {
      List<String> wanted = steps.get(i).regress().map(Regress::confounds).orElse(List.of());
      Map<String, double[]> columns =
          wanted.isEmpty() || run.confounds().isEmpty()
              ? new LinkedHashMap<>()
              : run.confounds().get().columns(wanted, problems);
      waiting.put(i, columns);
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /**
   * Cosines are confounds like others: what is done to series before they are taken out is done to
   * them as well.
   */
  private void addDrift(List<CleanStep> steps) {
    driftReady = true;
    boolean highPassed = false;
    for (int i = 0; i < steps.size(); i++) {
      double edge = slowest(steps.get(i), highPassed);
      Map<String, double[]> columns = new LinkedHashMap<>();
      if (edge > 0) {
        List<double[]> cosines = Drift.cosines(places, first, span, edge, run.periodSeconds());
        for (int k = 0; k < cosines.size(); k++) {
          columns.put("cosine " + (k + 1), cosines.get(k));
        }
      }
      columns.putAll(waiting.get(i));
      waiting.put(i, columns);
      highPassed |= steps.get(i).filter().flatMap(Filter::highPass).isPresent();
    }
  }

  /** Hertz below which an entry takes cosines out, 0 for none. */
  private static double slowest(CleanStep step, boolean highPassed) {
    if (step.filter().isPresent()) {
      Filter filter = step.filter().get();
      return filter.method() == Filter.Method.COSINE ? filter.highPass().orElseThrow() : 0;
    }
    if (step.regress().isEmpty()) {
      return 0;
    }
    Regress regress = step.regress().get();
    boolean drifted = highPassed || regress.confounds().contains("high-pass");
    double period = regress.driftPeriod().orElse(drifted ? 0 : USUAL_DRIFT_SECONDS);
    return period == 0 ? 0 : 1 / period;
  }

  private void follow(CleanStep step, int index, List<CleanStep> later) {
    step.trim().ifPresent(this::trim);
    step.censor().ifPresent(censor -> censor(censor, later));
    step.smooth()
        .ifPresent(
            smooth -> {
              parts.add(new RunCleaning.Series(samplesIn, rowsOut, operations));
              parts.add(new RunCleaning.Space(smooth));
              nuisance.did("smoothed within the mask, " + smooth.fwhm() + " mm");
              begin();
            });
    step.detrend().ifPresent(this::detrend);
    step.filter().ifPresent(filter -> filter(filter, index, later));
    step.regress().ifPresent(regress -> regress(regress, index));
    if (!step.clip().isEmpty()) {
      add(new PercentileScaling(places.length, step.clip(), PercentileScaling.Use.CLIP));
    }
    if (!step.robustScale().isEmpty()) {
      add(new PercentileScaling(places.length, step.robustScale(), PercentileScaling.Use.SCALE));
    }
    step.scale()
        .filter(scaling -> scaling != Scaling.NONE)
        .ifPresent(scaling -> add(new Rescaling(scaling)));
  }

  /** Puts an operation at the end, and does it to confounds if it is one of a linear kind. */
  private void add(Operation operation) {
    operations.add(operation);
    if (!operation.words().isEmpty()) {
      nuisance.did(operation.words());
    }
  }

  private void addForConfoundsToo(Operation operation) {
    add(operation);
    for (Map<String, double[]> columns : waiting.values()) {
      columns.replaceAll(
          (name, values) -> {
            Block block = new Block(values.clone(), 1);
            operation.apply(block);
            return block.values();
          });
    }
  }

  private void select(int[] kept, String words) {
    addForConfoundsToo(new Selection(places.length, kept, words));
    places = IntStream.of(kept).map(i -> places[i]).toArray();
    rowsOut = IntStream.of(kept).map(i -> rowsOut[i]).toArray();
    boolean[] before = interpolated;
    interpolated = new boolean[kept.length];
    for (int i = 0; i < kept.length; i++) {
      interpolated[i] = before[kept[i]];
    }
  }

  private void trim(Trim trim) {
    int start = trim.volumes(trim.start(), run.periodSeconds());
    int end = trim.volumes(trim.end(), run.periodSeconds());
    if (places.length - start - end < LEAST_SAMPLES) {
      throw tooShort(
          run.name()
              + " has "
              + run.samples()
              + " volume(s), of which "
              + (start + end)
              + " are trimmed; a series needs at least two");
    }
    if (start + end == 0) {
      return;
    }
    int[] kept = IntStream.range(start, places.length - end).toArray();
    int from = places[kept[0]];
    span = places[kept[kept.length - 1]] + 1 - from;
    first = from;
    select(kept, "trimmed by " + start + " volumes at the start, " + end + " at the end");
  }

  private void censor(Censor censor, List<CleanStep> later) {
    Censoring censoring = Censoring.of(censor, run.confounds(), run.samples(), run.name());
    boolean[] out = new boolean[places.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = interpolated[i] || censoring.censored(places[i]);
      if (censoring.censored(places[i])) {
        reasons[places[i]] = censoring.reasons()[places[i]];
      }
    }
    int[] left = Places.where(out, false);
    if (left.length < LEAST_SAMPLES) {
      throw Problem.data(
              "BIDS_FMRI_ALL_CENSORED",
              "censoring leaves "
                  + left.length
                  + " of the "
                  + places.length
                  + " volumes of "
                  + run.name()
                  + " ("
                  + counts()
                  + ")")
          .hint(
              "raise framewise-displacement or std-dvars, lower least-segment, or exclude the run")
          .exception();
    }
    if (left.length == out.length) {
      nuisance.did("no volume censored");
      return;
    }
    if (later.stream().noneMatch(CleanStep::filtersByButterworth)) {
      select(left, "censored volumes taken out: " + counts());
      return;
    }
    if (left.length < Spline.LEAST_KNOTS) {
      throw tooShort(
          "censoring leaves "
              + left.length
              + " volumes of "
              + run.name()
              + ", too few to interpolate the others");
    }
    int[] between = IntStream.rangeClosed(left[0], left[left.length - 1]).toArray();
    boolean[] inner = Arrays.copyOfRange(out, left[0], left[left.length - 1] + 1);
    if (between.length < out.length) {
      select(between, "censored volumes at the ends taken out");
    }
    if (left.length < between.length) {
      addForConfoundsToo(new Spline(between.length, inner));
      interpolated = inner;
    }
  }

  private String counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String reason : reasons) {
      if (!reason.isEmpty()) {
        counts.merge(reason, 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + Censoring.words(entry.getKey()))
        .collect(Collectors.joining(", "));
  }

  private void detrend(int order) {
    rememberLevel();
    String words = order == 0 ? "mean taken out" : "polynomial of order " + order + " taken out";
    Projection projection =
        Projection.of(
            algebra,
            Drift.polynomials(places, order),
            List.of(),
            new boolean[places.length],
            true,
            words);
    addForConfoundsToo(projection);
    nuisance.took(projection.rank());
  }

  private void rememberLevel() {
    if (!centred && !levelKnown) {
      operations.add(new Level());
      levelKnown = true;
    }
    centred = true;
  }

  private void filter(Filter filter, int index, List<CleanStep> later) {
    double nyquist = 0.5 / run.periodSeconds();
    for (Optional<Double> edge : List.of(filter.highPass(), filter.lowPass())) {
      if (edge.isPresent() && edge.get() >= nyquist) {
        throw Problem.user(
                "BIDS_FMRI_FILTER_FREQUENCY",
                String.format(
                    Locale.ROOT,
                    "the filter's edge of %s Hz is not below the highest frequency that volumes every"
                        + " %s s can show, %.4g Hz",
                    edge.get(),
                    run.periodSeconds(),
                    nyquist))
            .hint("frequencies are in hertz: 0.01 is one cycle in 100 s")
            .exception();
      }
    }
    if (filter.method() == Filter.Method.COSINE) {
      cosines(filter.highPass().orElseThrow(), index);
      return;
    }
    boolean band = filter.highPass().isPresent() && filter.lowPass().isPresent();
    int padding = Butterworth.padding(filter.order(), band);
    if (places.length <= padding) {
      throw tooShort(
          "a filter of order "
              + filter.order()
              + " needs more than "
              + padding
              + " volumes, "
              + run.name()
              + " has "
              + places.length);
    }
    if (filter.highPass().isPresent()) {
      rememberLevel();
    }
    Butterworth butterworth =
        Butterworth.of(
            places.length,
            filter.order(),
            filter.highPass().map(hertz -> hertz / nyquist),
            filter.lowPass().map(hertz -> hertz / nyquist),
            words(filter));
    addForConfoundsToo(butterworth);
    nuisance.filtered(words(filter), butterworth, nyquist);
    boolean last = later.stream().noneMatch(CleanStep::filtersByButterworth);
    int[] left = Places.where(interpolated, false);
    if (last && left.length < places.length) {
      select(left, "censored volumes taken out: " + counts());
    }
  }

  private static String words(Filter filter) {
    List<String> edges = new ArrayList<>();
    filter.highPass().ifPresent(hertz -> edges.add("slower than " + hertz + " Hz"));
    filter.lowPass().ifPresent(hertz -> edges.add("faster than " + hertz + " Hz"));
    return "changes "
        + String.join(" or ", edges)
        + " filtered out (Butterworth, order "
        + filter.order()
        + ", both ways)";
  }

  private void cosines(double highPass, int index) {
    Map<String, double[]> cosines = waiting.remove(index);
    List<double[]> columns = List.copyOf(cosines.values());
    Projection projection =
        Projection.of(
            algebra,
            columns,
            List.of(),
            interpolated,
            false,
            cosines.size() + " cosines slower than " + highPass + " Hz taken out");
    addForConfoundsToo(projection);
    nuisance.add(List.copyOf(cosines.keySet()), columns, places);
    nuisance.took(projection.rank());
  }

  private void regress(Regress regress, int index) {
    Map<String, double[]> confounds = waiting.remove(index);
    List<double[]> staying = List.of();
    if (regress.confounds().contains(ConfoundSets.NON_AGGRESSIVE)) {
      Set<String> accepted = new LinkedHashSet<>(confounds.keySet());
      accepted.removeIf(name -> !name.startsWith(Tedana.ACCEPTED));
      staying = accepted.stream().map(confounds::remove).toList();
    }
    List<double[]> columns = List.copyOf(confounds.values());
    List<String> titles = List.copyOf(confounds.keySet());
    long cosines = titles.stream().filter(title -> title.startsWith("cosine ")).count();
    if (regress.intercept()) {
      rememberLevel();
    }
    List<String> taken = new ArrayList<>();
    if (regress.intercept()) {
      taken.add("mean");
    }
    if (cosines > 0) {
      taken.add(cosines + " cosines of slow drift");
    }
    if (titles.size() > cosines) {
      taken.add(titles.size() - cosines + " confounds");
    }
    if (taken.isEmpty()) {
      return;
    }
    Projection projection =
        Projection.of(
            algebra,
            columns,
            staying,
            interpolated,
            regress.intercept(),
            String.join(", ", taken) + " taken out in one projection");
    int fitted = Places.where(interpolated, false).length;
    nuisance.took(projection.rank());
    if (nuisance.rank() + staying.size() > fitted - LEAST_SAMPLES) {
      throw Problem.user(
              "BIDS_FMRI_NOTHING_LEFT",
              "drift and confounds are "
                  + nuisance.rank()
                  + " regressors, which leave nothing of the "
                  + fitted
                  + " volumes of "
                  + run.name())
          .hint("name fewer confounds, or a longer drift-period")
          .exception();
    }
    addForConfoundsToo(projection);
    nuisance.add(titles, columns, places);
  }

  private void requireRows() {
    if (places.length < LEAST_SAMPLES) {
      throw tooShort(
          run.name() + " has " + places.length + " volume(s); a series needs at least two");
    }
  }

  private static ProblemException tooShort(String message) {
    return Problem.data("BIDS_FMRI_TOO_SHORT", message)
        .hint("a single image is no recording; check task, desc and what 'clean' trims")
        .exception();
  }
}
