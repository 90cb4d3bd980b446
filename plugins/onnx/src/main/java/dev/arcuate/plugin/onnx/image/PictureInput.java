package dev.arcuate.plugin.onnx.image;

import dev.arcuate.api.Problem;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Tensor;
import java.util.List;

/**
 * The input of an image network.
 *
 * @param name in the graph
 * @param channels 1 for grey, 3 for colours
 * @param height in pixels
 * @param width in pixels
 * @param channelsFirst whether a picture is [channels × height × width] or [height × width ×
 *     channels]
 * @param batch pictures of a call, or −1 where that is open
 */
record PictureInput(
    String name, int channels, int height, int width, boolean channelsFirst, long batch) {
  private static final double GREATEST = 255;

  /** How bright red, green and blue look; ITU-R BT.601. */
  private static final double[] GREY = {0.299, 0.587, 0.114};

  /**
   * Reads what a graph declares.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_WITHOUT_PICTURES}
   */
  static PictureInput of(List<Signature> inputs, WordImagesSettings settings) {
    boolean one = inputs.size() == 1 && inputs.get(0).shape().size() == 4;
    List<Long> shape = one ? inputs.get(0).shape() : List.of(0L, 0L, 0L, 0L);
    boolean first = shape.get(1) == 1 || shape.get(1) == 3;
    boolean last = shape.get(3) == 1 || shape.get(3) == 3;
    if (!one || (!first && !last)) {
      throw Problem.data(
              "ONNX_WITHOUT_PICTURES",
              "the network takes no pictures: its inputs are "
                  + String.join(
                      ", ", inputs.stream().map(input -> input.name() + input.shape()).toList()))
          .hint("expected is one input [pictures × channels × height × width], channels 1 or 3")
          .exception();
    }
    int channels = Math.toIntExact(shape.get(first ? 1 : 3));
    long height = shape.get(first ? 2 : 1);
    long width = shape.get(first ? 3 : 2);
    return new PictureInput(
        inputs.get(0).name(),
        channels,
        height > 0 ? (int) height : settings.height(),
        width > 0 ? (int) width : settings.width(),
        first,
        shape.get(0));
  }

  /** Pictures as the network takes them. */
  Tensor tensor(List<int[]> pictures, WordImagesSettings settings) {
    int size = channels * height * width;
    float[] values = new float[Math.multiplyExact(size, pictures.size())];
    for (int picture = 0; picture < pictures.size(); picture++) {
      for (int pixel = 0; pixel < height * width; pixel++) {
        for (int channel = 0; channel < channels; channel++) {
          int at = channelsFirst ? channel * height * width + pixel : pixel * channels + channel;
          double value = value(pictures.get(picture)[pixel], channel) / GREATEST;
          values[picture * size + at] =
              (float) ((value - of(settings.mean(), channel)) / of(settings.deviation(), channel));
        }
      }
    }
    long count = pictures.size();
    long[] shape =
        channelsFirst
            ? new long[] {count, channels, height, width}
            : new long[] {count, height, width, channels};
    return new Tensor.Floats(shape, values);
  }

  private double value(int rgb, int channel) {
    int[] colours = {(rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff};
    return channels == 3
        ? colours[channel]
        : colours[0] * GREY[0] + colours[1] * GREY[1] + colours[2] * GREY[2];
  }

  private static double of(List<Double> values, int channel) {
    return values.get(Math.min(channel, values.size() - 1));
  }
}
