package dev.arcuate.plugin.bidsmeg.fif;

import dev.arcuate.api.value.Json;
import dev.arcuate.plugin.bidsmeg.signal.Damage;
import dev.arcuate.plugin.bidsmeg.signal.Event;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Epochs of a FIF file, read one at a time. */
public final class FifEpochs implements Closeable {
  private final FifFile file;
  private final FifInfo info;
  private final List<Event> events;
  private final int firstSample;
  private final int times;
  private final FifFile.Shape shape;
  private final List<Integer> selection;
  private final List<List<String>> dropLog;

  private FifEpochs(
      FifFile file,
      FifInfo info,
      List<Event> events,
      int firstSample,
      int times,
      FifFile.Shape shape,
      List<Integer> selection,
      List<List<String>> dropLog) {
    this.selection = List.copyOf(selection);
    this.dropLog = List.copyOf(dropLog);
    this.file = file;
    this.info = info;
    this.events = events;
    this.firstSample = firstSample;
    this.times = times;
    this.shape = shape;
  }

  public static FifEpochs open(Path path, String name) throws IOException {
    FifFile file = FifFile.open(path, name);
    try {
      return of(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static FifEpochs of(FifFile file) throws IOException {
    if (!file.root().all(Fif.B_REFERENCE).isEmpty()) {
      throw Damage.unsupported(file.name(), "its epochs go on in another file");
    }
    FifInfo info = FifInfo.read(file);
    Block block =
        file.root()
            .first(Fif.B_EPOCHS)
            .orElseThrow(() -> Damage.notOne(file.name(), "it holds no epochs"));
    Tag data = block.tag(Fif.EPOCH).orElseThrow(() -> file.missing(block, "its data"));
    int first =
        file.integer(block, Fif.FIRST_SAMPLE).orElseThrow(() -> file.missing(block, "its start"));
    int last =
        file.integer(block, Fif.LAST_SAMPLE).orElseThrow(() -> file.missing(block, "its end"));
    FifFile.Shape shape = file.shape(data);
    List<Event> events = FifEvents.read(file);
    int[] sizes = shape.sizes();
    int times = last - first + 1;
    if (sizes.length != 3
        || sizes[0] != events.size()
        || sizes[1] != info.info().channels().size()
        || sizes[2] != times
        || times < 1
        || shape.type() == Fif.INT) {
      throw Damage.at(
          file.name(),
          data.position(),
          "the epochs are not "
              + events.size()
              + " events × "
              + info.info().channels().size()
              + " channels × "
              + times
              + " samples");
    }
    List<List<String>> log = dropLog(file, block, events.size());
    return new FifEpochs(
        file, info, events, first, times, shape, selection(file, block, events.size(), log), log);
  }

  private static List<List<String>> dropLog(FifFile file, Block block, int events)
      throws IOException {
    Optional<String> text = file.text(block, Fif.EPOCHS_DROP_LOG);
    if (text.isEmpty()) {
      return Collections.nCopies(events, List.of());
    }
    try {
      List<List<String>> log = new ArrayList<>();
      for (Object reasons : (List<?>) Json.parse("{\"log\": " + text.get() + "}").get("log")) {
        log.add(((List<?>) reasons).stream().map(Object::toString).toList());
      }
      return log;
    } catch (IOException | ClassCastException | NullPointerException e) {
      throw Damage.at(file.name(), block.position(), "the drop log of the epochs is no list");
    }
  }

  private static List<Integer> selection(
      FifFile file, Block block, int events, List<List<String>> log) throws IOException {
    Optional<Tag> tag = block.tag(Fif.EPOCHS_SELECTION);
    int[] rows = tag.isPresent() ? file.integers(tag.get()) : IntStream.range(0, events).toArray();
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 0 || rows[i] >= log.size() || (i > 0 && rows[i] <= rows[i - 1])) {
        throw Damage.at(
            file.name(),
            block.position(),
            "epoch " + (i + 1) + " was event " + rows[i] + " of " + log.size());
      }
    }
    if (rows.length != events) {
      throw Damage.at(
          file.name(), block.position(), rows.length + " selected events, " + events + " epochs");
    }
    return IntStream.of(rows).boxed().toList();
  }

  /** For each epoch, which of the events it was cut from, counted from 0, ascending. */
  public List<Integer> selection() {
    return selection;
  }

  /** For each event that epochs were cut from, why it has none; empty where it has one. */
  public List<List<String>> dropLog() {
    return dropLog;
  }

  public SignalInfo info() {
    return info.info();
  }

  public List<Event> events() {
    return events;
  }

  /** Samples from the event to the first of an epoch; negative before the event. */
  public int firstSample() {
    return firstSample;
  }

  /** Samples of an epoch. */
  public int times() {
    return times;
  }

  /** One epoch, [channels][times], SI units. */
  public double[][] read(int event) throws IOException {
    int channels = info.info().channels().size();
    int width = shape.type() == Fif.DOUBLE ? Double.BYTES : Float.BYTES;
    int length = Math.multiplyExact(channels * times, width);
    ByteBuffer bytes = file.bytes().read(shape.position() + (long) event * length, length);
    double[][] values = new double[channels][times];
    for (int c = 0; c < channels; c++) {
      for (int t = 0; t < times; t++) {
        double stored = width == Double.BYTES ? bytes.getDouble() : bytes.getFloat();
        values[c][t] = stored * info.averageCalibrations()[c];
      }
    }
    return values;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
