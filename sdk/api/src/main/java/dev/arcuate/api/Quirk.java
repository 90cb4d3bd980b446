package dev.arcuate.api;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the code of a published study does beside what its paper says, or against the rules of a
 * sound split. All are off unless a workflow names them, and every result says which were on.
 * Source: methods reference, section 17.
 */
public enum Quirk {
  DELAY_WRAP("delay.wrap", true, "delays go round in a circle: the end of a run reaches its start"),
  DELAY_CONCAT(
      "delay.concat", true, "delays cross runs: the end of a run reaches the start of the next"),
  BIN_PLUS_ONE("bin.plus-one", false, "every word counts one volume after the one it was heard in"),
  TOKENIZE_ISOLATED(
      "tokenize.isolated", false, "every word is put in lower case and tokenised on its own"),
  MASK_EXCLUSIVE(
      "mlm.mask-exclusive",
      false,
      "a token of a masked model attends to what stands to its left, and not to itself"),
  CONTEXT_WRAP(
      "context.wrap", false, "the context of the first words of a run is what the run ends with"),
  SCALE_BEFORE_SPLIT(
      "scale.before-split", true, "features are scaled by whole runs, test rows among them"),
  CV_NO_GAP("cv.no-gap", true, "training rows stand right beside test rows"),
  FOLDS_AS_SAMPLES(
      "stats.folds-as-samples", false, "folds of one person are tested like independent people");

  /** What a setting {@code quirks} is, for its documentation. */
  public static final String DOC =
      "Quirks of published code to reproduce, by name, such as [delay.wrap]. A step follows those"
          + " that concern it and passes over the others, so that all steps can share one list.";

  private final String named;
  private final boolean leaks;
  private final String meaning;

  Quirk(String named, boolean leaks, String meaning) {
    this.named = named;
    this.leaks = leaks;
    this.meaning = meaning;
  }

  /** Its name in a workflow, such as {@code delay.wrap}. */
  public String named() {
    return named;
  }

  /** Whether it lets training rows tell of test rows, so that a split must allow it. */
  public boolean leaks() {
    return leaks;
  }

  /** Name and meaning, for warnings and reports. */
  public String told() {
    return named + " (" + meaning + ")";
  }

  /** Whether a list names it. */
  public boolean in(List<String> quirks) {
    return quirks.contains(named);
  }

  /** The quirk of a name that {@link #checked} let pass. */
  public static Quirk of(String name) {
    return Arrays.stream(values())
        .filter(quirk -> quirk.named.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no quirk '"
                        + name
                        + "'; there are "
                        + Arrays.stream(values())
                            .map(Quirk::named)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * The same names, for the constructor of settings.
   *
   * @throws IllegalArgumentException for a name that is no quirk's
   */
  public static List<String> checked(List<String> names) {
    names.forEach(Quirk::of);
    return names.stream().distinct().toList();
  }
}
