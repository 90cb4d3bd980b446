package dev.arcuate.plugin.onnx.image;

import dev.arcuate.api.settings.InputPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Settings of pictures, beginning with the usual ones.
 *
 * @param box width and height
 * @param scale mean and deviation, per channel
 */
record Look(
    List<Integer> box,
    double fontSize,
    int margin,
    String colour,
    String background,
    boolean lowerCase,
    List<List<Double>> scale) {

  static Look usual() {
    return new Look(
        List.of(100, 32), 22, 2, "#000000", "#808080", false, List.of(List.of(0.0), List.of(1.0)));
  }

  Look box(int width, int height) {
    return new Look(List.of(width, height), fontSize, margin, colour, background, lowerCase, scale);
  }

  Look fontSize(double size) {
    return new Look(box, size, margin, colour, background, lowerCase, scale);
  }

  Look margin(int pixels) {
    return new Look(box, fontSize, pixels, colour, background, lowerCase, scale);
  }

  Look colours(String text, String behind) {
    return new Look(box, fontSize, margin, text, behind, lowerCase, scale);
  }

  Look inLowerCase() {
    return new Look(box, fontSize, margin, colour, background, true, scale);
  }

  Look scale(List<Double> mean, List<Double> deviation) {
    return new Look(box, fontSize, margin, colour, background, lowerCase, List.of(mean, deviation));
  }

  WordImagesSettings of(Path network) {
    return new WordImagesSettings(
        new InputPath(network, network.getFileName().toString()),
        Optional.empty(),
        List.of(),
        box.get(0),
        box.get(1),
        Optional.empty(),
        fontSize,
        margin,
        colour,
        background,
        lowerCase,
        scale.get(0),
        scale.get(1));
  }
}
