package dev.arcuate.plugin.bids;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A folder laid out by BIDS, raw or derivative. */
public final class BidsDataset {
  private static final int MOST_NAMES = 20;

  /** Entities by which one recording is stored in several files of which one is usually meant. */
  private static final List<String> PARTS_OF_ONE = List.of("echo", "part");

  private final Path root;
  private final String name;
  private final BidsIndex index;
  private final Runnable listedAll;

  BidsDataset(Path root, String name, BidsIndex index, Runnable listedAll) {
    this.root = root;
    this.name = name;
    this.index = index;
    this.listedAll = listedAll;
  }

  public Path root() {
    return root;
  }

  public String name() {
    return name;
  }

  /** Labels without {@code sub-}, in order. */
  public List<String> subjects() {
    return index.folders("").stream()
        .filter(folder -> folder.startsWith("sub-"))
        .map(folder -> folder.substring("sub-".length()))
        .sorted(Labels.ORDER)
        .toList();
  }

  /** Every file of the dataset whose name follows BIDS, in order of folder and name. */
  public List<BidsFile> files() {
    List<BidsFile> files = index.allFiles("");
    listedAll.run();
    return files;
  }

  /** Files of a folder itself, by its name relative to the dataset. */
  List<BidsFile> filesIn(String folder) {
    return index.files(folder);
  }

  /**
   * The one subject that is meant.
   *
   * @param written a label with or without {@code sub-}, or an expression that means one subject
   * @throws ProblemException {@code BIDS_SUBJECT_UNKNOWN}; {@code BIDS_AMBIGUOUS} if several are
   *     meant
   */
  public String subject(String written) {
    List<String> found = people(written);
    if (found.size() > 1) {
      throw Problem.user(
              "BIDS_AMBIGUOUS",
              "'"
                  + written
                  + "' means "
                  + found.size()
                  + " subjects of "
                  + name
                  + ": "
                  + some(found))
          .hint(
              "a recording is one person's; write subject: $subject under with, and beside it sweep:"
                  + " {subject: "
                  + written
                  + "}, or {subject: ["
                  + String.join(", ", found)
                  + "]}")
          .exception();
    }
    return found.get(0);
  }

  /**
   * The subjects that are meant, in order.
   *
   * @param written a label with or without {@code sub-}, or an expression that means several
   * @throws ProblemException {@code BIDS_SUBJECT_UNKNOWN} if there is none
   */
  List<String> people(String written) {
    String label = written.startsWith("sub-") ? written.substring("sub-".length()) : written;
    List<String> subjects = subjects();
    if (subjects.contains(label)) {
      return List.of(label);
    }
    Choice choice = Choice.of("sub", label);
    List<String> found =
        choice.isPlural()
            ? subjects.stream().filter(s -> choice.matches(Optional.of(s))).toList()
            : List.of();
    if (found.isEmpty()) {
      throw unknown(label, subjects);
    }
    return found;
  }

  /**
   * Files of a subject whose names follow BIDS, in order of their names.
   *
   * @throws ProblemException {@code BIDS_SUBJECT_UNKNOWN}
   */
  public List<BidsFile> files(String subject) {
    List<String> subjects = subjects();
    if (!subjects.contains(subject)) {
      throw unknown(subject, subjects);
    }
    return index.allFiles("sub-" + subject);
  }

  /**
   * The one file of a subject that a query means.
   *
   * @throws ProblemException {@code BIDS_FILE_MISSING} listing what there is, {@code
   *     BIDS_AMBIGUOUS} listing the candidates
   */
  public BidsFile one(String subject, Query query) {
    List<BidsFile> found = some(subject, query);
    if (found.size() > 1) {
      throw ambiguous(subject, query.text(), found);
    }
    return found.get(0);
  }

  /**
   * At least one file of a subject.
   *
   * @throws ProblemException {@code BIDS_FILE_MISSING} listing what there is
   */
  public List<BidsFile> some(String subject, Query query) {
    List<BidsFile> found = all(subject, query);
    if (found.isEmpty()) {
      throw missing(subject, query);
    }
    return found;
  }

  /**
   * Files of a subject that a query means, perhaps none. Single echoes and phase images are left
   * out where there is something else, unless they are asked for.
   */
  public List<BidsFile> all(String subject, Query query) {
    List<BidsFile> found = files(subject).stream().filter(query::matches).toList();
    for (String entity : PARTS_OF_ONE) {
      if (!query.names(entity)) {
        List<BidsFile> whole =
            found.stream()
                .filter(file -> file.entity(entity).isEmpty() || file.has(entity, "mag"))
                .toList();
        found = whole.isEmpty() ? found : whole;
      }
    }
    return found;
  }

  private ProblemException unknown(String subject, List<String> subjects) {
    if (subjects.isEmpty()) {
      return Problem.data(
              "BIDS_SUBJECT_UNKNOWN", name + " is no BIDS dataset: it holds no folder named sub-…")
          .hint("name the folder that holds the folders of the subjects")
          .exception();
    }
    boolean listed = Participants.of(this).filter(p -> p.lists(subject)).isPresent();
    Problem problem =
        Problem.data(
            "BIDS_SUBJECT_UNKNOWN",
            name
                + " has no subject '"
                + subject
                + "'"
                + (listed ? ", though participants.tsv lists it" : "")
                + "; its subjects are "
                + some(subjects));
    if (listed) {
      return problem.hint("copy or fetch the folder sub-" + subject).exception();
    }
    return Nearest.to(subject, subjects)
        .map(nearest -> problem.hint("did you mean '" + nearest + "'?"))
        .orElse(problem)
        .exception();
  }

  private ProblemException missing(String subject, Query query) {
    List<BidsFile> own = files(subject);
    if (own.isEmpty()) {
      return Problem.data(
              "BIDS_NOT_FETCHED", "the folder of subject " + subject + " of " + name + " is empty")
          .hint("if it is a DataLad dataset, run in " + name + ": datalad get -n sub-" + subject)
          .exception();
    }
    List<String> alike = own.stream().filter(query::isOfKind).map(BidsFile::name).toList();
    String took =
        Participants.of(this)
            .map(people -> people.values(subject, "task"))
            .filter(tasks -> !tasks.isEmpty() && tasks.stream().noneMatch(query::asksForTask))
            .map(tasks -> "; participants.tsv says it took part in " + String.join(", ", tasks))
            .orElse("");
    return Problem.data(
            "BIDS_FILE_MISSING",
            "subject "
                + subject
                + " of "
                + name
                + " has no file "
                + query.text()
                + (alike.isEmpty()
                    ? "; it has no " + query.suffixes().get(0) + " at all" + elsewhere()
                    : "; there are " + some(alike))
                + took)
        .hint("the settings task, session, run, space, desc and entities choose among the files")
        .exception();
  }

  /** Derivatives lie inside a raw dataset but are datasets of their own. */
  private String elsewhere() {
    try (java.util.stream.Stream<Path> inside = Files.list(root.resolve("derivatives"))) {
      List<String> names =
          inside
              .filter(Files::isDirectory)
              .map(folder -> "derivatives/" + folder.getFileName())
              .sorted()
              .toList();
      return names.isEmpty() ? "" : "; other datasets are in it: " + String.join(", ", names);
    } catch (java.io.IOException e) {
      return "";
    }
  }

  /** A problem that lists the candidates and says what tells them apart. */
  public ProblemException ambiguous(String subject, String wanted, List<BidsFile> found) {
    List<String> differing = new ArrayList<>();
    for (String entity :
        List.of(
            "ses", "task", "acq", "ce", "dir", "rec", "run", "echo", "part", "hemi", "space",
            "cohort", "res", "den", "atlas", "seg", "stat", "desc")) {
      if (found.stream().map(file -> file.entities().get(entity)).distinct().count() > 1) {
        differing.add(
            switch (entity) {
              case "ses" -> "session";
              case "hemi" -> "hemisphere";
              case "run", "space", "desc", "atlas", "task" -> entity;
              default -> "entities: {" + entity + ": …}";
            });
      }
    }
    if (found.stream().map(BidsFile::extension).distinct().count() > 1) {
      differing.add("moving away the files of the same name and another extension");
    }
    return Problem.data(
            "BIDS_AMBIGUOUS",
            "several files of subject "
                + subject
                + " of "
                + name
                + " are "
                + wanted
                + ": "
                + some(found.stream().map(BidsFile::name).toList()))
        .hint("choose one with " + String.join(" or ", differing))
        .exception();
  }

  private static String some(List<String> names) {
    String shown = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    int more = names.size() - MOST_NAMES;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
