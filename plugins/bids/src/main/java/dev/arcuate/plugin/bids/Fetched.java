package dev.arcuate.plugin.bids;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells whether the content of a file is on this machine. git-annex leaves a link that leads
 * nowhere or a small text in its place, git-lfs a small text, and example datasets empty files.
 */
public final class Fetched {
  private static final int LONGEST_POINTER = 32 << 10;
  private static final String ANNEX_POINTER = "/annex/objects/";
  private static final String LFS_POINTER = "version https://git-lfs.";

  private Fetched() {}

  /**
   * @throws ProblemException {@code BIDS_NOT_FETCHED} with the command that fetches it, {@code
   *     BIDS_FILE_MISSING}
   */
  public static void require(Path file, String name) throws IOException {
    if (!Files.exists(file)) {
      if (Files.isSymbolicLink(file)) {
        String target = Files.readSymbolicLink(file).toString().replace('\\', '/');
        throw notFetched(
            name + " is not fetched: its content is not on this machine",
            target.contains("annex/objects")
                ? annex(file)
                : "it is a link to " + target + "; put the file there");
      }
      throw Problem.data("BIDS_FILE_MISSING", "there is no file " + name)
          .hint("check the path")
          .exception();
    }
    if (Files.isDirectory(file)) {
      return;
    }
    long size = Files.size(file);
    if (size == 0) {
      throw notFetched(
          name + " is empty (0 bytes): its content was not fetched",
          annexed(file)
              ? annex(file)
              : "copy the file anew from where the data is; example datasets do not hold it");
    }
    if (size <= LONGEST_POINTER) {
      String start = start(file);
      if (start.startsWith(ANNEX_POINTER)) {
        throw notFetched(
            name + " is not fetched: git-annex keeps its content elsewhere", annex(file));
      }
      if (start.startsWith(LFS_POINTER)) {
        throw notFetched(
            name + " is not fetched: git-lfs keeps its content elsewhere",
            "run in its folder: git lfs pull --include " + file.getFileName());
      }
    }
  }

  private static String start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(32), StandardCharsets.US_ASCII);
    }
  }

  private static boolean annexed(Path file) {
    return repository(file) != null;
  }

  private static Path repository(Path file) {
    for (Path folder = file.toAbsolutePath().getParent();
        folder != null;
        folder = folder.getParent()) {
      if (Files.exists(folder.resolve(".datalad")) || Files.exists(folder.resolve(".git/annex"))) {
        return folder;
      }
    }
    return null;
  }

  private static String annex(Path file) {
    Path repository = repository(file);
    boolean datalad = repository == null || Files.exists(repository.resolve(".datalad"));
    String path =
        repository == null
            ? file.getFileName().toString()
            : repository.relativize(file.toAbsolutePath()).toString().replace('\\', '/');
    String place = repository == null ? "in its folder" : "in " + repository.getFileName();
    return datalad
        ? "run " + place + ": datalad get " + path + " (or git annex get)"
        : "run " + place + ": git annex get " + path;
  }

  private static ProblemException notFetched(String message, String hint) {
    return Problem.data("BIDS_NOT_FETCHED", message).hint(hint).exception();
  }
}
