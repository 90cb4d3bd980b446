package dev.arcuate.plugin.stimulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.plugin.stimulus.DesignSettings.Response;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Constants published with other tools. */
class TimingConstantsTest {

  /** Windowed sinc of ridge_utils.interpdata.lanczosfun, window 3. */
  @Test
  void lanczosKernel() {
    double[] x = {0, 0.25, 0.5, 1, 1.5, 2.5, 3};
    double[] expected = {1, .890067, .607927, 0, -.135095, .024317, 0};
    for (int i = 0; i < x.length; i++) {
      assertThat(Lanczos.weight(x[i])).isCloseTo(expected[i], within(5e-7));
      assertThat(Lanczos.weight(-x[i])).isEqualTo(Lanczos.weight(x[i]));
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
              .mapToDouble(word -> (word + 1) * Lanczos.weight((time - words[word]) / 2))
              .sum();
      assertThat(value).isCloseTo(expected[volume], within(1e-8));
    }
  }

  /** The functions nilearn prints: ten points from 0 to 20 s, both ends among them, one TR late. */
  @Test
  void haemodynamicResponses() {
    assertResponse(Response.SPM, 0, 0, .161, .443, .335, .139, .022, -.028, -.040, -.033);
    assertResponse(Response.GLOVER, 0, 0, .226, .741, .500, .037, -.181, -.176, -.103, -.045);
  }

  private static void assertResponse(Response response, double... expected) {
    Hrf hrf = Hrf.of(response);
    double[] values = IntStream.range(0, 10).mapToDouble(i -> hrf.at(i * 20.0 / 9 - 2)).toArray();
    double sum = IntStream.range(0, 10).mapToDouble(i -> values[i]).sum();
    for (int i = 0; i < 10; i++) {
      assertThat(values[i] / sum).as(response + " " + i).isCloseTo(expected[i], within(6e-4));
    }
  }

  @Test
  void responsesIntegrateToOne() {
    for (Response response : new Response[] {Response.SPM, Response.GLOVER}) {
      Hrf hrf = Hrf.of(response);
      double integral =
          IntStream.range(0, 32_000).mapToDouble(i -> hrf.at((i + .5) / 1000) / 1000).sum();
      assertThat(integral).isCloseTo(1, within(1e-3));
    }
  }

  @Test
  void logGamma() {
    assertThat(Hrf.logGamma(6)).isCloseTo(Math.log(120), within(1e-12));
    assertThat(Hrf.logGamma(0.5)).isCloseTo(0.5 * Math.log(Math.PI), within(1e-12));
    assertThat(Hrf.logGamma(16)).isCloseTo(Math.log(1307674368000.0), within(1e-11));
  }
}
