package dev.arcuate.plugin.statistics;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Checks that values of several subjects can be put side by side; reports all that is wrong. */
final class Inputs {
  private Inputs() {}

  /**
   * At least {@code fewest} values, of different subjects, with one geometry.
   *
   * @throws ProblemException {@code STATISTICS_TOO_FEW_SUBJECTS}, {@code STATISTICS_SUBJECT_TWICE},
   *     {@code STATISTICS_GEOMETRY_DIFFERS}
   */
  static <V extends Value> void requireSubjects(
      List<Labelled<V>> inputs,
      int fewest,
      Function<V, String> subject,
      Function<V, Geometry> geometry) {
    List<Problem> problems = new ArrayList<>();
    if (inputs.size() < fewest) {
      problems.add(
          Problem.user(
                  "STATISTICS_TOO_FEW_SUBJECTS",
                  "got " + count(inputs.size()) + "; at least " + fewest + " are needed")
              .hint("gather the sweep over subjects: 'gather: [subject]'"));
    }
    Map<String, Labelled<V>> seen = new HashMap<>();
    for (Labelled<V> input : inputs) {
      String name = subject.apply(input.value());
      Labelled<V> before = seen.putIfAbsent(name, input);
      if (before != null) {
        problems.add(
            Problem.user(
                    "STATISTICS_SUBJECT_TWICE",
                    "subject "
                        + name
                        + " comes twice, from "
                        + origin(before)
                        + " and "
                        + origin(input)
                        + "; every subject must count once")
                .hint("gather no other sweep beside the one over subjects"));
      }
      if (!geometry.apply(input.value()).equals(geometry.apply(inputs.get(0).value()))) {
        problems.add(
            Problem.data(
                    "STATISTICS_GEOMETRY_DIFFERS",
                    "the targets of subject "
                        + name
                        + " ("
                        + describe(geometry.apply(input.value()))
                        + ") are not those of subject "
                        + subject.apply(inputs.get(0).value())
                        + " ("
                        + describe(geometry.apply(inputs.get(0).value()))
                        + ")")
                .hint("bring all subjects into one space and give the reader one mask"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private static String count(int subjects) {
    return subjects == 1 ? "1 subject" : subjects + " subjects";
  }

  private static String origin(Labelled<?> input) {
    return input.labels().isEmpty() ? input.step() : input.step() + input.labels();
  }

  /** A geometry in a few words. */
  static String describe(Geometry geometry) {
    String kind;
    if (geometry instanceof Geometry.Volume volume) {
      kind =
          "voxels of a volume "
              + java.util.Arrays.toString(volume.shape())
              + " in "
              + volume.space();
    } else if (geometry instanceof Geometry.Surface surface) {
      kind = "vertices of " + surface.space() + " " + surface.hemisphere();
    } else if (geometry instanceof Geometry.Grayordinates) {
      kind = "grayordinates";
    } else if (geometry instanceof Geometry.Regions) {
      kind = "regions";
    } else {
      kind = "sensors";
    }
    return geometry.targets() + " " + kind;
  }
}
