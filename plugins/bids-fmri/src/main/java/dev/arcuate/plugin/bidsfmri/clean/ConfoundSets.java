package dev.arcuate.plugin.bidsfmri.clean;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The sets of columns that fMRIPrep's tables of confounds are known for, by the names of the
 * setting {@code confounds}.
 */
final class ConfoundSets {
  static final List<String> NAMES =
      List.of(
          "motion-6",
          "motion-12",
          "motion-24",
          "motion-power2",
          "wm-csf",
          "wm-csf-derivatives",
          "wm-csf-power2",
          "wm-csf-full",
          "global-signal",
          "global-signal-derivatives",
          "global-signal-power2",
          "global-signal-full",
          "compcor-anat-combined",
          "compcor-anat-separated",
          "compcor-temporal",
          "compcor-temporal-anat-combined",
          "compcor-temporal-anat-separated",
          "high-pass",
          "ica-aroma",
          "ica-aroma-full",
          "tedana",
          "tedana-non-aggressive");

  /** For images that ICA-AROMA has cleaned already: takes out nothing. */
  static final String CLEANED_BY_AROMA = "ica-aroma-full";

  static final String NON_AGGRESSIVE = "tedana-non-aggressive";

  private static final Pattern EXPANDED =
      Pattern.compile("(motion|wm-csf|global-signal)(?:-(6|12|24|basic|derivatives|power2|full))?");
  private static final Pattern COMPONENTS =
      Pattern.compile(
          "compcor-(anat-combined|anat-separated|temporal|temporal-anat-combined"
              + "|temporal-anat-separated)(?:-(\\d{1,3}|all))?");
  private static final Pattern FIRST_COMPONENTS = Pattern.compile("a-comp-cor-(\\d{1,3})");

  private static final List<String> MOTION =
      List.of("trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z");

  /** fMRIPrep before version 1.2, and tables made after its example. */
  private static final List<String> OLD_MOTION = List.of("X", "Y", "Z", "RotX", "RotY", "RotZ");

  private final List<String> columns;
  private final Map<String, Object> side;

  /**
   * @param columns of the table
   * @param side what the table's side file says of each column
   */
  ConfoundSets(List<String> columns, Map<String, Object> side) {
    this.columns = columns;
    this.side = side;
  }

  /**
   * The columns that a name stands for, which may not be there; empty if the name is no set and
   * matches nothing.
   *
   * @param why filled with the reason why a set is empty, if more than its columns are missing
   */
  Optional<List<String>> columns(String wanted, List<String> why) {
    Matcher expanded = EXPANDED.matcher(wanted);
    if (expanded.matches()) {
      return expand(expanded.group(1), Optional.ofNullable(expanded.group(2)));
    }
    Matcher components = COMPONENTS.matcher(wanted);
    if (components.matches()) {
      return components(components.group(1), Optional.ofNullable(components.group(2)), why);
    }
    Matcher first = FIRST_COMPONENTS.matcher(wanted);
    if (first.matches()) {
      int count = Integer.parseInt(first.group(1));
      List<String> found =
          columns.stream().filter(c -> c.matches("a_comp_cor_\\d+")).sorted().toList();
      if (found.size() < count) {
        why.add("there are " + found.size() + " columns a_comp_cor_…");
        return Optional.of(List.of());
      }
      return Optional.of(found.subList(0, count));
    }
    return switch (wanted) {
      case "high-pass" -> Optional.of(holding("cosine"));
      case "ica-aroma" -> Optional.of(holding("aroma"));
      case CLEANED_BY_AROMA -> Optional.of(List.of());
      case "tedana" -> Optional.of(starting(Tedana.REJECTED));
      case NON_AGGRESSIVE ->
          Optional.of(
              Stream.of(Tedana.ACCEPTED, Tedana.REJECTED)
                  .flatMap(start -> starting(start).stream())
                  .toList());
      default -> byName(wanted);
    };
  }

  private Optional<List<String>> byName(String wanted) {
    if (!wanted.contains("*")) {
      return columns.contains(wanted) ? Optional.of(List.of(wanted)) : Optional.empty();
    }
    Pattern pattern =
        Pattern.compile(
            Arrays.stream(wanted.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
    List<String> found = columns.stream().filter(c -> pattern.matcher(c).matches()).toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  private List<String> holding(String part) {
    return columns.stream().filter(column -> column.contains(part)).toList();
  }

  private List<String> starting(String start) {
    return columns.stream().filter(column -> column.startsWith(start)).toList();
  }

  private Optional<List<String>> expand(String set, Optional<String> model) {
    String how = model.orElse(set.equals("motion") ? "full" : "basic").toLowerCase(Locale.ROOT);
    if (!set.equals("motion") && how.matches("\\d+")) {
      return Optional.empty();
    }
    List<String> base =
        switch (set) {
          case "motion" -> columns.containsAll(OLD_MOTION) ? OLD_MOTION : MOTION;
          case "wm-csf" -> List.of("csf", "white_matter");
          default -> List.of("global_signal");
        };
    List<String> endings =
        switch (how) {
          case "6", "basic" -> List.of("");
          case "12", "derivatives" -> List.of("", "_derivative1");
          case "power2" -> List.of("", "_power2");
          default -> List.of("", "_derivative1", "_power2", "_derivative1_power2");
        };
    return Optional.of(
        endings.stream().flatMap(ending -> base.stream().map(name -> name + ending)).toList());
  }

  /**
   * Components in order of the variance they explain. The side file says from which mask those of
   * the anatomy come; versions before 21 call all of them a_comp_cor, later ones have w and c.
   */
  private Optional<List<String>> components(String kind, Optional<String> count, List<String> why) {
    int most = count.filter(n -> !n.equals("all")).map(Integer::parseInt).orElse(Integer.MAX_VALUE);
    if (side.isEmpty()) {
      why.add("the side file (.json), which says how components were made, is missing");
      return Optional.of(List.of());
    }
    List<String> chosen = new ArrayList<>();
    if (kind.startsWith("temporal")) {
      chosen.addAll(numbered("t").stream().limit(most).toList());
    }
    if (kind.endsWith("combined")) {
      chosen.addAll(ofMask("combined", most));
    }
    if (kind.endsWith("separated")) {
      chosen.addAll(ofMask("WM", most));
      chosen.addAll(ofMask("CSF", most));
      chosen.addAll(numbered("w").stream().limit(most).toList());
      chosen.addAll(numbered("c").stream().limit(most).toList());
    }
    return Optional.of(chosen);
  }

  private List<String> ofMask(String mask, int most) {
    return numbered("a").stream()
        .filter(name -> side.get(name) instanceof Map<?, ?> said && mask.equals(said.get("Mask")))
        .limit(most)
        .toList();
  }

  /** Components of one kind that the side file describes, by their numbers. */
  private List<String> numbered(String prefix) {
    String start = prefix + "_comp_cor_";
    int described =
        (int) side.keySet().stream().filter(name -> name.contains(prefix + "_comp_cor")).count();
    return IntStream.range(0, described)
        .mapToObj(number -> start + String.format(Locale.ROOT, "%02d", number))
        .filter(side::containsKey)
        .toList();
  }
}
