package dev.arcuate.engine.store;

import dev.arcuate.api.Problem;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A result while it is written. Closing it removes whatever was not published. */
public final class Staging implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
  private static final String SCRATCH = ".scratch";
  private static final Set<PosixFilePermission> WRITING =
      Set.of(
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_WRITE);

  private final Layout layout;
  private final Durability durability;
  private final Key key;
  private final Path folder;
  private final Map<String, Path> outputs = new ConcurrentHashMap<>();
  private volatile boolean hasScratch;
  private volatile boolean published;

  Staging(Layout layout, Durability durability, Key key, Path folder) {
    this.layout = layout;
    this.durability = durability;
    this.key = key;
    this.folder = folder;
  }

  /**
   * What is kept beside the outputs.
   *
   * @param task id of the task, for people
   * @param started when it began
   * @param took how long it computed
   * @param warnings what the user should read beside the result
   * @param notes figures the component kept; JSON types only
   */
  public record Description(
      String task,
      Instant started,
      Duration took,
      List<Problem> warnings,
      Map<String, Object> notes) {}

  /** The folder of an output; the same one when asked again. */
  public Path output(String port) {
    return outputs.computeIfAbsent(
        port, name -> create(folder.resolve(Layout.OUTPUTS).resolve(name)));
  }

  /** A folder that is never published. */
  public Path scratch() {
    hasScratch = true;
    return create(sibling(SCRATCH));
  }

  /** Whether an output was asked for, hence exists. */
  public boolean has(String port) {
    return outputs.containsKey(port);
  }

  /**
   * Makes the result visible: whole, and on the disk itself before it has a name. If another
   * process has published the same key meanwhile, that result stands and this one is dropped.
   *
   * @return what was published
   */
  public Artifact publish(TaskSpec spec, Description description) {
    try {
      Tree tree = Tree.of(folder);
      Path place = layout.artifact(key);
      Artifact artifact =
          new Artifact(
              key,
              place,
              description.task(),
              spec.material(),
              description.started(),
              description.took(),
              tree.bytes(),
              description.warnings(),
              description.notes(),
              tree.files);
      List<Path> files = new ArrayList<>(ArtifactFile.write(folder, artifact));
      tree.files.keySet().forEach(file -> files.add(folder.resolve(file)));
      protect(tree);
      durability.force(files, tree.foldersInnerFirst);
      move(place);
      return artifact;
    } catch (IOException e) {
      throw StoreProblems.writing(layout.root(), "publish " + description.task(), e);
    }
  }

  private void move(Path place) throws IOException {
    Path shelf = place.getParent();
    try {
      published = tryMove(place);
    } catch (NoSuchFileException e) {
      Files.createDirectories(shelf);
      published = tryMove(place);
      durability.renamedInto(shelf.getParent());
    }
    if (published) {
      durability.renamedInto(shelf);
    }
  }

  private boolean tryMove(Path place) throws IOException {
    try {
      Files.move(folder, place, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      if (Files.exists(place.resolve(Layout.DESCRIPTION))) {
        LOG.debug("{} was published by another process", key);
        return false;
      }
      if (!Files.isDirectory(place)) {
        throw e;
      }
      // Remains of a damaged result whose description is gone.
      Path grave = sibling(".damaged");
      Files.move(place, grave, StandardCopyOption.ATOMIC_MOVE);
      SafeFiles.deleteTree(grave);
      Files.move(folder, place, StandardCopyOption.ATOMIC_MOVE);
      return true;
    }
  }

  /**
   * Files only: read-only folders would keep people from deleting a store by the usual means, and
   * read-only files on Windows would do the same.
   */
  private void protect(Tree tree) throws IOException {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    for (String file : tree.files.keySet()) {
      Path path = folder.resolve(file);
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      if (permissions.removeAll(WRITING)) {
        Files.setPosixFilePermissions(path, permissions);
      }
    }
  }

  private Path create(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw StoreProblems.writing(layout.root(), "begin a result", e);
    }
  }

  @Override
  public void close() {
    if (!published) {
      delete(folder);
    }
    if (hasScratch) {
      delete(sibling(SCRATCH));
    }
  }

  private Path sibling(String suffix) {
    return folder.resolveSibling(folder.getFileName() + suffix);
  }

  private static void delete(Path left) {
    try {
      SafeFiles.deleteTree(left);
    } catch (IOException e) {
      LOG.debug("what is left of {} is removed with its run", left, e);
    }
  }

  /** Files with their sizes, and folders, of a result. */
  private static final class Tree {
    private final Map<String, Long> files = new TreeMap<>();
    private final List<Path> foldersInnerFirst = new ArrayList<>();

    static Tree of(Path root) throws IOException {
      Tree tree = new Tree();
      Files.walkFileTree(
          root,
          EnumSet.noneOf(java.nio.file.FileVisitOption.class),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String path =
                  root.relativize(file)
                      .toString()
                      .replace(file.getFileSystem().getSeparator(), "/");
              if (!attributes.isRegularFile()) {
                throw StoreCode.OUTPUT_NOT_A_FILE
                    .problem(
                        "the result holds '" + path + "', which is neither a file nor a folder")
                    .hint("a component writes regular files into its outputs, no links")
                    .exception();
              }
              tree.files.put(path, attributes.size());
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e)
                throws IOException {
              if (e != null) {
                throw e;
              }
              tree.foldersInnerFirst.add(visited);
              return FileVisitResult.CONTINUE;
            }
          });
      return tree;
    }

    long bytes() {
      return files.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
