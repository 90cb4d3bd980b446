package dev.arcuate.plugin.bidsmeg.scores;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bidsmeg.fif.FifCuts;
import dev.arcuate.plugin.bidsmeg.fif.FifEvoked;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Frame;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.plugin.bidsmeg.signal.Transform;
import dev.arcuate.plugin.bidsmeg.signal.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pf4j.Extension;

/** Writes scores of sensors as arrays, tables, and averages that MNE opens. */
@Extension
public final class SensorScoresStep implements Step<SensorScoresSettings> {
  private static final int LONGEST_NAME = 15;
  private static final int MAGNETOMETER = 3024;
  private static final int PLANAR = 3012;
  private static final int ELECTRODE = 1;

  /** Scores of one moment are given this rate: a format without time has no other way. */
  private static final double NO_PERIOD = 1;

  @Override
  public String id() {
    return "sensor-scores";
  }

  @Override
  public String summary() {
    return "Writes scores of sensors over time as .npy, TSV and an average in FIF that MNE opens.";
  }

  @Override
  public Class<SensorScoresSettings> settingsType() {
    return SensorScoresSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(Port.one("scores", Scores.class, "of an encoding or a group, on sensors"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one(
            "files",
            Files.class,
            "MAP.npy [sensors × times], MAP.tsv, and scores-ave.fif with an average per map"));
  }

  @Override
  public Resources resources(SensorScoresSettings settings) {
    return Resources.of(1, 256);
  }

  @Override
  public void run(SensorScoresSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Scores scores = task.input("scores", Scores.class);
    Geometry.OverTime over =
        scores.geometry() instanceof Geometry.OverTime times
            ? times
            : new Geometry.OverTime(scores.geometry(), 1, 0, NO_PERIOD);
    if (!(over.space() instanceof Geometry.Sensors sensors)) {
      throw Problem.user(
              "BIDS_MEG_NO_SENSORS",
              "these scores are not of sensors, so they cannot be written as such")
          .hint("connect the scores of an encoding of MEG or EEG")
          .exception();
    }
    List<String> maps = settings.maps().isEmpty() ? scores.maps() : settings.maps();
    for (String map : maps) {
      if (!scores.maps().contains(map)) {
        throw Problem.user(
                "BIDS_MEG_NO_SUCH_MAP",
                "there is no map '" + map + "'; there are " + String.join(", ", scores.maps()))
            .exception();
      }
    }
    Path folder = task.output("files");
    SignalInfo info = info(sensors, over);
    List<FifEvoked> averages = new ArrayList<>();
    for (String map : maps) {
      task.checkCancelled();
      double[] mean = scores.mean(map);
      double[][] values = new double[sensors.targets()][over.times()];
      float[] array = new float[mean.length];
      for (int i = 0; i < mean.length; i++) {
        values[i / over.times()][i % over.times()] = mean[i];
        array[i] = (float) mean[i];
      }
      Npy.write(folder.resolve(map + ".npy"), array, sensors.targets(), over.times());
      table(sensors, over, values).writeTo(folder.resolve(map + ".tsv"));
      averages.add(
          new FifEvoked(
              info,
              map,
              0,
              1,
              (int) Math.rint(over.startSeconds() / over.periodSeconds()),
              over.startSeconds(),
              values));
    }
    FifCuts.evoked(folder.resolve("scores-ave.fif"), averages);
  }

  private static Table table(Geometry.Sensors sensors, Geometry.OverTime over, double[][] values) {
    List<String> columns = new ArrayList<>(List.of("sensor", "type"));
    for (int t = 0; t < over.times(); t++) {
      columns.add(String.format(Locale.ROOT, "%.4f", over.seconds(t)));
    }
    List<List<String>> rows = new ArrayList<>();
    for (int s = 0; s < sensors.targets(); s++) {
      List<String> row = new ArrayList<>(List.of(sensors.names().get(s), sensors.types().get(s)));
      for (double value : values[s]) {
        row.add(Double.isNaN(value) ? Table.MISSING : Float.toString((float) value));
      }
      rows.add(row);
    }
    return new Table(columns, rows);
  }

  /** Sensors at their places in the head; their coils look away from its middle. */
  private static SignalInfo info(Geometry.Sensors sensors, Geometry.OverTime over) {
    List<Channel> channels = new ArrayList<>();
    for (int s = 0; s < sensors.targets(); s++) {
      ChannelType type = type(sensors.types().get(s));
      double[] location = new double[12];
      double size = 0;
      for (int i = 0; i < 3; i++) {
        location[i] = sensors.positions()[3 * s + i];
        size += location[i] * location[i];
      }
      if (type.meg() && size > 0) {
        orient(location, Math.sqrt(size));
      }
      channels.add(
          new Channel(
              name(sensors, s),
              type,
              type == ChannelType.GRAD ? Unit.TESLA_PER_METRE : type.meg() ? Unit.TESLA : Unit.VOLT,
              location,
              type.meg() ? Frame.DEVICE : Frame.HEAD,
              type == ChannelType.GRAD ? PLANAR : type.meg() ? MAGNETOMETER : ELECTRODE,
              false));
    }
    double[] straight = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    return SignalInfo.of(1 / over.periodSeconds(), channels)
        .withTransforms(
            List.of(Transform.of(Frame.DEVICE, Frame.HEAD, straight, new double[3])), List.of());
  }

  private static void orient(double[] location, double size) {
    double[] z = {location[0] / size, location[1] / size, location[2] / size};
    double ring = Math.hypot(z[0], z[1]);
    double[] x = ring < 1e-6 ? new double[] {1, 0, 0} : new double[] {-z[1] / ring, z[0] / ring, 0};
    System.arraycopy(x, 0, location, 3, 3);
    location[6] = z[1] * x[2] - z[2] * x[1];
    location[7] = z[2] * x[0] - z[0] * x[2];
    location[8] = z[0] * x[1] - z[1] * x[0];
    System.arraycopy(z, 0, location, 9, 3);
  }

  private static ChannelType type(String label) {
    for (ChannelType type : ChannelType.values()) {
      if (type.label().equals(label)) {
        return type;
      }
    }
    return ChannelType.MISC;
  }

  private static String name(Geometry.Sensors sensors, int s) {
    String name = sensors.names().get(s);
    return name.length() <= LONGEST_NAME ? name : "sensor-" + (s + 1);
  }
}
