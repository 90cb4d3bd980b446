package dev.arcuate.engine.plugins;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** A folder with plugin jars. Of a plugin in several places, the one in the last place is used. */
public record Place(Path folder, Kind kind) {

  /** What a folder is for, in the order in which they are looked through. */
  public enum Kind {
    /** Comes with Arcuate; read only. */
    DISTRIBUTION,
    /** Where {@code plugins install} puts jars. */
    USER,
    /** Named on the command line; must exist. */
    EXTRA
  }

  public Place {
    requireNonNull(folder, "folder");
    requireNonNull(kind, "kind");
  }

  public static Place distribution(Path folder) {
    return new Place(folder, Kind.DISTRIBUTION);
  }

  public static Place user(Path folder) {
    return new Place(folder, Kind.USER);
  }

  public static Place extra(Path folder) {
    return new Place(folder, Kind.EXTRA);
  }
}
