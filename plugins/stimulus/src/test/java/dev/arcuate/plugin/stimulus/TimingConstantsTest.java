package dev.arcuate.plugin.stimulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.plugin.stimulus.DesignSettings.Derivatives;
import dev.arcuate.plugin.stimulus.DesignSettings.Response;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Constants published with other tools. */
class TimingConstantsTest {
  private final Lanczos lanczos = new Lanczos(3, 1);

  /** Windowed sinc of ridge_utils.interpdata.lanczosfun, window 3. */
  @Test
  void lanczosKernel() {
    double[] x = {0, 0.25, 0.5, 1, 1.5, 2.5, 3};
    double[] expected = {1, .890067, .607927, 0, -.135095, .024317, 0};
    for (int i = 0; i < x.length; i++) {
      assertThat(lanczos.weight(x[i])).isCloseTo(expected[i], within(5e-7));
      assertThat(lanczos.weight(-x[i])).isEqualTo(lanczos.weight(x[i]));
    }
  }

  /** ridge_utils.interpdata.lanczosinterp2D: words at .3 … 3.1 s, volumes at 0, 2, 4 s. */
  @Test
  void lanczosInterpolation() {
    double[] words = {.3, .8, 1.4, 3.1};
    double[] expected = {2.93748456, 5.78761284, 2.00305389};
    for (int volume = 0; volume < 3; volume++) {
      double time = 2.0 * volume;
      double value =
          IntStream.range(0, 4)
              .mapToDouble(word -> (word + 1) * lanczos.weight((time - words[word]) / 2))
              .sum();
      assertThat(value).isCloseTo(expected[volume], within(1e-8));
    }
  }

  /** The functions nilearn prints: TR 2 s, oversampling 1, 20 s. */
  @Test
  void haemodynamicResponses() {
    List<double[]> spm = kernels(Response.SPM);
    assertKernel(spm.get(0), 0, 0, .161, .443, .335, .139, .022, -.028, -.040, -.033);
    assertKernel(spm.get(1), 0, 0, .167, .040, -.091, -.072, -.035, -.013, 0, .005);
    List<double[]> glover = kernels(Response.GLOVER);
    assertKernel(glover.get(0), 0, 0, .226, .741, .500, .037, -.181, -.176, -.103, -.045);
    assertKernel(glover.get(1), 0, 0, .267, .076, -.215, -.168, -.039, .027, .033, .019);
    assertKernel(glover.get(2), 0, 0, -.373, .282, .295, -.040, -.094, -.048, -.017, -.005);
  }

  private static List<double[]> kernels(Response response) {
    return Hrf.kernels(response, Derivatives.TIME_AND_DISPERSION, 2, 20);
  }

  private static void assertKernel(double[] kernel, double... expected) {
    assertThat(kernel).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(kernel[i]).as("point " + i).isCloseTo(expected[i], within(6e-4));
    }
  }

  @Test
  void logGamma() {
    assertThat(Hrf.logGamma(6)).isCloseTo(Math.log(120), within(1e-12));
    assertThat(Hrf.logGamma(0.5)).isCloseTo(0.5 * Math.log(Math.PI), within(1e-12));
    assertThat(Hrf.logGamma(16)).isCloseTo(Math.log(1307674368000.0), within(1e-11));
  }
}
