package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Frame;
import dev.arcuate.plugin.bidsmeg.signal.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the tables beside a recording say of its channels: they outrank the recording itself. */
final class SideTables {
  private final MegRun run;
  private final Task task;

  SideTables(MegRun run, Task task) {
    this.run = run;
    this.task = task;
  }

  List<Channel> apply(List<Channel> channels) throws IOException {
    List<Channel> list = new ArrayList<>(channels);
    if (run.channels().isPresent()) {
      typesAndBads(Table.read(run.channels().get().path()), list);
    }
    if (run.electrodes().isPresent()) {
      electrodes(Table.read(run.electrodes().get().path()), list);
    }
    return list;
  }

  private void typesAndBads(Table table, List<Channel> channels) {
    String file = run.channels().orElseThrow().name();
    requireColumn(table, file, "name");
    Map<String, Integer> rows = new HashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      rows.put(table.text(row, "name"), row);
    }
    List<String> absent = new ArrayList<>();
    for (int c = 0; c < channels.size(); c++) {
      Channel channel = channels.get(c);
      Integer row = rows.remove(channel.name());
      if (row == null) {
        absent.add(channel.name());
        continue;
      }
      if (table.columns().contains("status")) {
        channel = channel.marked(channel.bad() || table.text(row, "status").equals("bad"));
      }
      if (table.columns().contains("type")) {
        channel = typed(channel, table.text(row, "type"));
      }
      channels.set(c, channel);
    }
    if (!rows.isEmpty()) {
      task.warn(
          Problem.data(
                  "BIDS_MEG_CHANNELS_DIFFER",
                  file
                      + " describes channels that the recording lacks: "
                      + String.join(", ", rows.keySet().stream().sorted().limit(10).toList()))
              .hint("correct the table, or check that it belongs to this recording")
              .asWarning());
    }
  }

  /** EEG files know no types; of magnetic sensors the recording knows more than BIDS. */
  private static Channel typed(Channel channel, String text) {
    ChannelType told = ChannelType.ofBids(text).orElse(channel.type());
    boolean fixed = channel.type().meg() || told.meg();
    if (fixed || told == channel.type()) {
      return channel;
    }
    return channel.unit() == Unit.VOLT || !told.brain() ? channel.typed(told) : channel;
  }

  private void electrodes(Table table, List<Channel> channels) throws IOException {
    String file = run.electrodes().orElseThrow().name();
    for (String column : List.of("name", "x", "y", "z")) {
      requireColumn(table, file, column);
    }
    String system = "";
    double scale = 1;
    if (run.coordinates().isPresent()) {
      Json.Node json = Json.read(run.coordinates().get().path());
      system = text(json, "EEGCoordinateSystem");
      scale =
          switch (text(json, "EEGCoordinateUnits").toLowerCase(Locale.ROOT)) {
            case "mm" -> 1e-3;
            case "cm" -> 1e-2;
            default -> 1;
          };
    }
    Map<String, double[]> places = new HashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      double[] place = new double[12];
      Arrays.fill(place, Double.NaN);
      if (!table.text(row, "x").equals(Table.MISSING)) {
        double x = table.number(row, "x") * scale;
        double y = table.number(row, "y") * scale;
        // CTF points x to the nose and y to the left ear.
        boolean nose = system.toUpperCase(Locale.ROOT).startsWith("CTF");
        place[0] = nose ? -y : x;
        place[1] = nose ? x : y;
        place[2] = table.number(row, "z") * scale;
      }
      places.put(table.text(row, "name"), place);
    }
    for (int c = 0; c < channels.size(); c++) {
      Channel channel = channels.get(c);
      double[] place = places.get(channel.name());
      if (place != null && channel.type().brain() && !channel.type().meg()) {
        channels.set(c, channel.placed(place, Frame.HEAD));
      }
    }
  }

  private static String text(Json.Node json, String field) {
    return json.fields().get(field) instanceof String text ? text : "";
  }

  private static void requireColumn(Table table, String file, String column) {
    if (!table.columns().contains(column)) {
      throw Problem.data(
              "BIDS_MEG_TABLE",
              file
                  + " has no column '"
                  + column
                  + "'; it has "
                  + String.join(", ", table.columns()))
          .hint("BIDS requires it")
          .exception();
    }
  }
}
