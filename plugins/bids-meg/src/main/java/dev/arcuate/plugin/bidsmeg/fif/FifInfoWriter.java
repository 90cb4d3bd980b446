package dev.arcuate.plugin.bidsmeg.fif;

import dev.arcuate.plugin.bidsmeg.signal.Annotation;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.Compensation;
import dev.arcuate.plugin.bidsmeg.signal.DigitizedPoint;
import dev.arcuate.plugin.bidsmeg.signal.Projector;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.plugin.bidsmeg.signal.Transform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes what a recording is, in the order in which MNE and MaxFilter expect it. */
final class FifInfoWriter {
  private static final int CHANNEL_SIZE = 96;
  private static final int NAME_BYTES = 16;
  private static final int LONGEST_NAME = 15;
  private static final int FIELD = 1;

  private final FifTags tags;
  private final SignalInfo info;

  FifInfoWriter(FifTags tags, SignalInfo info) {
    this.tags = tags;
    this.info = info;
    for (Channel channel : info.channels()) {
      if (channel.name().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        throw new IllegalArgumentException("channel name longer than 15: " + channel.name());
      }
    }
  }

  /**
   * Writes the block of the measurement's information.
   *
   * @param pack type of the samples, or -1 where there are none
   */
  void write(int pack) throws IOException {
    tags.begin(Fif.B_INFO);
    points();
    for (Transform transform : info.transforms()) {
      transform(transform);
    }
    tags.integer(Fif.CHANNELS, info.channels().size());
    tags.real(Fif.RATE, info.samplingHz());
    tags.real(Fif.LOW_PASS, info.lowPassHz());
    tags.real(Fif.HIGH_PASS, info.highPassHz());
    if (pack >= 0) {
      tags.integer(Fif.PACK, pack);
    }
    projectors();
    for (int i = 0; i < info.channels().size(); i++) {
      channel(info.channels().get(i), i + 1);
    }
    List<String> bad = info.channels().stream().filter(Channel::bad).map(Channel::name).toList();
    if (!bad.isEmpty()) {
      tags.begin(Fif.B_BAD);
      tags.names(Fif.NAME_LIST, bad);
      tags.end(Fif.B_BAD);
    }
    compensations();
    tags.end(Fif.B_INFO);
  }

  /** Writes annotations, which count from the first sample. */
  void annotations(long firstSample) throws IOException {
    List<Annotation> list = info.annotations();
    if (list.isEmpty()) {
      return;
    }
    double shift = firstSample / info.samplingHz();
    tags.begin(Fif.B_ANNOTATIONS);
    tags.real(Fif.BASELINE_MIN, list.stream().mapToDouble(a -> a.onsetSeconds() + shift).toArray());
    tags.real(
        Fif.BASELINE_MAX,
        list.stream().mapToDouble(a -> a.onsetSeconds() + shift + a.durationSeconds()).toArray());
    tags.names(Fif.COMMENT, list.stream().map(Annotation::description).toList());
    tags.end(Fif.B_ANNOTATIONS);
  }

  private void points() throws IOException {
    if (info.points().isEmpty()) {
      return;
    }
    tags.begin(Fif.B_POINTS);
    for (DigitizedPoint point : info.points()) {
      tags.raw(Fif.POINT, Fif.POINT_STRUCT, 20);
      tags.out().writeInt(point.kind());
      tags.out().writeInt(point.ident());
      tags.out().writeFloat((float) point.x());
      tags.out().writeFloat((float) point.y());
      tags.out().writeFloat((float) point.z());
    }
    tags.end(Fif.B_POINTS);
  }

  private void transform(Transform transform) throws IOException {
    tags.raw(Fif.TRANSFORM, Fif.TRANSFORM_STRUCT, 104);
    tags.out().writeInt(transform.from().code());
    tags.out().writeInt(transform.to().code());
    for (Transform way : List.of(transform, transform.inverse())) {
      for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 3; column++) {
          tags.out().writeFloat((float) way.matrix()[4 * row + column]);
        }
      }
      for (int row = 0; row < 3; row++) {
        tags.out().writeFloat((float) way.matrix()[4 * row + 3]);
      }
    }
  }

  private void projectors() throws IOException {
    if (info.projectors().isEmpty()) {
      return;
    }
    tags.begin(Fif.B_PROJECTORS);
    for (Projector projector : info.projectors()) {
      tags.begin(Fif.B_PROJECTOR);
      tags.names(Fif.PROJECTOR_NAMES, projector.vectors().columns());
      tags.text(Fif.NAME, projector.description());
      tags.integer(Fif.CHANNELS, projector.vectors().columns().size());
      tags.integer(Fif.PROJECTOR_KIND, projector.kind());
      if (projector.kind() == FIELD) {
        tags.real(Fif.PROJECTOR_TIME, 0);
      }
      tags.integer(Fif.PROJECTOR_COUNT, projector.vectors().height());
      tags.integer(Fif.PROJECTOR_ACTIVE, projector.active() ? 1 : 0);
      tags.matrix(
          Fif.PROJECTOR_VECTORS,
          projector.vectors().values(),
          projector.vectors().columns().size());
      tags.end(Fif.B_PROJECTOR);
    }
    tags.end(Fif.B_PROJECTORS);
  }

  private void channel(Channel channel, int number) throws IOException {
    tags.raw(Fif.CHANNEL, Fif.CHANNEL_STRUCT, CHANNEL_SIZE);
    tags.out().writeInt(number);
    tags.out().writeInt(number);
    tags.out().writeInt(channel.type().kind());
    tags.out().writeFloat(1);
    tags.out().writeFloat(1);
    tags.out().writeInt(channel.coil());
    for (double coordinate : channel.location()) {
      tags.out().writeFloat((float) coordinate);
    }
    tags.out().writeInt(channel.unit().code());
    tags.out().writeInt(0);
    byte[] name = channel.name().getBytes(StandardCharsets.UTF_8);
    tags.out().write(name);
    tags.out().write(new byte[NAME_BYTES - name.length]);
  }

  private void compensations() throws IOException {
    if (info.compensations().isEmpty()) {
      return;
    }
    tags.begin(Fif.B_COMPENSATIONS);
    for (Compensation compensation : info.compensations()) {
      tags.begin(Fif.B_COMPENSATION);
      tags.integer(Fif.COMPENSATION_KIND, compensation.code());
      tags.integer(Fif.COMPENSATION_CALIBRATED, 1);
      tags.begin(Fif.B_NAMED_MATRIX);
      tags.integer(Fif.ROWS, compensation.weights().height());
      tags.integer(Fif.COLUMNS, compensation.weights().columns().size());
      tags.names(Fif.ROW_NAMES, compensation.weights().rows());
      tags.names(Fif.COLUMN_NAMES, compensation.weights().columns());
      tags.matrix(
          Fif.COMPENSATION_DATA,
          compensation.weights().values(),
          compensation.weights().columns().size());
      tags.end(Fif.B_NAMED_MATRIX);
      tags.end(Fif.B_COMPENSATION);
    }
    tags.end(Fif.B_COMPENSATIONS);
  }
}
