package dev.arcuate.plugin.bidsmeg.fif;

import dev.arcuate.plugin.bidsmeg.signal.Annotation;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Compensation;
import dev.arcuate.plugin.bidsmeg.signal.Damage;
import dev.arcuate.plugin.bidsmeg.signal.DigitizedPoint;
import dev.arcuate.plugin.bidsmeg.signal.Frame;
import dev.arcuate.plugin.bidsmeg.signal.NamedMatrix;
import dev.arcuate.plugin.bidsmeg.signal.Projector;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.plugin.bidsmeg.signal.Transform;
import dev.arcuate.plugin.bidsmeg.signal.Unit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a FIF file tells of a measurement.
 *
 * @param info as every format gives it; annotations count from the time of the measurement
 * @param calibrations factor from a stored number to the unit of its channel, for raw data
 * @param averageCalibrations the same for averages and epochs, which hold no range
 * @param dated whether the file says when it was measured
 */
record FifInfo(
    SignalInfo info, double[] calibrations, double[] averageCalibrations, boolean dated) {
  private static final int CHANNEL_SIZE = 96;
  private static final int NAME_SIZE = 16;

  /** A channel as it is collected. */
  private static final class Draft {
    int kind;
    double range;
    double calibration;
    int coil;
    double[] location = new double[12];
    int unit;
    String name;

    Channel channel(boolean bad) {
      Unit unitOf = Unit.of(unit);
      ChannelType type = ChannelType.of(kind, unitOf);
      return new Channel(name, type, unitOf, location, frame(type), coil, bad);
    }

    private static Frame frame(ChannelType type) {
      if (type.meg()) {
        return Frame.DEVICE;
      }
      return type.brain() ? Frame.HEAD : Frame.UNKNOWN;
    }
  }

  static FifInfo read(FifFile file) throws IOException {
    Block measurement =
        file.root()
            .first(Fif.B_MEASUREMENT)
            .orElseThrow(() -> Damage.notOne(file.name(), "it holds no measurement"));
    Block block =
        measurement
            .first(Fif.B_INFO)
            .orElseThrow(() -> file.missing(measurement, "what was measured"));
    double rate =
        file.real(block, Fif.RATE).orElseThrow(() -> file.missing(block, "the sampling rate"));
    if (!(rate > 0) || !Double.isFinite(rate)) {
      throw Damage.at(
          file.name(), block.tag(Fif.RATE).orElseThrow().position(), "sampling rate " + rate);
    }
    Map<String, String> renamed = new HashMap<>();
    List<Draft> drafts = channels(file, block, renamed);
    Set<String> bad = bad(file, block, renamed);
    List<Channel> channels = new ArrayList<>();
    for (Draft draft : drafts) {
      channels.add(draft.channel(bad.contains(draft.name)));
    }
    List<String> flags = new ArrayList<>();
    if (!measurement.all(Fif.B_MAXSHIELD_RAW).isEmpty()
        || !measurement.all(Fif.B_MAXSHIELD_ASPECT).isEmpty()) {
      flags.add(SignalInfo.MAXSHIELD);
    }
    if (!measurement.all(Fif.B_SSS).isEmpty()) {
      flags.add(SignalInfo.SSS);
    }
    SignalInfo info =
        new SignalInfo(
            rate,
            file.real(block, Fif.HIGH_PASS).orElse(0.0),
            file.real(block, Fif.LOW_PASS).orElse(rate / 2),
            channels,
            projectors(file, block, renamed),
            compensations(file, block, drafts, renamed),
            annotations(file),
            transforms(file, block),
            points(file, block),
            flags);
    return new FifInfo(
        info,
        drafts.stream().mapToDouble(d -> d.range * d.calibration).toArray(),
        drafts.stream().mapToDouble(d -> d.calibration).toArray(),
        block.tag(Fif.DATE).isPresent());
  }

  private static List<Draft> channels(FifFile file, Block block, Map<String, String> renamed)
      throws IOException {
    int count =
        file.integer(block, Fif.CHANNELS)
            .orElseThrow(() -> file.missing(block, "the number of channels"));
    List<Tag> tags = block.tags(Fif.CHANNEL);
    if (tags.size() != count || count == 0) {
      throw Damage.at(
          file.name(),
          block.position(),
          count + " channels are promised and " + tags.size() + " are described");
    }
    List<Draft> drafts = new ArrayList<>();
    for (Tag tag : tags) {
      drafts.add(draft(file.data(tag, CHANNEL_SIZE)));
    }
    List<Block> extended = block.all(Fif.B_CHANNEL);
    for (int i = 0; i < extended.size() && extended.size() == count; i++) {
      String before = drafts.get(i).name;
      extend(file, extended.get(i), drafts.get(i));
      renamed.put(before, drafts.get(i).name);
    }
    Set<String> names = new HashSet<>();
    for (Draft draft : drafts) {
      if (!names.add(draft.name)) {
        throw Damage.at(file.name(), block.position(), "two channels are named " + draft.name);
      }
    }
    return drafts;
  }

  private static Draft draft(ByteBuffer data) {
    Draft draft = new Draft();
    data.getInt();
    data.getInt();
    draft.kind = data.getInt();
    draft.range = data.getFloat();
    draft.calibration = data.getFloat();
    draft.coil = data.getInt();
    for (int i = 0; i < draft.location.length; i++) {
      draft.location[i] = data.getFloat();
    }
    draft.unit = data.getInt();
    data.getInt();
    byte[] name = new byte[NAME_SIZE];
    data.get(name);
    int length = 0;
    while (length < NAME_SIZE && name[length] != 0) {
      length++;
    }
    draft.name = new String(name, 0, length, StandardCharsets.UTF_8);
    return draft;
  }

  /** What newer files say beside the fixed record of a channel, such as a long name. */
  private static void extend(FifFile file, Block block, Draft draft) throws IOException {
    draft.kind = file.integer(block, Fif.CHANNEL_KIND).orElse(draft.kind);
    draft.range = file.real(block, Fif.CHANNEL_RANGE).orElse(draft.range);
    draft.calibration = file.real(block, Fif.CHANNEL_CALIBRATION).orElse(draft.calibration);
    draft.unit = file.integer(block, Fif.CHANNEL_UNIT).orElse(draft.unit);
    draft.coil = file.integer(block, Fif.CHANNEL_COIL).orElse(draft.coil);
    Optional<Tag> location = block.tag(Fif.CHANNEL_LOCATION);
    if (location.isPresent()) {
      double[] values = file.reals(location.get());
      if (values.length != draft.location.length) {
        throw Damage.at(file.name(), location.get().position(), "a place of " + values.length);
      }
      draft.location = values;
    }
    draft.name = file.text(block, Fif.CHANNEL_NAME).orElse(draft.name);
  }

  private static Set<String> bad(FifFile file, Block block, Map<String, String> renamed)
      throws IOException {
    Set<String> bad = new HashSet<>();
    for (Block list : block.all(Fif.B_BAD)) {
      Optional<Tag> tag = list.tag(Fif.NAME_LIST);
      if (tag.isPresent()) {
        bad.clear();
        file.names(tag.get()).forEach(name -> bad.add(renamed.getOrDefault(name, name)));
      }
    }
    return bad;
  }

  static List<Projector> projectors(FifFile file, Block block, Map<String, String> renamed)
      throws IOException {
    List<Projector> projectors = new ArrayList<>();
    Optional<Block> all = block.first(Fif.B_PROJECTORS);
    if (all.isEmpty()) {
      return projectors;
    }
    for (Block item : all.get().all(Fif.B_PROJECTOR)) {
      Tag names =
          item.tag(Fif.PROJECTOR_NAMES).orElseThrow(() -> file.missing(item, "channel names"));
      Tag vectors =
          item.tag(Fif.PROJECTOR_VECTORS).orElseThrow(() -> file.missing(item, "vectors"));
      Optional<String> comment = file.text(item, Fif.COMMENT);
      NamedMatrix matrix =
          file.named(
              vectors,
              List.of(),
              file.names(names).stream().map(n -> renamed.getOrDefault(n, n)).toList(),
              file.matrix(vectors),
              true);
      projectors.add(
          new Projector(
              comment.isPresent() ? comment.get() : file.text(item, Fif.NAME).orElse("projection"),
              file.integer(item, Fif.PROJECTOR_KIND).orElse(0),
              file.integer(item, Fif.PROJECTOR_ACTIVE).orElse(0) != 0,
              matrix));
    }
    return projectors;
  }

  private static List<Compensation> compensations(
      FifFile file, Block block, List<Draft> drafts, Map<String, String> renamed)
      throws IOException {
    Map<String, Draft> byName = new HashMap<>();
    drafts.forEach(draft -> byName.put(draft.name, draft));
    List<Compensation> compensations = new ArrayList<>();
    for (Block item : block.all(Fif.B_COMPENSATION)) {
      int code =
          file.integer(item, Fif.COMPENSATION_KIND)
              .orElseThrow(() -> file.missing(item, "its kind"));
      boolean calibrated = file.integer(item, Fif.COMPENSATION_CALIBRATED).orElse(0) != 0;
      Block named =
          item.first(Fif.B_NAMED_MATRIX).orElseThrow(() -> file.missing(item, "its matrix"));
      NamedMatrix stored = file.namedMatrix(named, Fif.COMPENSATION_DATA);
      List<String> rows = stored.rows().stream().map(n -> renamed.getOrDefault(n, n)).toList();
      List<String> columns =
          stored.columns().stream().map(n -> renamed.getOrDefault(n, n)).toList();
      double[] values = stored.values();
      if (!calibrated) {
        calibrate(file, item, values, rows, columns, byName);
      }
      compensations.add(
          new Compensation(Compensation.grade(code), code, new NamedMatrix(rows, columns, values)));
    }
    return compensations;
  }

  /** Weights for numbers as stored become weights for samples in tesla. */
  private static void calibrate(
      FifFile file,
      Block item,
      double[] values,
      List<String> rows,
      List<String> columns,
      Map<String, Draft> byName) {
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns.size(); c++) {
        Draft row = byName.get(rows.get(r));
        Draft column = byName.get(columns.get(c));
        if (row == null || column == null) {
          throw Damage.at(
              file.name(),
              item.position(),
              "the compensation names "
                  + (row == null ? rows.get(r) : columns.get(c))
                  + ", which is no channel");
        }
        values[r * columns.size() + c] *=
            row.range * row.calibration * (1 / (column.range * column.calibration));
      }
    }
  }

  private static List<Annotation> annotations(FifFile file) throws IOException {
    Optional<Block> block = file.root().first(Fif.B_ANNOTATIONS);
    List<Annotation> annotations = new ArrayList<>();
    if (block.isEmpty()) {
      return annotations;
    }
    Optional<Tag> begin = block.get().tag(Fif.BASELINE_MIN);
    Optional<Tag> end = block.get().tag(Fif.BASELINE_MAX);
    Optional<Tag> names = block.get().tag(Fif.COMMENT);
    if (begin.isEmpty() || end.isEmpty() || names.isEmpty()) {
      return annotations;
    }
    double[] begins = file.reals(begin.get());
    double[] ends = file.reals(end.get());
    List<String> texts = file.names(names.get());
    if (begins.length != ends.length || begins.length != texts.size()) {
      throw Damage.at(file.name(), block.get().position(), "annotations of unequal number");
    }
    for (int i = 0; i < begins.length; i++) {
      annotations.add(new Annotation(begins[i], ends[i] - begins[i], texts.get(i)));
    }
    return annotations;
  }

  private static List<Transform> transforms(FifFile file, Block block) throws IOException {
    List<Transform> transforms = new ArrayList<>();
    List<Tag> tags = new ArrayList<>(block.tags(Fif.TRANSFORM));
    block.blocks().forEach(inner -> tags.addAll(inner.tags(Fif.TRANSFORM)));
    for (Tag tag : tags) {
      ByteBuffer data = file.data(tag, 56);
      Frame from = Frame.of(data.getInt());
      Frame to = Frame.of(data.getInt());
      double[] rotation = new double[9];
      double[] shift = new double[3];
      for (int i = 0; i < rotation.length; i++) {
        rotation[i] = data.getFloat();
      }
      for (int i = 0; i < shift.length; i++) {
        shift[i] = data.getFloat();
      }
      transforms.add(Transform.of(from, to, rotation, shift));
    }
    return transforms;
  }

  private static List<DigitizedPoint> points(FifFile file, Block block) throws IOException {
    List<DigitizedPoint> points = new ArrayList<>();
    Optional<Block> list = block.first(Fif.B_POINTS);
    if (list.isEmpty()) {
      return points;
    }
    Frame frame = Frame.of(file.integer(list.get(), Fif.FRAME).orElse(Frame.HEAD.code()));
    for (Tag tag : list.get().tags(Fif.POINT)) {
      ByteBuffer data = file.data(tag, 20);
      points.add(
          new DigitizedPoint(
              data.getInt(),
              data.getInt(),
              data.getFloat(),
              data.getFloat(),
              data.getFloat(),
              frame));
    }
    return points;
  }
}
