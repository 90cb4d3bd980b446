package dev.arcuate.plugin.bidsfmri.clean;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Components of tedana, with what it decided on each in their names: {@code rejected_ICA_04}. */
public final class Tedana {
  static final String REJECTED = "rejected_";
  static final String ACCEPTED = "accepted_";

  /** Some versions write ICA_4 in one table and ICA_04 in the other. */
  private static final Pattern COMPONENT = Pattern.compile("(.*ICA_)0*(\\d+)");

  private Tedana() {}

  /**
   * @param mixing …_desc-ICA_mixing.tsv, a column per component
   * @param metrics …_desc-tedana_metrics.tsv, with the columns Component and classification
   * @param name of the latter, in messages
   * @throws ProblemException {@code BIDS_FMRI_TEDANA}
   */
  public static Table components(Table mixing, Table metrics, String name) {
    if (!metrics.columns().containsAll(List.of("Component", "classification"))) {
      throw wrong(name + " lacks the columns Component and classification");
    }
    Map<String, Integer> places = new LinkedHashMap<>();
    for (int column = 0; column < mixing.columns().size(); column++) {
      places.put(plain(mixing.columns().get(column)), column);
    }
    List<String> names = new ArrayList<>();
    List<Integer> from = new ArrayList<>();
    for (int row = 0; row < metrics.rows(); row++) {
      Integer place = places.get(plain(metrics.text(row, "Component")));
      if (place != null) {
        names.add(metrics.text(row, "classification") + "_" + mixing.columns().get(place));
        from.add(place);
      }
    }
    if (names.isEmpty()) {
      throw wrong(name + " names no component that the mixing table beside it has");
    }
    return new Table(
        names,
        mixing.cells().stream().map(cells -> from.stream().map(cells::get).toList()).toList());
  }

  private static String plain(String component) {
    Matcher matcher = COMPONENT.matcher(component);
    return matcher.matches() ? matcher.group(1) + matcher.group(2) : component;
  }

  private static ProblemException wrong(String why) {
    return Problem.data("BIDS_FMRI_TEDANA", why)
        .hint("take both tables from one run of tedana, or leave tedana out of 'clean'")
        .exception();
  }
}
