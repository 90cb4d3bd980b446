package dev.arcuate.engine.export;

import dev.arcuate.api.value.Epochs;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the results folder a derivative dataset that a BIDS validator accepts. */
final class BidsLayout {
  private static final String DESCRIPTION = "dataset_description.json";
  private static final String IGNORE = ".bidsignore";
  private static final String README = "README";

  /** Names that BIDS knows at the root of a dataset. */
  private static final Set<String> KNOWN =
      Set.of(DESCRIPTION, README, "participants.tsv", "participants.json", IGNORE);

  private static final String TEXT =
      """
      Results of Arcuate. report.html tells what was found; workflow.yaml, arcuate.lock and trace.jsonl
      tell how; results.tsv tells which result came from which step.
      """;

  private static final String TEXT_OF_PERSON =
      """
      Nothing here is of this person alone: results of several people lie at the top of the dataset.
      """;

  private static final String NOBODY = "none";

  private static final String TEXT_OF_NOBODY =
      """
      No single person is named in these results. BIDS knows no dataset without a subject; this folder
      stands for none.
      """;

  private BidsLayout() {}

  /** Whether a value is a derivative dataset with folders of subjects. */
  static boolean isDerivative(Path value) {
    try {
      Path description = value.resolve(DESCRIPTION);
      return Files.isRegularFile(description)
          && Files.readString(description).contains("\"derivative\"")
          && !subjects(value).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Path> subjects(Path dataset) throws IOException {
    try (Stream<Path> entries = Files.list(dataset)) {
      return entries
          .filter(Files::isDirectory)
          .filter(entry -> entry.getFileName().toString().startsWith("sub-"))
          .toList();
    }
  }

  /**
   * Moves the files of a derivative dataset to the root, where other programs look for them. A
   * second one stays where it is.
   */
  static void hoist(Path value, Path root) throws IOException {
    if (!isDerivative(value) || !subjects(root).isEmpty()) {
      return;
    }
    List<Path> entries;
    try (Stream<Path> all = Files.list(value)) {
      entries = all.toList();
    }
    Files.delete(value.resolve(DESCRIPTION));
    for (Path entry : entries) {
      Path target = root.resolve(entry.getFileName().toString());
      if (!entry.getFileName().toString().equals(DESCRIPTION) && !Files.exists(target)) {
        Files.move(entry, target);
      }
    }
    try (Stream<Path> left = Files.list(value)) {
      if (left.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(value);
  }

  /**
   * Labels of the people whom a value is about, without {@code sub-}.
   *
   * @param type of the value
   */
  static List<String> people(Class<? extends Value> type, Path value) throws IOException {
    if (type == Scores.class) {
      Scores scores = Value.open(Scores.class, value);
      return scores.facts().get("subjects") instanceof List<?> several
          ? several.stream().map(String::valueOf).toList()
          : Stream.of(scores.subject()).filter(subject -> !subject.equals("group")).toList();
    }
    if (type == Recording.class) {
      return List.of(Value.open(Recording.class, value).subject());
    }
    if (type == Epochs.class) {
      return List.of(Value.open(Epochs.class, value).subject());
    }
    return subjects(value).stream()
        .map(folder -> folder.getFileName().toString().substring("sub-".length()))
        .toList();
  }

  /**
   * Gives each person a folder that says that nothing of theirs was scanned here. A dataset without
   * any is none for BIDS, and results of a group have no files of single people.
   */
  private static void name(Set<String> people, Path root) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (String person : people) {
      String label = person.replaceAll("[^A-Za-z0-9]", "");
      subject(label, TEXT_OF_PERSON, root);
      rows.add(List.of("sub-" + label));
    }
    new Table(List.of("participant_id"), rows).writeTo(root.resolve("participants.tsv"));
  }

  private static void subject(String name, String text, Path root) throws IOException {
    String label = "sub-" + name;
    Path folder = Files.createDirectories(root.resolve(label));
    new Table(List.of("filename"), List.of()).writeTo(folder.resolve(label + "_scans.tsv"));
    // A validator looks for files two folders down before anything else.
    Path func = Files.createDirectories(folder.resolve("func"));
    Files.writeString(func.resolve(README), text);
  }

  /**
   * Says which files BIDS has no names for.
   *
   * @param people whom the results are about
   */
  static void complete(Path root, Set<String> people) throws IOException {
    if (!Files.exists(root.resolve(README))) {
      Files.writeString(root.resolve(README), TEXT);
    }
    StringBuilder ignore = new StringBuilder();
    if (Files.exists(root.resolve(IGNORE))) {
      ignore.append(Files.readString(root.resolve(IGNORE)));
    }
    if (subjects(root).isEmpty()) {
      if (people.isEmpty()) {
        subject(NOBODY, TEXT_OF_NOBODY, root);
      } else {
        name(people, root);
      }
      ignore.append("sub-*/func/README\n");
    }
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : entries.sorted().toList()) {
        String name = entry.getFileName().toString();
        if (!KNOWN.contains(name) && !name.startsWith("sub-")) {
          ignore.append(name).append(Files.isDirectory(entry) ? "/" : "").append('\n');
        }
      }
    }
    Files.writeString(root.resolve(IGNORE), ignore);
  }
}
