package dev.arcuate.plugin.bidsmeg.prepare;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Prepared samples of a run. */
public final class Prepared implements Closeable {
  private final Stretches stretches;
  private final int channels;

  Prepared(Stretches stretches, int channels) {
    this.stretches = stretches;
    this.channels = channels;
  }

  public int channels() {
    return channels;
  }

  public int samples() {
    return stretches.rows().samples();
  }

  /** Samples per second after resampling and decimation. */
  public double rate() {
    return stretches.rate();
  }

  /** First samples of stretches without a gap. */
  public List<Integer> starts() {
    return stretches.starts();
  }

  /** One channel. */
  public double[] channel(int channel) throws IOException {
    return stretches.rows().row(channel);
  }

  /** A block as rows of samples, float32 [count × channels]. */
  public float[] block(int first, int count) throws IOException {
    float[] out = new float[count * channels];
    double[] one = new double[count];
    for (int c = 0; c < channels; c++) {
      stretches.rows().get(c, first, one, count);
      for (int t = 0; t < count; t++) {
        out[t * channels + c] = (float) one[t];
      }
    }
    return out;
  }

  @Override
  public void close() throws IOException {
    stretches.rows().close();
  }
}
