package dev.arcuate.plugin.bidsfmri.glm;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Design;
import dev.arcuate.plugin.bids.Nearest;
import java.util.ArrayList;
import java.util.List;

/** Weights of the columns of a design, from a sum of names. */
final class Contrast {
  private Contrast() {}

  /**
   * @param columns of the model; those of the design come first
   */
  static double[] weights(String name, String formula, Design design, int columns) {
    List<String> groups = design.groups().stream().map(Design.Group::name).toList();
    double[] weights = new double[columns];
    double sign = 1;
    boolean termExpected = true;
    List<Problem> problems = new ArrayList<>();
    for (String token : formula.strip().replaceAll("\\s+", " ").split(" ", -1)) {
      if (token.equals("+") || token.equals("-")) {
        sign = token.equals("-") ? -sign : sign;
        termExpected = true;
        continue;
      }
      int star = token.indexOf('*');
      String group = token.substring(star + 1);
      if (!termExpected || !groups.contains(group)) {
        problems.add(wrong(name, formula, token, groups));
        break;
      }
      add(weights, design, group, sign * factor(name, formula, token, star, groups));
      sign = 1;
      termExpected = false;
    }
    if (problems.isEmpty() && termExpected) {
      problems.add(wrong(name, formula, "the end", groups));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return weights;
  }

  private static double factor(
      String name, String formula, String token, int star, List<String> groups) {
    try {
      return star < 0 ? 1 : Double.parseDouble(token.substring(0, star));
    } catch (NumberFormatException e) {
      throw wrong(name, formula, token, groups).exception(e);
    }
  }

  private static void add(double[] weights, Design design, String name, double weight) {
    int column = 0;
    for (Design.Group group : design.groups()) {
      if (group.name().equals(name)) {
        int count = group.delaysSeconds().isEmpty() ? 1 : group.columns();
        for (int c = 0; c < count; c++) {
          weights[column + c] += weight;
        }
      }
      column += group.columns();
    }
  }

  private static Problem wrong(String name, String formula, String token, List<String> groups) {
    String group = token.substring(token.indexOf('*') + 1);
    return Problem.user(
            "BIDS_FMRI_CONTRAST",
            "contrast "
                + name
                + ": '"
                + formula
                + "' is not understood at '"
                + token
                + "'; it is a sum of groups of the design, which are "
                + String.join(", ", groups))
        .hint(
            Nearest.to(group, groups)
                .filter(nearest -> !nearest.equals(group))
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse("write it like '" + groups.get(0) + " - 0.5*" + groups.get(0) + "'"));
  }
}
