package dev.arcuate.plugin.bidsfmri.bids;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder laid out by BIDS, raw or derivative. */
public final class BidsDataset {
  private static final int MOST_NAMES = 20;
  private static final int DEPTH_OF_A_SUBJECT = 3;

  private final Path root;
  private final String name;

  private BidsDataset(Path root, String name) {
    this.root = root;
    this.name = name;
  }

  /**
   * What is asked for.
   *
   * @param suffix such as {@code bold}
   * @param extensions any of these
   * @param entities that the file must have
   */
  public record Query(String suffix, List<String> extensions, Map<String, String> entities) {
    public Query {
      extensions = List.copyOf(extensions);
    }

    boolean matches(BidsFile file) {
      return file.suffix().equals(suffix)
          && extensions.contains(file.extension())
          && entities.entrySet().stream().allMatch(e -> file.has(e.getKey(), e.getValue()));
    }

    String text() {
      String wanted =
          entities.entrySet().stream()
              .map(entity -> entity.getKey() + "-" + entity.getValue())
              .collect(Collectors.joining("_"));
      return (wanted.isEmpty() ? "" : wanted + "_") + suffix + String.join(" or ", extensions);
    }
  }

  /**
   * @param name of the dataset in messages
   * @throws ProblemException {@code BIDS_FMRI_DATASET_MISSING}
   */
  public static BidsDataset open(Path root, String name) {
    if (!Files.isDirectory(root)) {
      throw Problem.data("BIDS_FMRI_DATASET_MISSING", "there is no folder " + name)
          .hint("paths in a workflow start at the workflow's own folder")
          .exception();
    }
    return new BidsDataset(root, name);
  }

  public Path root() {
    return root;
  }

  public String name() {
    return name;
  }

  /** Labels without {@code sub-}, in order. */
  public List<String> subjects() {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .filter(folder -> folder.startsWith("sub-"))
          .map(folder -> folder.substring("sub-".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Files of a subject whose names follow BIDS, in order of their names.
   *
   * @throws ProblemException {@code BIDS_FMRI_SUBJECT_UNKNOWN}
   */
  public List<BidsFile> files(String subject) {
    List<String> subjects = subjects();
    if (!subjects.contains(subject)) {
      throw unknown(subject, subjects);
    }
    try (Stream<Path> files = Files.walk(root.resolve("sub-" + subject), DEPTH_OF_A_SUBJECT)) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .map(file -> BidsFile.of(root, file))
          .flatMap(Optional::stream)
          .sorted(Comparator.comparing(BidsFile::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The one file of a subject that a query means.
   *
   * @throws ProblemException {@code BIDS_FMRI_FILE_MISSING} listing what there is, {@code
   *     BIDS_FMRI_AMBIGUOUS} listing the candidates
   */
  public BidsFile one(String subject, Query query) {
    List<BidsFile> all = files(subject);
    List<BidsFile> found = all.stream().filter(query::matches).toList();
    if (found.isEmpty()) {
      throw missing(subject, query, all);
    }
    if (found.size() > 1) {
      throw ambiguous(subject, query, found);
    }
    return found.get(0);
  }

  /** Files of a subject that a query means, perhaps none. */
  public List<BidsFile> all(String subject, Query query) {
    return files(subject).stream().filter(query::matches).toList();
  }

  private ProblemException unknown(String subject, List<String> subjects) {
    if (subjects.isEmpty()) {
      return Problem.data(
              "BIDS_FMRI_SUBJECT_UNKNOWN",
              name + " is no BIDS dataset: it holds no folder named sub-…")
          .hint("name the folder that holds the folders of the subjects")
          .exception();
    }
    Problem problem =
        Problem.data(
            "BIDS_FMRI_SUBJECT_UNKNOWN",
            name + " has no subject '" + subject + "'; its subjects are " + some(subjects));
    return Nearest.to(subject, subjects)
        .map(nearest -> problem.hint("did you mean '" + nearest + "'?"))
        .orElse(problem)
        .exception();
  }

  private ProblemException missing(String subject, Query query, List<BidsFile> all) {
    List<String> alike =
        all.stream()
            .filter(file -> file.suffix().equals(query.suffix()))
            .filter(file -> query.extensions().contains(file.extension()))
            .map(BidsFile::name)
            .toList();
    return Problem.data(
            "BIDS_FMRI_FILE_MISSING",
            "subject "
                + subject
                + " of "
                + name
                + " has no file "
                + query.text()
                + (alike.isEmpty()
                    ? "; it has no " + query.suffix() + " at all"
                    : "; there are " + some(alike)))
        .hint("the settings task, session, run, space, desc and entities choose among the files")
        .exception();
  }

  private ProblemException ambiguous(String subject, Query query, List<BidsFile> found) {
    List<String> differing = new ArrayList<>();
    for (String entity :
        List.of(
            "ses", "acq", "dir", "rec", "run", "echo", "part", "space", "res", "atlas", "desc")) {
      if (found.stream().map(file -> file.entities().get(entity)).distinct().count() > 1) {
        differing.add(
            switch (entity) {
              case "ses" -> "session";
              case "run", "space", "desc", "atlas" -> entity;
              default -> "entities: {" + entity + ": …}";
            });
      }
    }
    return Problem.data(
            "BIDS_FMRI_AMBIGUOUS",
            "several files of subject "
                + subject
                + " of "
                + name
                + " are "
                + query.text()
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
