package dev.arcuate.plugin.bids;

import java.util.Comparator;
import java.util.Optional;

/** Tables and other files that describe a recording as a whole, not field by field. */
public final class SideTable {
  /** Where several coordinate systems are given, any will do. */
  private static final String SPACE = "space";

  private SideTable() {}

  /**
   * The nearest file by the inheritance principle: in the folder of the recording, else in those
   * above it, all whose entities are among the recording's; of several the one with the most.
   */
  public static Optional<BidsFile> nearest(
      BidsDataset dataset, BidsFile recording, String suffix, String extension) {
    String folder = recording.name();
    Optional<BidsFile> found = Optional.empty();
    while (found.isEmpty() && !folder.isEmpty()) {
      folder = folder.substring(0, Math.max(0, folder.lastIndexOf('/')));
      found =
          dataset.filesIn(folder).stream()
              .filter(side -> side.suffix().equals(suffix) && side.extension().equals(extension))
              .filter(side -> describes(side, recording))
              .max(
                  Comparator.comparingInt((BidsFile side) -> side.entities().size())
                      .thenComparing(BidsFile::name));
    }
    return found;
  }

  private static boolean describes(BidsFile side, BidsFile recording) {
    return side.entities().entrySet().stream()
        .filter(entity -> !entity.getKey().equals(SPACE))
        .allMatch(entity -> recording.has(entity.getKey(), entity.getValue()));
  }
}
