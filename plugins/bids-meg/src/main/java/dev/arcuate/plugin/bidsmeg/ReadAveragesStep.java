package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import dev.arcuate.plugin.bidsmeg.fif.FifEvoked;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Averages of FIF files as maps over sensors and times. An average has no rows to encode; it can be
 * compared with another, tested over people, and drawn.
 */
@Extension
public final class ReadAveragesStep implements Step<ReadAveragesSettings> {
  private static final int STANDARD_ERROR = 101;

  @Override
  public String id() {
    return "read-averages";
  }

  @Override
  public String summary() {
    return "Reads averages (evoked responses) from FIF as maps of sensors over time.";
  }

  @Override
  public Class<ReadAveragesSettings> settingsType() {
    return ReadAveragesSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of();
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one(
            "scores",
            Scores.class,
            "a map per average, named after it in lower case with hyphens; SI units"));
  }

  @Override
  public List<InputPath> reads(ReadAveragesSettings settings) {
    return List.of(settings.file());
  }

  @Override
  public Resources resources(ReadAveragesSettings settings) {
    return Resources.of(1, 256);
  }

  @Override
  public void run(ReadAveragesSettings settings, Task task) throws IOException {
    task.checkCancelled();
    String name = settings.file().logical();
    List<FifEvoked> chosen = chosen(settings, FifEvoked.read(settings.file().path(), name));
    FifEvoked first = chosen.get(0);
    SignalInfo info = first.info();
    ChannelPicks picks =
        ChannelPicks.of(
            settings.channels(), settings.bads(), settings.badChannels(), info.channels(), name);
    int[] places =
        picks.picked().stream().map(Channel::name).mapToInt(info.names()::indexOf).toArray();
    int times = times(first);
    List<String> maps = new ArrayList<>();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("file", name);
    facts.put("units", SensorPlaces.unit(picks.picked()));
    for (FifEvoked average : chosen) {
      String map = map(average, maps);
      maps.add(map);
      facts.put("epochs of " + map, average.averaged());
    }
    facts.put("bad-channels", picks.bad());
    Scores scores =
        new Scores(
            task.output("scores"),
            settings.subject(),
            maps,
            facts,
            new Geometry.OverTime(
                SensorPlaces.of(picks.picked(), info),
                times,
                first.startSeconds(),
                1 / info.samplingHz()));
    for (int a = 0; a < maps.size(); a++) {
      double[] values = new double[places.length * times];
      for (int c = 0; c < places.length; c++) {
        System.arraycopy(chosen.get(a).values()[places[c]], 0, values, c * times, times);
      }
      scores.writeMap(maps.get(a), values);
    }
    scores.write();
    task.note(facts);
  }

  private static int times(FifEvoked average) {
    return average.values()[0].length;
  }

  private static List<FifEvoked> chosen(ReadAveragesSettings settings, List<FifEvoked> all) {
    String file = settings.file().logical();
    List<String> names = all.stream().map(FifEvoked::comment).distinct().toList();
    for (String wanted : settings.averages()) {
      if (!names.contains(wanted)) {
        throw Problem.data(
                "BIDS_MEG_NO_SUCH_AVERAGE",
                file + " has no average '" + wanted + "'; it has " + String.join(", ", names))
            .hint("write names as in the file; 'arcuate inspect' shows them too")
            .exception();
      }
    }
    List<FifEvoked> chosen =
        all.stream()
            .filter(a -> settings.averages().isEmpty() || settings.averages().contains(a.comment()))
            .toList();
    FifEvoked first = chosen.get(0);
    for (FifEvoked other : chosen) {
      if (times(other) != times(first) || other.firstSample() != first.firstSample()) {
        throw Problem.data(
                "BIDS_MEG_AVERAGES_DIFFER",
                file
                    + ": '"
                    + first.comment()
                    + "' and '"
                    + other.comment()
                    + "' do not have the same times")
            .hint("read each in a step of its own: averages: ['" + other.comment() + "']")
            .exception();
      }
    }
    return chosen;
  }

  /** A name that files can have, of which there is none yet. */
  private static String map(FifEvoked average, List<String> taken) {
    String plain =
        average
            .comment()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}]+", "-")
            .replaceAll("^-|-$", "");
    String name =
        (plain.isEmpty() ? "average" : plain)
            + (average.kind() == STANDARD_ERROR ? "-standard-error" : "");
    String free = name;
    for (int copy = 2; taken.contains(free); copy++) {
      free = name + "-" + copy;
    }
    return free;
  }
}
