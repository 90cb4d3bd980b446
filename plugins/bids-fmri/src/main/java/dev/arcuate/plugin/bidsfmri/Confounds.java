package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bids.BidsFile;
import dev.arcuate.plugin.bids.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Columns of a table of confounds, by name or by the names of usual sets. */
final class Confounds {
  private static final List<String> MOTION =
      List.of("trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z");
  private static final Pattern COMPONENTS = Pattern.compile("a-comp-cor-(\\d{1,3})");

  /** Older fMRIPrep versions write X, Y, Z, RotX … */
  private static final List<String> OLD_MOTION = List.of("X", "Y", "Z", "RotX", "RotY", "RotZ");

  private Confounds() {}

  /**
   * Reads columns.
   *
   * @param wanted as in the setting {@code confounds}
   * @param dropped rows left out at the start
   * @param samples rows that must remain
   * @return columns of finite values
   */
  static List<double[]> read(BidsFile file, List<String> wanted, int dropped, int samples)
      throws IOException {
    Table table = Table.read(file.path());
    if (table.rows() != dropped + samples) {
      throw Problem.data(
              "BIDS_FMRI_ROWS_DIFFER",
              file.name()
                  + " has "
                  + table.rows()
                  + " rows, but the run has "
                  + (dropped + samples)
                  + " volumes")
          .exception();
    }
    List<Problem> problems = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (String name : wanted) {
      names.addAll(columns(name, table.columns(), file, problems));
    }
    List<double[]> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(column(table, name, dropped, samples, file, problems));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return columns;
  }

  private static List<String> columns(
      String wanted, List<String> columns, BidsFile file, List<Problem> problems) {
    Matcher components = COMPONENTS.matcher(wanted);
    List<String> names;
    if (wanted.startsWith("motion-")) {
      names = motion(wanted, columns);
    } else if (components.matches()) {
      names =
          columns.stream()
              .filter(column -> column.matches("a_comp_cor_\\d+"))
              .sorted()
              .limit(Integer.parseInt(components.group(1)))
              .toList();
      if (names.size() < Integer.parseInt(components.group(1))) {
        names = List.of();
      }
    } else if (wanted.contains("*")) {
      Pattern pattern =
          Pattern.compile(
              Arrays.stream(wanted.split("\\*", -1))
                  .map(Pattern::quote)
                  .collect(Collectors.joining(".*")));
      names = columns.stream().filter(column -> pattern.matcher(column).matches()).toList();
    } else {
      names = List.of(wanted);
    }
    if (names.isEmpty() || !columns.containsAll(names)) {
      Problem problem =
          Problem.data(
              "BIDS_FMRI_CONFOUND_UNKNOWN",
              file.name()
                  + " has no confounds '"
                  + wanted
                  + "'; its columns are "
                  + columns.stream().limit(40).collect(Collectors.joining(", "))
                  + (columns.size() > 40 ? " and " + (columns.size() - 40) + " more" : ""));
      problems.add(
          Nearest.to(wanted, columns)
              .map(nearest -> problem.hint("did you mean '" + nearest + "'?"))
              .orElse(problem));
      return List.of();
    }
    return names;
  }

  private static List<String> motion(String wanted, List<String> columns) {
    List<String> six = columns.containsAll(OLD_MOTION) ? OLD_MOTION : MOTION;
    return switch (wanted.toLowerCase(Locale.ROOT)) {
      case "motion-6" -> six;
      case "motion-12" -> with(six, "_derivative1");
      case "motion-24" -> with(six, "_derivative1", "_power2", "_derivative1_power2");
      default -> List.of();
    };
  }

  private static List<String> with(List<String> six, String... endings) {
    return Stream.concat(
            six.stream(),
            Stream.of(endings).flatMap(ending -> six.stream().map(name -> name + ending)))
        .toList();
  }

  /**
   * Derivatives have no value in their first row. Such a start is filled with the mean; a gap later
   * on is refused.
   */
  private static double[] column(
      Table table, String name, int dropped, int samples, BidsFile file, List<Problem> problems) {
    double[] values = new double[samples];
    double sum = 0;
    int first = -1;
    for (int row = 0; row < samples; row++) {
      values[row] = table.number(dropped + row, name);
      if (Double.isFinite(values[row])) {
        first = first < 0 ? row : first;
        sum += values[row];
      } else if (first >= 0) {
        problems.add(
            Problem.data(
                "BIDS_FMRI_CONFOUND_GAP",
                file.name()
                    + ": the confound '"
                    + name
                    + "' has no value in row "
                    + (dropped + row + 1)));
        return values;
      }
    }
    if (first < 0) {
      problems.add(
          Problem.data(
              "BIDS_FMRI_CONFOUND_GAP",
              file.name() + ": the confound '" + name + "' has no values"));
      return values;
    }
    Arrays.fill(values, 0, first, sum / (samples - first));
    return values;
  }
}
