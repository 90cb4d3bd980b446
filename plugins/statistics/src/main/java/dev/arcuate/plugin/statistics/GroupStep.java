package dev.arcuate.plugin.statistics;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Quirk;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pf4j.Extension;

/** Puts the scores of several subjects together and tests them against 0. */
@Extension
public final class GroupStep implements Step<GroupSettings> {
  /** A share of all targets that a region of interest rarely exceeds. */
  private static final double LARGE_SHARE = 0.1;

  private static final Port INPUT =
      Port.many("scores", Scores.class, "scores of the subjects, one each");
  private static final Port OUTPUT =
      Port.one("scores", Scores.class, "mean, tests and every subject's value, per target");

  @Override
  public String id() {
    return "group";
  }

  @Override
  public String summary() {
    return "Averages scores over subjects and tests them against 0, corrected for all targets.";
  }

  @Override
  public Class<GroupSettings> settingsType() {
    return GroupSettings.class;
  }

  @Override
  public Resources resources(GroupSettings settings) {
    return Resources.of(1, 512);
  }

  @Override
  public List<Port> inputs() {
    return List.of(INPUT);
  }

  @Override
  public List<Port> outputs() {
    return List.of(OUTPUT);
  }

  @Override
  public void run(GroupSettings settings, Task task) throws IOException {
    List<Labelled<Scores>> inputs = task.inputs(INPUT.name(), Scores.class);
    boolean foldsAsSamples = Quirk.FOLDS_AS_SAMPLES.in(settings.quirks());
    Inputs.requireSubjects(inputs, foldsAsSamples ? 1 : 2, Scores::subject, Scores::geometry);
    List<Scores> subjects = inputs.stream().map(Labelled::value).toList();
    if (foldsAsSamples) {
      tellOfFolds(subjects, task);
    }
    String map = settings.map().orElseGet(() -> defaultMap(subjects.get(0)));
    requireMap(map, subjects);

    GroupMaps maps = new GroupMaps(settings, map, subjects, task);
    maps.test();
    warnOfFewSubjects(settings, maps, task);
    maps.write(task.output(OUTPUT.name()));
  }

  private static void tellOfFolds(List<Scores> subjects, Task task) {
    if (subjects.size() > 1) {
      throw Problem.user(
              "STATISTICS_FOLDS_OF_SEVERAL",
              "the quirk stats.folds-as-samples tests the folds of one subject, not of "
                  + subjects.size())
          .hint("average the recordings first ('average-subject'), or drop the quirk")
          .exception();
    }
    task.warn(
        Problem.user(
                "STATISTICS_FOLDS_AS_SAMPLES",
                "folds are tested like independent people, which they are not: they share training"
                    + " rows, and p-values are too small")
            .hint("drop the quirk stats.folds-as-samples")
            .asWarning());
  }

  private static String defaultMap(Scores scores) {
    return scores.maps().contains("gain") ? "gain" : "r";
  }

  private static void requireMap(String map, List<Scores> subjects) {
    List<Problem> problems = new ArrayList<>();
    for (Scores scores : subjects) {
      if (!scores.maps().contains(map)) {
        problems.add(Maps.missing(map, "the scores of subject " + scores.subject(), scores));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /** With few subjects a rank or sign test has a least p-value, which no effect can go below. */
  private static void warnOfFewSubjects(GroupSettings settings, GroupMaps maps, Task task) {
    boolean byFlips = settings.correction() != GroupSettings.Correction.FDR;
    if (!byFlips && settings.test() == GroupSettings.Test.T) {
      return;
    }
    double sides = settings.alternative() == Alternative.TWO_SIDED ? 2 : 1;
    double least = sides / Math.pow(2, maps.samples());
    double share = least / settings.level();
    if (share <= (byFlips ? 1 : LARGE_SHARE) || (maps.targets() == 1 && share <= 1)) {
      return;
    }
    String consequence =
        share > 1
            ? "no target can be significant"
            : String.format(
                Locale.ROOT,
                "with the false discovery rate nothing is significant unless %.0f %% of all %d"
                    + " targets are",
                Math.ceil(100 * share),
                maps.targets());
    task.warn(
        Problem.user(
                "STATISTICS_FEW_SUBJECTS",
                String.format(
                    Locale.ROOT,
                    "with %d subjects the %s test gives no p-value below %.2g: %s",
                    maps.samples(),
                    byFlips ? "sign-flip" : "signed-rank",
                    least,
                    consequence))
            .hint("write 'test: t', which assumes normally distributed scores, or add subjects")
            .asWarning());
  }
}
