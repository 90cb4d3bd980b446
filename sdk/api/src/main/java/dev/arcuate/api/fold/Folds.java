package dev.arcuate.api.fold;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Quirk;
import dev.arcuate.api.value.Sampling;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Training and test rows of every fold. Every row is tested exactly once. Unless a workflow allows
 * leaks, no training row is closer in time to a test row of its run than the gap, none has the
 * block label of a test row, and none belongs to another run with the same stimulus.
 *
 * @param list in order of their test rows
 * @param gapSeconds training rows as close as this to a test row of their run are dropped
 * @param gapRows the gap counted in rows
 * @param stimuli what each run presented, by run label; runs not named stand for themselves
 * @param leaks why training rows tell of test rows, which the workflow allowed; empty if they do
 *     not
 */
public record Folds(
    List<Fold> list,
    double gapSeconds,
    int gapRows,
    Map<String, String> stimuli,
    List<String> leaks) {
  /** The least gap between samples: the response to a word lasts about this long. */
  private static final double LEAST_GAP_SECONDS = 10;

  private static final double ROUNDING = 1e-9;

  /**
   * Row indices, ascending.
   *
   * @param train rows to fit on
   * @param test rows to score on
   */
  public record Fold(int[] train, int[] test) {}

  public Folds {
    list = List.copyOf(list);
    stimuli = Map.copyOf(stimuli);
    leaks = List.copyOf(leaks);
  }

  /** Folds made elsewhere, of runs with a stimulus each. */
  public Folds(List<Fold> list, int gapRows, boolean leaky) {
    this(list, Double.NaN, gapRows, Map.of(), leaky ? List.of("a leak") : List.of());
  }

  /** Whether training rows tell of test rows, which the workflow allowed. */
  public boolean leaky() {
    return !leaks.isEmpty();
  }

  /** The same folds with further reasons for calling them leaky. */
  public Folds withLeaks(List<String> more) {
    List<String> all = new ArrayList<>(leaks);
    all.addAll(more);
    return new Folds(list, gapSeconds, gapRows, stimuli, all);
  }

  /**
   * Splits rows.
   *
   * @param maxDelaySeconds how far a row looks back, of epochs how long they are
   * @throws dev.arcuate.api.ProblemException {@code LEAKY_FOLDS} if the split asked for leaks and
   *     the settings do not allow it; {@code TOO_FEW_ROWS}, {@code TOO_FEW_BLOCKS}, {@code
   *     TOO_FEW_RUNS} if there are fewer than folds, or a fold would have no training rows; {@code
   *     UNKNOWN_RUN} if the settings name a run that there is not
   */
  public static Folds of(Sampling sampling, double maxDelaySeconds, FoldSettings settings) {
    requireRuns(sampling, settings);
    boolean shuffled = settings.scheme() == FoldSettings.Scheme.SHUFFLED;
    double needed =
        sampling.events() ? maxDelaySeconds : Math.max(maxDelaySeconds, LEAST_GAP_SECONDS);
    boolean noGap = Quirk.CV_NO_GAP.in(settings.quirks());
    double asked =
        settings.gap().map(gap -> gap.toMillis() / 1000.0).orElse(shuffled || noGap ? 0.0 : needed);
    List<String> leaks = leaks(sampling, settings, asked, needed);
    if (!leaks.isEmpty() && !settings.allowLeaky() && (shuffled || !noGap)) {
      throw refusal(leaks, shuffled);
    }
    int gapRows = (int) Math.ceil(asked / sampling.periodSeconds() - ROUNDING);
    double gapSeconds = sampling.events() ? asked : gapRows * sampling.periodSeconds();
    Splitter splitter = new Splitter(sampling, gapSeconds, settings.stimuli(), !shuffled);
    List<int[]> tests =
        switch (settings.scheme()) {
          case CONTIGUOUS ->
              splitter.contiguous(
                  IntStream.range(0, sampling.samples()).toArray(), settings.count());
          case RUNS -> splitter.runs();
          case SHUFFLED -> Splitter.shuffled(sampling.samples(), settings.count(), settings.seed());
        };
    List<Fold> folds = new ArrayList<>();
    for (int[] test : tests) {
      int[] train = splitter.trainingRows(test);
      if (train.length == 0) {
        throw Problem.user(
                "TOO_FEW_ROWS",
                String.format(
                    Locale.ROOT,
                    "%d rows in %d run(s) cannot make %d folds with a gap of %s s: nothing is left"
                        + " to train on",
                    sampling.samples(),
                    sampling.runs().size(),
                    tests.size(),
                    plain(gapSeconds)))
            .hint("use fewer folds, or more data")
            .exception();
      }
      folds.add(new Fold(train, test));
    }
    return new Folds(folds, gapSeconds, gapRows, settings.stimuli(), leaks);
  }

  private static List<String> leaks(
      Sampling sampling, FoldSettings settings, double gap, double needed) {
    List<String> leaks = new ArrayList<>();
    if (settings.scheme() == FoldSettings.Scheme.SHUFFLED) {
      leaks.add(
          sampling.events()
              ? "rows are shuffled, so that words of one sentence stand on both sides of the split"
              : "rows are shuffled, so that nearly every test row lies between two training rows that"
                  + " share words and noise with it");
    } else if (gap + ROUNDING < needed) {
      leaks.add(
          String.format(
              Locale.ROOT,
              "a gap of %s s lets training rows share words with test rows: %s reach %s s",
              plain(gap),
              sampling.events() ? "epochs" : "delays and the response of the brain",
              plain(needed)));
    }
    return leaks;
  }

  /** What to throw for a split that leaks. */
  public static RuntimeException refusal(List<String> leaks, boolean shuffled) {
    return Problem.user("LEAKY_FOLDS", String.join("; ", leaks))
        .hint(
            (shuffled
                    ? "write 'scheme: contiguous'"
                    : leaks.get(0).startsWith("a gap") ? "leave out 'gap'" : "mend that")
                + ", or write 'allow-leaky: true' and every output will say so; docs/why-we-refuse.md"
                + " shows what it costs")
        .exception();
  }

  private static void requireRuns(Sampling sampling, FoldSettings settings) {
    List<String> labels = sampling.runs().stream().map(Sampling.Run::label).toList();
    for (String named : settings.stimuli().keySet()) {
      if (!labels.contains(named)) {
        throw Problem.user(
                "UNKNOWN_RUN",
                "'stimuli' names run '" + named + "'; there are " + String.join(", ", labels))
            .hint("name runs as the reader does")
            .exception();
      }
    }
  }

  /**
   * Contiguous folds within the training rows of a fold, for choosing penalties, under the same
   * rules.
   *
   * @return row indices of the recording
   * @throws dev.arcuate.api.ProblemException {@code TOO_FEW_ROWS}, {@code TOO_FEW_BLOCKS}
   */
  public List<Fold> inner(Fold outer, Sampling sampling, int count) {
    Splitter splitter = splitter(sampling);
    return inner(outer, splitter, splitter.contiguous(outer.train(), count), count);
  }

  /**
   * Folds within the training rows of a fold that are whole runs, or all runs of one stimulus,
   * under the same rules.
   *
   * @throws dev.arcuate.api.ProblemException {@code TOO_FEW_RUNS} if the training rows lie in one
   *     run
   */
  public List<Fold> innerRuns(Fold outer, Sampling sampling) {
    Splitter splitter = splitter(sampling);
    List<int[]> tests = splitter.runs(outer.train());
    return inner(outer, splitter, tests, tests.size());
  }

  private Splitter splitter(Sampling sampling) {
    double gap = Double.isNaN(gapSeconds) ? gapRows * sampling.periodSeconds() : gapSeconds;
    return new Splitter(sampling, gap, stimuli, true);
  }

  private static List<Fold> inner(Fold outer, Splitter splitter, List<int[]> tests, int count) {
    List<Fold> folds = new ArrayList<>();
    for (int[] test : tests) {
      int[] train = splitter.among(outer.train(), splitter.trainingRows(test));
      if (test.length > 0 && train.length > 0) {
        folds.add(new Fold(train, test));
      }
    }
    if (folds.isEmpty()) {
      throw Problem.user(
              "TOO_FEW_ROWS",
              outer.train().length + " training rows cannot make " + count + " inner folds")
          .hint("use fewer folds")
          .exception();
    }
    return folds;
  }

  /**
   * What a split leaks, whoever made it, in words; nothing if it is sound. For tests of splits made
   * elsewhere.
   */
  public static List<String> audit(List<Fold> folds, Sampling sampling, double gapSeconds) {
    requireNonNull(sampling, "sampling");
    Splitter splitter = new Splitter(sampling, gapSeconds, Map.of(), true);
    List<String> found = new ArrayList<>();
    for (int fold = 0; fold < folds.size(); fold++) {
      int[] allowed = splitter.trainingRows(folds.get(fold).test());
      int kept = splitter.among(folds.get(fold).train(), allowed).length;
      int leaking = folds.get(fold).train().length - kept;
      if (leaking > 0) {
        found.add(
            String.format(
                Locale.ROOT,
                "fold %d: %d of %d training rows lie within %s s of a test row of their run, or"
                    + " share its block",
                fold + 1,
                leaking,
                folds.get(fold).train().length,
                plain(gapSeconds)));
      }
    }
    int tested = folds.stream().mapToInt(fold -> fold.test().length).sum();
    long once = folds.stream().flatMapToInt(fold -> Arrays.stream(fold.test())).distinct().count();
    if (tested != sampling.samples() || once != tested) {
      found.add(once + " of " + sampling.samples() + " rows are tested, " + tested + " times");
    }
    return found;
  }

  private static String plain(double seconds) {
    return BigDecimal.valueOf(seconds)
        .round(new MathContext(4))
        .stripTrailingZeros()
        .toPlainString();
  }
}
