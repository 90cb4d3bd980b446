package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Geometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was found, in sentences. */
final class Prose {
  private final Findings findings;
  private final ReportSettings settings;

  Prose(Findings findings, ReportSettings settings) {
    this.findings = findings;
    this.settings = settings;
  }

  /** The answer in a line. */
  String headline() {
    Point best = findings.best();
    if (findings.onlyTheCurve()) {
      return capital(best.entry().name())
          + " explains something, but no single "
          + noun(findings.geometry())
          + " can be named";
    }
    if (!findings.found()) {
      return "Nothing found";
    }
    String what = "Found: " + best.entry().name() + ", ";
    if (findings.geometry() instanceof Geometry.Regions regions) {
      return "Found: " + best.entry().name() + " in " + names(regions, best.significant());
    }
    String where =
        findings
            .region()
            .map(region -> " around " + Numbers.millimetres(region.centroid()))
            .orElse("");
    return what + count(best.significant().length) + where;
  }

  /** The answer in a few sentences: what, how sure, where. */
  List<String> answer() {
    List<String> answer = new ArrayList<>();
    if (findings.found()) {
      answer.add(found());
      answer.add(lead());
      answer.add(where());
    } else if (findings.onlyTheCurve()) {
      answer.add(found());
      answer.add(lead());
      answer.add(onlyTheCurve());
    } else {
      answer.add(nothing());
    }
    answer.add(below());
    return answer.stream().filter(sentence -> !sentence.isEmpty()).toList();
  }

  private String found() {
    Estimate value = findings.best().value();
    return capital(findings.best().entry().name())
        + " "
        + verb()
        + " "
        + Numbers.correlation(value.mean())
        + " (95 % CI "
        + Numbers.interval(value)
        + ", "
        + findings.people()
        + " people), averaged over "
        + selection()
        + ".";
  }

  private String verb() {
    return switch (findings.best().entry().map()) {
      case "gain" ->
          "adds to the baseline: with it, predictions correlate with the measured responses better"
              + " by";
      case "r" -> "predicts the responses with a correlation of";
      default -> "has a mean " + unit(findings.best().entry().map()) + " of";
    };
  }

  private String selection() {
    int chosen = Curves.chosen(findings.geometry(), settings.strongest());
    if (chosen == findings.geometry().targets()) {
      return "all " + count(chosen);
    }
    return "the "
        + Numbers.percent(settings.strongest())
        + " of "
        + plural()
        + " where, for each person, the other people show the most";
  }

  private String lead() {
    if (findings.runnerUp().isEmpty()) {
      return "";
    }
    Estimate lead = findings.lead().orElseThrow();
    String next = findings.runnerUp().get().entry().name();
    String best = findings.best().entry().name();
    String agreement =
        String.format(
            Locale.ROOT,
            "%s is the best of %d in %d of %d people. ",
            capital(best),
            findings.points().size(),
            findings.agreeing(),
            findings.people());
    String distance =
        "Its lead over the next best, "
            + next
            + ", is "
            + Numbers.correlation(lead.mean())
            + " (95 % CI "
            + Numbers.interval(lead)
            + ")";
    return agreement
        + distance
        + (lead.excludesZero()
            ? "."
            : ", which may be chance: these data do not tell the two apart.");
  }

  private String onlyTheCurve() {
    return "That is more than chance (p = "
        + Numbers.p(findings.chance())
        + ", sign-flip test of people, corrected for "
        + points()
        + "), but none of "
        + count(findings.geometry().targets())
        + " is significant by itself ("
        + test()
        + ").";
  }

  private String where() {
    Point best = findings.best();
    int all = findings.geometry().targets();
    if (findings.geometry() instanceof Geometry.Regions) {
      return "Significant in "
          + best.significant().length
          + " of "
          + count(all)
          + " ("
          + test()
          + ").";
    }
    String sentence =
        String.format(
            Locale.ROOT,
            "%s of %s %s significant (%s)",
            grouped(best.significant().length),
            count(all),
            best.significant().length == 1 ? "is" : "are",
            test());
    if (findings.region().isEmpty()) {
      return sentence + ".";
    }
    Region region = findings.region().get();
    String clusters =
        region.clusters() == 1
            ? "they form one cluster"
            : "the largest of " + region.clusters() + " clusters has " + count(region.voxels());
    return sentence
        + String.format(
            Locale.ROOT,
            "; %s (%s mm³) around %s.",
            clusters,
            grouped(Math.round(region.cubicMillimetres())),
            Numbers.millimetres(region.centroid()));
  }

  private String nothing() {
    Point best = findings.best();
    String points =
        findings.points().size() == 1
            ? "The model does not"
            : "At none of " + points() + " does the model";
    boolean gain = best.entry().map().startsWith("gain");
    return points
        + " predict any of "
        + count(findings.geometry().targets())
        + (gain ? " better than the baseline does" : " better than chance")
        + " ("
        + test()
        + "). The highest mean is that of "
        + best.entry().name()
        + ": "
        + Numbers.correlation(best.value().mean())
        + " (95 % CI "
        + Numbers.interval(best.value())
        + ", "
        + findings.people()
        + " people"
        + (Double.isNaN(findings.chance()) ? "" : "; p = " + Numbers.p(findings.chance()))
        + "), averaged over "
        + selection()
        + ".";
  }

  /** Said only where there are more such targets than the false discovery rate lets through. */
  private String below() {
    String where =
        findings.points().stream()
            .filter(
                point ->
                    point.significantBelow().length
                        > point.entry().level()
                            * (point.significant().length + point.significantBelow().length))
            .map(
                point -> point.entry().name() + " (" + count(point.significantBelow().length) + ")")
            .collect(Collectors.joining(", "));
    return where.isEmpty()
        ? ""
        : "Some responses are predicted significantly worse with the model: "
            + where
            + ". Features that bring nothing but noise cost accuracy.";
  }

  /** The test and what it is corrected for. */
  String test() {
    Map<String, Object> facts = findings.best().entry().scores().facts();
    String test =
        "wilcoxon".equals(facts.get("test")) ? "Wilcoxon signed-rank test" : "Student's t-test";
    String correction = "false discovery rate ";
    if (!"fdr".equals(facts.get("correction"))) {
      test = "sign-flip test";
      correction = "family-wise error ";
    }
    return test
        + ", "
        + correction
        + Numbers.percent(findings.best().entry().level())
        + (findings.points().size() > 1 ? " divided by " + points() : "");
  }

  /** The points of the sweep, counted, such as 7 layers. */
  String points() {
    boolean one = findings.points().stream().allMatch(p -> p.entry().series().isEmpty());
    int count = findings.points().size();
    String noun = one ? settings.axis() : "point";
    return count + " " + (count == 1 ? noun : plural(noun));
  }

  String plural() {
    return plural(noun(findings.geometry()));
  }

  /** One of the targets. */
  String singular() {
    return noun(findings.geometry());
  }

  /** Several of something; what has a plural's ending already keeps it, such as features. */
  static String plural(String noun) {
    if (noun.equals("vertex")) {
      return "vertices";
    }
    return noun.endsWith("s") ? noun : noun + "s";
  }

  String count(int targets) {
    String noun = noun(findings.geometry());
    return grouped(targets) + " " + (targets == 1 ? noun : plural(noun));
  }

  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String names(Geometry.Regions regions, int[] targets) {
    return Arrays.stream(targets).mapToObj(regions.names()::get).collect(Collectors.joining(", "));
  }

  private static String noun(Geometry geometry) {
    if (geometry instanceof Geometry.Volume) {
      return "voxel";
    }
    if (geometry instanceof Geometry.Regions) {
      return "region";
    }
    if (geometry instanceof Geometry.Sensors) {
      return "sensor";
    }
    if (geometry instanceof Geometry.Surface) {
      return "vertex";
    }
    if (geometry instanceof Geometry.Grayordinates parts) {
      boolean surfaces = parts.parts().stream().allMatch(Geometry.Surface.class::isInstance);
      return surfaces ? "vertex" : "grayordinate";
    }
    return "target";
  }

  /** What is on the axis of values. */
  static String unit(String map) {
    return switch (map) {
      case "gain" -> "gain in correlation over the baseline (Δr)";
      case "r" -> "correlation of prediction and response (r)";
      case "gain-r2" -> "gain in explained variance (ΔR²)";
      case "r2" -> "explained variance (R²)";
      default -> map;
    };
  }

  static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
