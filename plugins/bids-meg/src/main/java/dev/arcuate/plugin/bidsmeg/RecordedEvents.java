package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.api.Problem;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bids.BidsDataset;
import dev.arcuate.plugin.bidsmeg.align.AlignEventsSettings;
import dev.arcuate.plugin.bidsmeg.fif.FifEvents;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Times of events on the clock of each run, from tables or trigger channels. */
public final class RecordedEvents {
  private static final int BLOCK = 1 << 16;

  private RecordedEvents() {}

  private static List<MegRun> runs(AlignEventsSettings settings, BidsDataset dataset) {
    return MegRun.find(
        new BidsMegSettings(
            Optional.empty(),
            settings.subject(),
            List.of(settings.task()),
            settings.session(),
            settings.run(),
            settings.modality(),
            Map.of(),
            Map.of(),
            List.of("meg"),
            BidsMegSettings.Bads.KEEP,
            List.of(),
            true,
            List.of()),
        dataset);
  }

  /** The files that the events are read from. */
  public static List<InputPath> reads(AlignEventsSettings settings, BidsDataset dataset) {
    return MegRun.reads(runs(settings, dataset), dataset);
  }

  /** Seconds from the first sample, ascending, by run label. */
  public static Map<String, double[]> of(AlignEventsSettings settings, BidsDataset dataset)
      throws IOException {
    Map<String, double[]> events = new LinkedHashMap<>();
    for (MegRun run : runs(settings, dataset)) {
      events.put(
          run.label(),
          switch (settings.source()) {
            case TRIGGERS -> triggers(settings, run);
            case BIDS ->
                table(
                    settings,
                    run.events()
                        .orElseThrow(
                            () ->
                                Problem.data(
                                        "BIDS_MEG_NO_EVENTS",
                                        run.file().name() + " has no table of events beside it")
                                    .hint("use source: triggers or source: table")
                                    .exception())
                        .path(),
                    run.events().orElseThrow().name());
            case TABLE -> {
              InputPath file = settings.file().orElseThrow();
              yield file.logical().endsWith(".fif")
                  ? saved(settings, run, file)
                  : table(settings, file.path(), file.logical());
            }
          });
    }
    return events;
  }

  private static double[] table(AlignEventsSettings settings, Path path, String name)
      throws IOException {
    Table table = Table.read(path);
    List<String> needed = new ArrayList<>(List.of("onset"));
    settings.column().ifPresent(needed::add);
    for (String column : needed) {
      if (!table.columns().contains(column)) {
        throw Problem.data(
                "BIDS_MEG_TABLE",
                name
                    + " has no column '"
                    + column
                    + "'; it has "
                    + String.join(", ", table.columns()))
            .exception();
      }
    }
    List<Double> onsets = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      boolean wanted =
          settings.column().isEmpty()
              || settings.values().contains(table.text(row, settings.column().get()));
      if (wanted && !table.text(row, "onset").equals(Table.MISSING)) {
        onsets.add(table.number(row, "onset"));
      }
    }
    return onsets.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  /** Events saved by MNE: their samples count from the start of the acquisition. */
  private static double[] saved(AlignEventsSettings settings, MegRun run, InputPath file)
      throws IOException {
    try (Signal signal = Signals.open(run.file().path(), run.file().name())) {
      long length = signal.samples();
      return FifEvents.read(file.path(), file.logical()).stream()
          .filter(
              event ->
                  settings.codes().isEmpty()
                      ? event.code() != 0 && event.before() == 0
                      : settings.codes().contains(event.code()))
          .mapToLong(event -> event.sample() - signal.firstSample())
          .filter(sample -> sample >= 0 && sample < length)
          .mapToDouble(sample -> sample / signal.info().samplingHz())
          .sorted()
          .toArray();
    }
  }

  private static double[] triggers(AlignEventsSettings settings, MegRun run) throws IOException {
    try (Signal signal = Signals.open(run.file().path(), run.file().name())) {
      List<Channel> channels = signal.info().channels();
      int place = -1;
      for (int c = 0; c < channels.size() && place < 0; c++) {
        boolean meant =
            settings.channel().isPresent()
                ? channels.get(c).name().equals(settings.channel().get())
                : channels.get(c).type() == ChannelType.STIM;
        place = meant ? c : -1;
      }
      if (place < 0) {
        throw Problem.data(
                "BIDS_MEG_NO_SUCH_CHANNEL",
                run.file().name()
                    + " has no trigger channel"
                    + settings.channel().map(name -> " '" + name + "'").orElse("")
                    + "; its stim channels are "
                    + channels.stream()
                        .filter(c -> c.type() == ChannelType.STIM)
                        .map(Channel::name)
                        .toList())
            .exception();
      }
      return rises(signal, place, settings);
    }
  }

  private static double[] rises(Signal signal, int channel, AlignEventsSettings settings)
      throws IOException {
    List<Double> onsets = new ArrayList<>();
    double[][] block = new double[1][BLOCK];
    int before = 0;
    for (long first = 0; first < signal.samples(); first += BLOCK) {
      int count = (int) Math.min(BLOCK, signal.samples() - first);
      signal.read(new int[] {channel}, first, count, block);
      for (int t = 0; t < count; t++) {
        int code = (int) Math.rint(block[0][t]);
        boolean rise =
            settings.codes().isEmpty() ? code != 0 && before == 0 : settings.codes().contains(code);
        if (code != before && rise && first + t > 0) {
          onsets.add((first + t) / signal.info().samplingHz());
        }
        before = code;
      }
    }
    return onsets.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
