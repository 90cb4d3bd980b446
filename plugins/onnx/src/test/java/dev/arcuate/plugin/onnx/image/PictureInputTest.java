package dev.arcuate.plugin.onnx.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From pixels to the numbers that a network takes. */
class PictureInputTest {
  private static final Path NETWORK = Path.of("network.onnx");
  private static final List<Double> MEAN = List.of(0.5, 0.4, 0.3);
  private static final List<Double> DEVIATION = List.of(0.5, 0.25, 0.2);

  /** Two pictures of 2 x 1 pixels: orange and blue, white and black. */
  private static final List<int[]> PICTURES =
      List.of(new int[] {0xffff8000, 0xff0000ff}, new int[] {0xffffffff, 0xff000000});

  @Test
  void sizesThatTheNetworkLeavesOpenAreThoseOfTheSettings() {
    WordImagesSettings settings = Look.usual().box(60, 24).of(NETWORK);
    PictureInput open = PictureInput.of(input(-1, 1, -1, -1), settings);
    assertThat(List.of(open.width(), open.height(), open.channels())).containsExactly(60, 24, 1);
    PictureInput told = PictureInput.of(input(-1, 3, 48, -1), settings);
    assertThat(List.of(told.width(), told.height(), told.channels())).containsExactly(60, 48, 3);
    PictureInput last = PictureInput.of(input(5, -1, 80, 3), settings);
    assertThat(List.of(last.width(), last.height(), last.channels())).containsExactly(80, 24, 3);
    assertThat(last.channelsFirst()).isFalse();
    assertThat(last.batch()).isEqualTo(5);
  }

  @Test
  void everyChannelHasItsColourAndItsScale() {
    WordImagesSettings settings = Look.usual().scale(MEAN, DEVIATION).of(NETWORK);
    Tensor tensor = PictureInput.of(input(-1, 3, 1, 2), settings).tensor(PICTURES, settings);
    assertThat(tensor.shape()).containsExactly(2, 3, 1, 2);
    double[] expected = {
      // Red, green and blue of the orange and the blue pixel.
      (1 - 0.5) / 0.5, (0 - 0.5) / 0.5,
      (128 / 255.0 - 0.4) / 0.25, (0 - 0.4) / 0.25,
      (0 - 0.3) / 0.2, (1 - 0.3) / 0.2,
      (1 - 0.5) / 0.5, (0 - 0.5) / 0.5,
      (1 - 0.4) / 0.25, (0 - 0.4) / 0.25,
      (1 - 0.3) / 0.2, (0 - 0.3) / 0.2
    };
    assertClose(tensor, expected);
  }

  @Test
  void channelsLastAreChannelsFirstInAnotherOrder() {
    WordImagesSettings settings = Look.usual().scale(MEAN, DEVIATION).of(NETWORK);
    float[] first = values(PictureInput.of(input(-1, 3, 1, 2), settings), settings);
    PictureInput rows = new PictureInput("x", 3, 1, 2, false, -1);
    assertThat(rows.tensor(PICTURES, settings).shape()).containsExactly(2, 1, 2, 3);
    float[] given = values(rows, settings);
    for (int picture = 0; picture < 2; picture++) {
      for (int pixel = 0; pixel < 2; pixel++) {
        for (int channel = 0; channel < 3; channel++) {
          assertThat(given[picture * 6 + pixel * 3 + channel])
              .isEqualTo(first[picture * 6 + channel * 2 + pixel]);
        }
      }
    }
  }

  @Test
  void greyIsAsBrightAsItsColourLooks() {
    WordImagesSettings settings = Look.usual().scale(List.of(0.25), List.of(2.0)).of(NETWORK);
    Tensor tensor = PictureInput.of(input(-1, 1, 1, 2), settings).tensor(PICTURES, settings);
    assertThat(tensor.shape()).containsExactly(2, 1, 1, 2);
    double orange = 0.299 + 0.587 * 128 / 255.0;
    assertClose(
        tensor,
        new double[] {(orange - 0.25) / 2, (0.114 - 0.25) / 2, (1 - 0.25) / 2, (0 - 0.25) / 2});
  }

  @Test
  void oneNumberIsThatOfAllChannels() {
    WordImagesSettings one = Look.usual().scale(List.of(0.5), List.of(0.5)).of(NETWORK);
    WordImagesSettings three =
        Look.usual().scale(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5)).of(NETWORK);
    PictureInput input = PictureInput.of(input(-1, 3, 1, 2), one);
    assertThat(values(input, one)).containsExactly(values(input, three));
  }

  @Test
  void whatIsNoPictureIsRefused() {
    assertThatThrownBy(() -> PictureInput.of(input(-1, 4, 32, 32), Look.usual().of(NETWORK)))
        .hasMessageStartingWith("error ONNX_WITHOUT_PICTURES: ");
  }

  private static List<Signature> input(long... shape) {
    return List.of(new Signature("x", "float32", Arrays.stream(shape).boxed().toList()));
  }

  private static float[] values(PictureInput input, WordImagesSettings settings) {
    return ((Tensor.Floats) input.tensor(PICTURES, settings)).values();
  }

  private static void assertClose(Tensor tensor, double[] expected) {
    float[] values = ((Tensor.Floats) tensor).values();
    assertThat(values).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) values[i]).as("value %d", i).isCloseTo(expected[i], within(1e-6));
    }
  }
}
