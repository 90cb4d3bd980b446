package dev.arcuate.plugin.bids;

import dev.arcuate.api.BrainReader.People;
import dev.arcuate.api.Problem;
import dev.arcuate.api.settings.InputPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whom an expression such as {@code all} means: those who were recorded as is asked for. */
public final class Meant {
  private static final int SHOWN = 10;

  private Meant() {}

  /** Whether a text may mean several people; no dataset is needed to tell. */
  public static boolean several(String written) {
    return Choice.of("sub", written).isPlural();
  }

  /**
   * The folder to ask whom a text means.
   *
   * @param named in the settings; empty where a step makes the dataset
   * @param code of the problem where it is empty: people are asked for before any step runs
   */
  public static InputPath dataset(Optional<InputPath> named, String written, String code) {
    return named.orElseThrow(
        () ->
            Problem.user(
                    code,
                    "'"
                        + written
                        + "' means people of a dataset that another step makes, which is not there"
                        + " before that step has run")
                .hint("name them: sweep: {subject: [01, 02]}")
                .exception());
  }

  /**
   * @param written an expression that may mean several people
   * @param query of a person's files, by the label
   * @throws dev.arcuate.api.ProblemException {@code BIDS_SUBJECT_UNKNOWN}; {@code BIDS_NOBODY} if
   *     none of those meant has a file
   */
  public static People in(
      BidsDataset dataset, String written, Function<String, Query> query, Exclusions exclusions) {
    List<String> labels = new ArrayList<>();
    Map<String, String> leftOut = new LinkedHashMap<>();
    for (String label : dataset.people(written)) {
      Query own = query.apply(label);
      List<BidsFile> files = dataset.all(label, own);
      if (files.isEmpty()) {
        leftOut.put(label, "no file " + own.text());
      } else if (files.stream().allMatch(file -> exclusions.reason(file).isPresent())) {
        leftOut.put(
            label,
            files.stream()
                .map(file -> exclusions.reason(file).orElseThrow())
                .distinct()
                .collect(Collectors.joining("; ")));
      } else {
        labels.add(label);
      }
    }
    if (labels.isEmpty()) {
      throw Problem.data(
              "BIDS_NOBODY",
              "'"
                  + written
                  + "' means nobody of "
                  + dataset.name()
                  + " who can be read: "
                  + leftOut.entrySet().stream()
                      .limit(SHOWN)
                      .map(one -> one.getKey() + " (" + one.getValue() + ")")
                      .collect(Collectors.joining(", "))
                  + (leftOut.size() > SHOWN ? " and " + (leftOut.size() - SHOWN) + " more" : ""))
          .hint("the settings task, session, run, space, desc and entities choose among the files")
          .exception();
    }
    return new People(labels, leftOut);
  }
}
