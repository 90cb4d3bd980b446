package dev.arcuate.plugin.bidsmeg.signal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Files that a recording names: they lie beside it, whatever folder it says. */
public final class Beside {
  private Beside() {}

  /**
   * The path of a file beside another.
   *
   * @param written name as it stands in the file, perhaps with folders of another machine
   * @param from the file that names it, for messages
   */
  public static Path of(Path file, String written, String from) {
    String plain =
        written.substring(Math.max(written.lastIndexOf('/'), written.lastIndexOf('\\')) + 1);
    try {
      if (plain.isBlank() || plain.chars().anyMatch(Character::isISOControl)) {
        throw new InvalidPathException(plain, "no name of a file");
      }
      return file.resolveSibling(plain);
    } catch (InvalidPathException e) {
      throw Damage.notOne(from, "it names a file that cannot be: '" + printable(written) + "'");
    }
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
