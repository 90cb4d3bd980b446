package dev.arcuate.engine.problem;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.zip.ZipException;

/**
 * Why a file could not be read or written, in words for people who have never seen an exception.
 */
public final class IoReasons {
  private IoReasons() {}

  /** Exceptions of the file system often hold no more than the path. */
  public static String of(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NotDirectoryException) {
      return "it is not a folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "a file of that name stands in the way";
    }
    if (e instanceof ZipException) {
      return "it is no zip archive, or its end is missing";
    }
    String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return reason == null ? "it cannot be read or written" : reason;
  }

  /** The same, with the file before it where the fault names one. */
  public static String withFile(IOException e) {
    return e instanceof FileSystemException system && system.getFile() != null
        ? system.getFile() + ": " + of(e)
        : of(e);
  }
}
