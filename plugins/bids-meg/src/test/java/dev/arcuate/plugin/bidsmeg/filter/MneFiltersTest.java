package dev.arcuate.plugin.bidsmeg.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters against MNE-Python, see bench/oracles/meg_filters.py. */
class MneFiltersTest {
  private static final double RATE = 600.615;
  private static final int KEPT = 7;

  private static double[] stored(String name) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(
                Files.readAllBytes(
                    Path.of("src/test/resources/oracles/filters").resolve(name + ".f64")))
            .order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    return values;
  }

  private static void compare(String name, double[] own, double tolerance) throws IOException {
    double[] expected = stored(name);
    assertThat((own.length + KEPT - 1) / KEPT).isEqualTo(expected.length);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(own[i * KEPT] - expected[i]) / largest);
    }
    assertThat(worst).as(name).isLessThan(tolerance);
  }

  @ParameterizedTest
  @CsvSource({
    "fir-band, 1, 40",
    "fir-wide-band, 4, 180",
    "fir-low, , 40",
    "fir-high, 2, ",
    "fir-slow, 0.5, 40"
  })
  void filtersAsMneDoes(String name, Double low, Double high) throws IOException {
    double[] x = stored("signal");
    double[] h = FirDesign.band(RATE, Optional.ofNullable(low), Optional.ofNullable(high));
    compare(name, new FirFilter(h, x.length).apply(x), 1e-9);
  }

  @Test
  void cutsNotchesAsMneDoes() throws IOException {
    double[] x = stored("signal");
    double[] h = FirDesign.notch(RATE, List.of(50.0, 100.0));
    compare("notch", new FirFilter(h, x.length).apply(x), 1e-9);
  }

  @ParameterizedTest
  @CsvSource({
    "iir-band, 1, 40, 4",
    "iir-band-odd, 1, 40, 3",
    "iir-low, , 40, 5",
    "iir-high, 2, , 4"
  })
  void runsButterworthFiltersAsMneDoes(String name, Double low, Double high, int order)
      throws IOException {
    double[] x = stored("signal");
    Butterworth filter =
        new Butterworth(order, RATE, Optional.ofNullable(low), Optional.ofNullable(high));
    compare(name, filter.apply(x), 1e-7);
  }

  @Test
  void resamplesAsMneDoes() throws IOException {
    double[] x = stored("signal");
    compare("resample-down", new Resampling(250 / RATE, x.length).apply(x), 1e-10);
    compare("resample-up", new Resampling(1000 / RATE, x.length).apply(x), 1e-10);
    double[] even = Arrays.copyOf(x, 4000);
    compare("resample-even", new Resampling(0.25, even.length).apply(even), 1e-10);
  }

  @Test
  void takesEnvelopesAsMneDoes() throws IOException {
    double[] x = stored("signal");
    double[] h = FirDesign.band(RATE, Optional.of(1.0), Optional.of(40.0));
    double[] band = new FirFilter(h, x.length).apply(x);
    compare("envelope", new Envelope(band.length).apply(band), 1e-9);
  }

  @Test
  void measuresBandPowerAsMneDoes() throws IOException {
    Path folder = Path.of("src/test/resources/oracles/epochs");
    ByteBuffer data =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("recording.f32")))
            .order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer expected =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("alpha-power.f64")))
            .order(ByteOrder.LITTLE_ENDIAN);
    int samples = data.remaining() / Float.BYTES / 4;
    FirFilter band =
        new FirFilter(FirDesign.band(100, Optional.of(8.0), Optional.of(13.0)), samples);
    Envelope envelope = new Envelope(samples);
    for (int c = 0; c < 4; c++) {
      double[] x = new double[samples];
      for (int t = 0; t < samples; t++) {
        x[t] = data.getFloat((c * samples + t) * Float.BYTES);
      }
      double[] size = envelope.apply(band.apply(x));
      double largest = Arrays.stream(size).max().orElseThrow();
      for (int t = 0; t < samples; t += 20) {
        double difference = size[t] * size[t] - expected.getDouble();
        assertThat(Math.abs(difference)).isLessThan(1e-9 * largest * largest);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 12, 97, 360, 1009})
  void transformsAnyLengthThereAndBack(int length) {
    double[] real = new double[length];
    double[] imaginary = new double[length];
    java.util.Random random = new java.util.Random(length);
    for (int i = 0; i < length; i++) {
      real[i] = random.nextGaussian();
      imaginary[i] = random.nextGaussian();
    }
    double[] a = real.clone();
    double[] b = imaginary.clone();
    Fft fft = new Fft(length);
    fft.forward(a, b);
    for (int k = 0; k < Math.min(length, 5); k++) {
      double re = 0;
      double im = 0;
      for (int i = 0; i < length; i++) {
        double angle = -2 * Math.PI * ((long) i * k % length) / length;
        re += real[i] * Math.cos(angle) - imaginary[i] * Math.sin(angle);
        im += real[i] * Math.sin(angle) + imaginary[i] * Math.cos(angle);
      }
      assertThat(Math.hypot(a[k] - re, b[k] - im)).isLessThan(1e-10 * length);
    }
    fft.inverse(a, b);
    for (int i = 0; i < length; i++) {
      assertThat(Math.hypot(a[i] - real[i], b[i] - imaginary[i])).isLessThan(1e-11 * length);
    }
  }

  @Test
  void equalsDirectConvolutionOverManyBlocks() {
    double[] x = new double[3000];
    java.util.Random random = new java.util.Random(3);
    Arrays.setAll(x, i -> random.nextGaussian());
    double[] h = FirDesign.band(100, Optional.empty(), Optional.of(20.0));
    double[] own = new FirFilter(h, 10).apply(x);
    double[] extended = Padding.reflect(x, h.length - 1, h.length - 1);
    for (int t = 0; t < x.length; t += 37) {
      double sum = 0;
      for (int k = 0; k < h.length; k++) {
        sum += h[k] * extended[t + h.length - 1 + h.length / 2 - k];
      }
      assertThat(Math.abs(own[t] - sum)).isLessThan(1e-12);
    }
  }
}
