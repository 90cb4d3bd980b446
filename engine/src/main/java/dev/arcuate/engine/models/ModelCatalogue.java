package dev.arcuate.engine.models;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.problem.DidYouMean;
import dev.arcuate.engine.store.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The models a user has told Arcuate of: one small file each, beside what was fetched from a hub.
 * Entries appear and change as a whole. Safe for use by several threads and processes.
 */
public final class ModelCatalogue {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final String ENDING = ".json";

  private final Path folder;

  public ModelCatalogue(Path folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Where the files of models from a hub are kept. */
  public Path folderOf(String name) {
    return folder.resolve("files").resolve(requireName(name));
  }

  /** All models, by name. */
  public List<ModelEntry> list() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(ENDING))
          .sorted()
          .map(ModelEntry::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Optional<ModelEntry> find(String name) {
    Path file = folder.resolve(name + ENDING);
    return NAME.matcher(name).matches() && Files.isRegularFile(file)
        ? Optional.of(ModelEntry.read(file))
        : Optional.empty();
  }

  /**
   * Adds a model, or replaces the one of that name.
   *
   * @throws ProblemException {@code MODEL_NAME}
   */
  public void put(ModelEntry entry) throws IOException {
    requireName(entry.name());
    Files.createDirectories(folder);
    Path next = Files.createTempFile(folder, "entry", ".part");
    entry.write(next);
    Files.move(
        next,
        folder.resolve(entry.name() + ENDING),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static String requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw Problem.user(
              "MODEL_NAME",
              "'" + name + "' cannot be the name of a model; letters, digits, '.', '_' and '-' can")
          .hint("give another with --name")
          .exception();
    }
    return name;
  }

  /**
   * Where the files of a model lie.
   *
   * @throws IllegalArgumentException saying which models there are, in words for the author of a
   *     workflow
   */
  public Path place(String name) {
    return find(name)
        .map(ModelEntry::path)
        .orElseThrow(
            () -> {
              List<String> known = list().stream().map(ModelEntry::name).toList();
              return new IllegalArgumentException(
                  "there is no such model in the catalogue; "
                      + (known.isEmpty()
                          ? "it is empty; 'arcuate models add' adds one"
                          : DidYouMean.hint(name, "models", known)));
            });
  }

  /** What is wrong with a model's files: they are gone, or not what was added. */
  public Optional<Problem> check(ModelEntry entry, Digests digests) {
    String digest;
    try {
      digest = entry.content().digest(digests);
    } catch (ProblemException e) {
      return Optional.of(e.problems().get(0));
    }
    if (digest.equals(entry.digest())) {
      return Optional.empty();
    }
    return Optional.of(
        Problem.data(
                "MODEL_CHANGED",
                "the files of model '"
                    + entry.name()
                    + "' are not those that were added: "
                    + difference(entry))
            .hint("fetch them again, or 'arcuate models add' them anew if they are right"));
  }

  private static String difference(ModelEntry entry) {
    try {
      long now = entry.content().bytes();
      return now == entry.bytes()
          ? "they hold other bytes"
          : now + " bytes instead of " + entry.bytes();
    } catch (IOException e) {
      return "they cannot be read";
    }
  }
}
