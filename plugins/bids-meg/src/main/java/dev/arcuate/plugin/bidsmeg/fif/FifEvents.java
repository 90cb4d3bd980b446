package dev.arcuate.plugin.bidsmeg.fif;

import dev.arcuate.plugin.bidsmeg.signal.Damage;
import dev.arcuate.plugin.bidsmeg.signal.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lists of events in FIF files. */
public final class FifEvents {
  private FifEvents() {}

  /** Reads the events that a file of its own, or epochs, hold. */
  public static List<Event> read(Path path, String name) throws IOException {
    try (FifFile file = FifFile.open(path, name)) {
      return read(file);
    }
  }

  static List<Event> read(FifFile file) throws IOException {
    Block block =
        file.root()
            .first(Fif.B_MNE_EVENTS)
            .or(() -> file.root().first(Fif.B_EVENTS))
            .orElseThrow(() -> Damage.notOne(file.name(), "it holds no events"));
    Tag tag =
        block
            .tag(Fif.MNE_EVENT_LIST)
            .or(() -> block.tag(Fif.EVENT_LIST))
            .orElseThrow(() -> file.missing(block, "the list of events"));
    int[] values;
    if ((tag.type() & Fif.MATRIX_CODING) == Fif.MATRIX) {
      double[] numbers = file.matrix(tag).values();
      values = java.util.Arrays.stream(numbers).mapToInt(v -> (int) v).toArray();
    } else {
      values = file.integers(tag);
    }
    if (values.length % 3 != 0) {
      throw Damage.at(file.name(), tag.position(), "events are not in rows of three numbers");
    }
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < values.length; i += 3) {
      events.add(new Event(values[i], values[i + 1], values[i + 2]));
    }
    return events;
  }
}
