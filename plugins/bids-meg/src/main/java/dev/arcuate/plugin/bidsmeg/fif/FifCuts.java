package dev.arcuate.plugin.bidsmeg.fif;

import dev.arcuate.plugin.bidsmeg.signal.Event;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes epochs, averages and events. */
public final class FifCuts {
  private static final int AVERAGE = 100;

  private FifCuts() {}

  /** Where the epochs to be written come from. */
  @FunctionalInterface
  public interface Source {
    /** One epoch, [channels][times], SI units. */
    double[][] read(int event) throws IOException;
  }

  /**
   * Writes epochs as float32.
   *
   * @param firstSample samples from the event to the first of an epoch
   * @param times samples per epoch
   */
  public static void epochs(
      Path file, SignalInfo info, List<Event> events, int firstSample, int times, Source source)
      throws IOException {
    int channels = info.channels().size();
    try (FifTags tags = new FifTags(file)) {
      begin(tags, info);
      tags.begin(Fif.B_PROCESSED);
      tags.begin(Fif.B_EPOCHS);
      eventList(tags, events);
      tags.integer(Fif.FIRST_SAMPLE, firstSample);
      tags.integer(Fif.LAST_SAMPLE, firstSample + times - 1);
      tags.real(Fif.EPOCHS_RAW_RATE, info.samplingHz());
      tags.matrix(Fif.EPOCH, Fif.FLOAT, (long) events.size() * channels * times, 3);
      for (int event = 0; event < events.size(); event++) {
        for (double[] channel : source.read(event)) {
          for (int t = 0; t < times; t++) {
            tags.out().writeFloat((float) channel[t]);
          }
        }
      }
      tags.sizes(events.size(), channels, times);
      int[] selection = new int[events.size()];
      StringBuilder log = new StringBuilder("[");
      for (int event = 0; event < selection.length; event++) {
        selection[event] = event;
        log.append(event == 0 ? "[]" : ", []");
      }
      tags.text(Fif.EPOCHS_DROP_LOG, log.append("]").toString());
      tags.integer(Fif.EPOCHS_SELECTION, selection);
      tags.end(Fif.B_EPOCHS);
      tags.end(Fif.B_PROCESSED);
      tags.end(Fif.B_MEASUREMENT);
    }
  }

  /** Writes averages as float32; all have the channels and rate of the first. */
  public static void evoked(Path file, List<FifEvoked> averages) throws IOException {
    SignalInfo info = averages.get(0).info();
    try (FifTags tags = new FifTags(file)) {
      begin(tags, info);
      tags.begin(Fif.B_PROCESSED);
      for (FifEvoked average : averages) {
        int times = average.values()[0].length;
        tags.begin(Fif.B_EVOKED);
        tags.text(Fif.COMMENT, average.comment());
        tags.real(Fif.FIRST_TIME, average.startSeconds());
        tags.integer(Fif.SAMPLES, times);
        tags.integer(Fif.FIRST_SAMPLE, average.firstSample());
        tags.integer(Fif.LAST_SAMPLE, average.firstSample() + times - 1);
        tags.begin(Fif.B_ASPECT);
        tags.integer(Fif.ASPECT_KIND, average.kind() == 0 ? AVERAGE : average.kind());
        tags.integer(Fif.AVERAGED, average.averaged());
        tags.matrix(Fif.EPOCH, Fif.FLOAT, (long) average.values().length * times, 2);
        for (double[] channel : average.values()) {
          for (double value : channel) {
            tags.out().writeFloat((float) value);
          }
        }
        tags.sizes(average.values().length, times);
        tags.end(Fif.B_ASPECT);
        tags.end(Fif.B_EVOKED);
      }
      tags.end(Fif.B_PROCESSED);
      tags.end(Fif.B_MEASUREMENT);
    }
  }

  /** Writes a file of events alone. */
  public static void events(Path file, List<Event> events) throws IOException {
    try (FifTags tags = new FifTags(file)) {
      eventList(tags, events);
    }
  }

  private static void begin(FifTags tags, SignalInfo info) throws IOException {
    tags.begin(Fif.B_MEASUREMENT);
    tags.id(Fif.BLOCK_ID);
    new FifInfoWriter(tags, info).write(-1);
  }

  private static void eventList(FifTags tags, List<Event> events) throws IOException {
    int[] list = new int[3 * events.size()];
    for (int i = 0; i < events.size(); i++) {
      list[3 * i] = Math.toIntExact(events.get(i).sample());
      list[3 * i + 1] = events.get(i).before();
      list[3 * i + 2] = events.get(i).code();
    }
    tags.begin(Fif.B_MNE_EVENTS);
    tags.integer(Fif.MNE_EVENT_LIST, list);
    tags.end(Fif.B_MNE_EVENTS);
  }
}
