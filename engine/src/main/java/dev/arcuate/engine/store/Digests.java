package dev.arcuate.engine.store;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.engine.problem.IoReasons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * SHA-256 of what files and folders hold; where they lie, their names above the given path, their
 * times and permissions do not count. Remembers the digests of unchanged files from run to run.
 * Safe for use by several threads and processes.
 */
public final class Digests {
  private static final int ATTEMPTS = 3;

  private final DigestCache cache;

  private Digests(DigestCache cache) {
    this.cache = requireNonNull(cache, "cache");
  }

  /** Digests remembered in a file, which need not exist and may be lost at no harm. */
  public static Digests remembered(Path file) {
    return new Digests(DigestCache.read(file, Clock.systemUTC()));
  }

  static Digests with(DigestCache cache) {
    return new Digests(cache);
  }

  /**
   * The digest of a file's bytes, or of a folder: all files below it with their relative paths, and
   * empty folders. Links are followed. A link to nothing inside a folder counts as the text it
   * holds, so that a dataset whose files were only partly fetched has a digest that changes when
   * more are fetched.
   *
   * @throws ProblemException {@code INPUT_MISSING}, {@code INPUT_UNREADABLE}, {@code INPUT_CYCLE},
   *     {@code INPUT_NOT_A_FILE} or {@code INPUT_CHANGING}
   */
  public String of(InputPath input) {
    Path path = input.path();
    try {
      return Files.isDirectory(path) ? ofFolder(path) : ofFile(path);
    } catch (IOException e) {
      throw problem(input, e);
    }
  }

  /**
   * The digest of several files or folders with the names they are given.
   *
   * @throws ProblemException as {@link #of}
   */
  public String ofAll(List<InputPath> inputs) {
    Map<String, String> digests = new TreeMap<>();
    inputs.forEach(input -> digests.put(input.logical(), of(input)));
    return hex(digests);
  }

  private static String hex(Map<String, String> digests) {
    return Sha256.hex(CanonicalJson.of(digests).getBytes(StandardCharsets.UTF_8));
  }

  /** Keeps what is known by now for later runs. */
  public void save() {
    cache.save();
  }

  private String ofFolder(Path folder) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    Map<String, String> digests = new TreeMap<>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new Lister(folder, files, digests));
    try {
      digests.putAll(
          files.entrySet().parallelStream()
              .collect(
                  Collectors.toMap(Map.Entry::getKey, file -> uncheckedOfFile(file.getValue()))));
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
    return hex(digests);
  }

  private String uncheckedOfFile(Path file) {
    try {
      return ofFile(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String ofFile(Path file) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      FileStamp before = FileStamp.of(file);
      if (!before.regular()) {
        throw new NotAFileException(file);
      }
      var known = cache.find(file, before);
      if (known.isPresent()) {
        return known.get();
      }
      String digest = Sha256.hex(file);
      if (FileStamp.of(file).equals(before)) {
        cache.remember(file, before, digest);
        return digest;
      }
    }
    throw new ChangingException(file);
  }

  static ProblemException problem(InputPath input, IOException e) {
    String place = "'" + input.logical() + "'";
    String at =
        e instanceof java.nio.file.FileSystemException f && f.getFile() != null
            ? f.getFile()
            : input.path().toString();
    Problem problem;
    if (e instanceof NotAFileException) {
      problem =
          StoreCode.INPUT_NOT_A_FILE
              .problem(place + ": " + at + " is neither a file nor a folder")
              .hint("name a regular file or a folder of them");
    } else if (e instanceof ChangingException) {
      problem =
          StoreCode.INPUT_CHANGING
              .problem(place + ": " + at + " changes while it is read")
              .hint("wait until whatever writes it has finished, then run again");
    } else if (e instanceof FileSystemLoopException) {
      problem =
          StoreCode.INPUT_CYCLE
              .problem(place + ": the link " + at + " leads back to a folder around it")
              .hint("remove the link, or name a folder that does not hold it");
    } else if (e instanceof NoSuchFileException) {
      problem =
          StoreCode.INPUT_MISSING
              .problem(place + " does not exist; looked at " + at)
              .hint(
                  "relative paths count from the folder of the workflow file; those given with --set"
                      + " from the current folder");
    } else if (e instanceof AccessDeniedException) {
      problem =
          StoreCode.INPUT_UNREADABLE
              .problem(place + ": no permission to read " + at)
              .hint("ask its owner for read permission");
    } else {
      problem =
          StoreCode.INPUT_UNREADABLE
              .problem(place + ": cannot read " + at + ": " + IoReasons.of(e))
              .hint("check its disk, or fetch it again from where it came");
    }
    return problem.exception(e);
  }

  static ProblemException changing(InputPath input) {
    return problem(input, new ChangingException(input.path()));
  }

  /** Finds the files of a folder, and gives digests to what has no bytes of its own. */
  private static final class Lister extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Map<String, Path> files;
    private final Map<String, String> digests;
    private int seen;
    private final java.util.ArrayDeque<Integer> seenBefore = new java.util.ArrayDeque<>();

    Lister(Path root, Map<String, Path> files, Map<String, String> digests) {
      this.root = root;
      this.files = files;
      this.digests = digests;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      seenBefore.push(++seen);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
      if (e != null) {
        throw e;
      }
      if (seenBefore.pop() == seen) {
        digests.put(relative(folder) + "/", "");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      seen++;
      if (attributes.isSymbolicLink()) {
        digests.put(relative(file), "to " + Files.readSymbolicLink(file));
      } else {
        files.put(relative(file), file);
      }
      return FileVisitResult.CONTINUE;
    }

    private String relative(Path path) {
      return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
    }
  }

  private static final class NotAFileException extends java.nio.file.FileSystemException {
    private static final long serialVersionUID = 1L;

    NotAFileException(Path file) {
      super(file.toString());
    }
  }

  private static final class ChangingException extends java.nio.file.FileSystemException {
    private static final long serialVersionUID = 1L;

    ChangingException(Path file) {
      super(file.toString());
    }
  }
}
