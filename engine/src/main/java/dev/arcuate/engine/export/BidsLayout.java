package dev.arcuate.engine.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Says which files BIDS has no names for. */
  static void complete(Path root) throws IOException {
    if (!Files.exists(root.resolve(README))) {
      Files.writeString(root.resolve(README), TEXT);
    }
    StringBuilder ignore = new StringBuilder();
    if (Files.exists(root.resolve(IGNORE))) {
      ignore.append(Files.readString(root.resolve(IGNORE)));
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
