package dev.arcuate.plugin.bidsmeg.prepare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples on their way through the preparation.
 *
 * @param rows the samples
 * @param rate samples per second
 * @param starts first samples of the stretches without a gap; the first is 0
 * @param lowPassHz what is known to have been taken out above
 */
record Stretches(ChannelRows rows, double rate, List<Integer> starts, double lowPassHz) {
  Stretches {
    starts = List.copyOf(starts);
  }

  /** Does something to every stretch of a channel. */
  interface Operation {
    double[] apply(double[] stretch);
  }

  int end(int stretch) {
    return stretch + 1 < starts.size() ? starts.get(stretch + 1) : rows.samples();
  }

  List<Integer> lengths() {
    List<Integer> lengths = new ArrayList<>();
    for (int s = 0; s < starts.size(); s++) {
      lengths.add(end(s) - starts.get(s));
    }
    return lengths;
  }

  /** One channel, stretch by stretch, put together again. */
  double[] through(int channel, List<Operation> perStretch, int newLength) throws IOException {
    double[] row = rows.row(channel);
    double[] out = new double[newLength];
    int at = 0;
    for (int s = 0; s < starts.size(); s++) {
      double[] part =
          perStretch.get(s).apply(java.util.Arrays.copyOfRange(row, starts.get(s), end(s)));
      System.arraycopy(part, 0, out, at, part.length);
      at += part.length;
    }
    return out;
  }
}
