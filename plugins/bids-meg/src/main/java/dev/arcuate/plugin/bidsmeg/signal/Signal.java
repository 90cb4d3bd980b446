package dev.arcuate.plugin.bidsmeg.signal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A recording of many channels over time, continuous or in trials. Nothing is loaded before it is
 * asked for. One thread at a time.
 */
public interface Signal extends Closeable {
  SignalInfo info();

  /** Samples per channel. */
  long samples();

  /** Number of the first sample on the clock of the acquisition, which triggers count in. */
  long firstSample();

  /**
   * Where stretches without a gap begin, ascending; the first is 0. Trials of CTF are stretches.
   */
  List<Long> starts();

  /**
   * Reads a window in SI units.
   *
   * @param channels which, in any order
   * @param first the first sample, counted from 0
   * @param count how many samples
   * @param into one array per channel, filled from its beginning
   */
  void read(int[] channels, long first, int count, double[][] into) throws IOException;

  /** Reads a window into new arrays, [channels][count]. */
  default double[][] read(int[] channels, long first, int count) throws IOException {
    double[][] into = new double[channels.length][count];
    read(channels, first, count, into);
    return into;
  }

  /** Reads everything, [channels][samples]; for short recordings. */
  default double[][] readAll() throws IOException {
    int[] all = IntStream.range(0, info().channels().size()).toArray();
    return read(all, 0, Math.toIntExact(samples()));
  }
}
