package dev.arcuate.engine.export;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Value;
import dev.arcuate.engine.problem.IoReasons;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Lays a run's results out as a BIDS-derivative dataset. Everything is written beside the folder
 * first and moved into its place at the end, so that a reader never sees half of a result.
 */
public final class ResultsFolder {
  private static final String DESCRIPTION = "dataset_description.json";
  private static final String PLACE_OF_WORKFLOW = "<!-- arcuate:workflow -->";
  private static final Class<? extends Value> FILES = dev.arcuate.api.value.Files.class;

  /** Files of an output port of this name are looked for at the top of the results. */
  private static final String TOP = "arrays";

  private static final String CONTENTS = "results.tsv";

  private final Path folder;

  public ResultsFolder(Path folder) {
    this.folder = requireNonNull(folder, "folder").toAbsolutePath().normalize();
  }

  /**
   * A value to lay out.
   *
   * @param name folder below the results, such as {@code report} or {@code group/layer-3}
   * @param port the output port it comes from
   * @param key names the content: equal keys, equal content
   * @param source the value's folder in the store
   */
  public record Item(String name, Port port, String key, Path source) {}

  /**
   * Checks early, before hours of work, that the folder can be written and that nothing of somebody
   * else's lies in it.
   *
   * @throws dev.arcuate.api.ProblemException {@code OUT_NOT_WRITABLE}, {@code OUT_NOT_OURS}
   */
  public void check() {
    try {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw Problem.user("OUT_NOT_OURS", folder + " is a file; a folder was expected")
            .hint("choose another folder with --out")
            .exception();
      }
      Files.createDirectories(folder);
      Path probe = Files.createTempFile(folder, ".arcuate", ".probe");
      Files.delete(probe);
    } catch (IOException e) {
      throw notWritable(e);
    }
    if (!isOurs()) {
      throw Problem.user("OUT_NOT_OURS", folder + " holds files that are not results of Arcuate")
          .hint("choose another folder with --out, or empty this one")
          .exception();
    }
  }

  private boolean isOurs() {
    Path description = folder.resolve(DESCRIPTION);
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty()
          || (Files.isRegularFile(description)
              && Files.readString(description).contains("\"Arcuate\""));
    } catch (IOException e) {
      throw notWritable(e);
    }
  }

  /** Whether the folder holds just these values already, so that there is nothing to lay out. */
  public boolean holds(List<Item> items) {
    try {
      return Files.exists(folder.resolve(CONTENTS))
          && Files.readString(folder.resolve(CONTENTS)).equals(contents(items))
          && items.stream()
              .allMatch(
                  item ->
                      item.port().name().equals(TOP)
                          || BidsLayout.isDerivative(item.source())
                          || Files.isDirectory(folder.resolve(item.name())));
    } catch (IOException e) {
      return false;
    }
  }

  /** Which result came from where: folder, output port, key. */
  private static String contents(List<Item> items) {
    StringBuilder text = new StringBuilder("result\tport\tkey\n");
    for (Item item : items) {
      text.append(item.name()).append('\t').append(item.port().name()).append('\t');
      text.append(item.key()).append('\n');
    }
    return text.toString();
  }

  /** The report, or the folder if there is none. */
  public Path entrance() {
    Path report = folder.resolve("report.html");
    return Files.exists(report) ? report : folder;
  }

  /**
   * Replaces the folder's content.
   *
   * @param items the values to lay out
   * @param documents name → text of further files, such as {@code workflow.yaml}
   * @param provenance text for the reports, put where they ask for it
   */
  public void write(List<Item> items, Map<String, String> documents, String provenance) {
    Path staging = folder.resolveSibling("." + folder.getFileName() + ".new");
    try {
      delete(staging);
      Files.createDirectories(staging);
      Set<String> people = new TreeSet<>();
      for (Item item : items) {
        writeItem(staging, item, provenance);
        people.addAll(BidsLayout.people(item.port().type(), item.source()));
      }
      for (Item item : items) {
        BidsLayout.hoist(staging.resolve(item.name()), staging);
      }
      Files.writeString(staging.resolve(CONTENTS), contents(items));
      for (Map.Entry<String, String> document : documents.entrySet()) {
        Files.writeString(staging.resolve(document.getKey()), document.getValue());
      }
      BidsLayout.complete(staging, people);
      swap(staging);
    } catch (IOException e) {
      throw notWritable(e);
    }
  }

  /** Files of several tasks of one name stay apart; those of the first lie at the top. */
  private static boolean firstOf(Path staging, Item item) throws IOException {
    try (Stream<Path> files = Files.list(item.source())) {
      return files.noneMatch(file -> Files.exists(staging.resolve(file.getFileName())));
    }
  }

  private static void writeItem(Path staging, Item item, String provenance) throws IOException {
    boolean top = item.port().type() == FILES && item.port().name().equals(TOP);
    Path target = top && firstOf(staging, item) ? staging : staging.resolve(item.name());
    copy(item.source(), target);
    if (item.port().type() == Scores.class) {
      ScoresTable.of(Value.open(Scores.class, item.source())).writeTo(target.resolve("scores.tsv"));
    }
    Path report = target.resolve("report.html");
    if (Files.exists(report)) {
      complete(report, provenance);
      if (!Files.exists(staging.resolve("report.html"))) {
        Files.move(report, staging.resolve("report.html"));
      }
    }
  }

  /** A report cannot know the workflow it is part of: it leaves a place for it. */
  private static void complete(Path report, String provenance) throws IOException {
    String escaped = provenance.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    String details =
        "<details><summary>Every step and setting of this run</summary><pre>"
            + escaped
            + "</pre></details>";
    Files.writeString(report, Files.readString(report).replace(PLACE_OF_WORKFLOW, details));
  }

  private void swap(Path staging) throws IOException {
    Path old = folder.resolveSibling("." + folder.getFileName() + ".old");
    delete(old);
    if (Files.exists(folder)) {
      Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
    delete(old);
  }

  private static void copy(Path source, Path target) throws IOException {
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(target.resolve(source.relativize(directory).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path place = target.resolve(source.relativize(file).toString());
            Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING);
            // What the store holds may not be changed, and its copies would inherit that.
            place.toFile().setWritable(true);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private RuntimeException notWritable(IOException cause) {
    return Problem.resource(
            "OUT_NOT_WRITABLE",
            "cannot write the results to " + folder + ": " + IoReasons.withFile(cause))
        .hint("choose a folder with room that you may write to, with --out")
        .exception(cause);
  }
}
