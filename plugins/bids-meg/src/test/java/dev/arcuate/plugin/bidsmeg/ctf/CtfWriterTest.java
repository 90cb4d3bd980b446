package dev.arcuate.plugin.bidsmeg.ctf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.plugin.bidsmeg.TinyMeg;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Compensation;
import dev.arcuate.plugin.bidsmeg.signal.NamedMatrix;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CtfWriterTest {
  private static final int TRIAL = 40;

  @TempDir Path folder;

  /** MNE reads no folder without them; bench/meg/opens.sh shows that it reads ours. */
  @Test
  void writesWhatReferencesTellOfEachSensor() throws IOException {
    List<Channel> channels = new ArrayList<>();
    for (Channel channel : TinyMeg.info(4).channels()) {
      channels.add(channel.type() == ChannelType.MAG ? channel.coiled(5001) : channel);
    }
    List<String> sensors =
        channels.stream().filter(c -> c.type() == ChannelType.MAG).map(Channel::name).toList();
    Channel sensor = channels.get(0);
    for (String name : List.of("BG1", "BG2")) {
      channels.add(
          new Channel(
              name,
              ChannelType.REF_MEG,
              sensor.unit(),
              sensor.location(),
              sensor.frame(),
              CtfNumbers.COIL_REFERENCE_MAGNETOMETER,
              false));
    }
    double[] weights = new double[2 * sensors.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 0.1 * i - 0.25;
    }
    Compensation compensation =
        new Compensation(
            1, Compensation.FIRST, new NamedMatrix(sensors, List.of("BG1", "BG2"), weights));
    SignalInfo info =
        SignalInfo.of(TinyMeg.RATE, channels).withCompensations(List.of(compensation));
    Path ds = folder.resolve("tiny.ds");
    try (CtfWriter writer = new CtfWriter(ds, info, TRIAL, 0, 1)) {
      writer.append(TinyMeg.values(info, TRIAL, 0));
    }
    try (CtfSignal signal = CtfSignal.open(ds, "tiny.ds")) {
      Compensation read = signal.info().compensations().get(0);
      assertThat(read.grade()).isEqualTo(1);
      assertThat(read.weights().rows()).isEqualTo(sensors);
      assertThat(read.weights().columns()).containsExactly("BG1", "BG2");
      // Gains are multiplied in and out again.
      assertThat(read.weights().values()).containsExactly(weights, within(1e-15));
    }
  }
}
