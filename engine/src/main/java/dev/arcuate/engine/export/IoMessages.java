package dev.arcuate.engine.export;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a file, in words for people who have never seen an exception. */
final class IoMessages {
  private IoMessages() {}

  static String plain(IOException fault) {
    if (fault instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (fault instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist";
    }
    if (fault instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return String.valueOf(fault.getMessage());
  }
}
