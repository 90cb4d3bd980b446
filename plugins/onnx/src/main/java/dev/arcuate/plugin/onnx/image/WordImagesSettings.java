package dev.arcuate.plugin.onnx.image;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import java.util.List;
import java.util.Optional;

/** How words are drawn and what looks at them. */
@Doc("Words as pictures for an image network.")
public record WordImagesSettings(
    @Doc(
            "The network, an .onnx file that takes one picture [pictures × channels × height ×"
                + " width].")
        InputPath model,
    @Doc("Name of the network in results; the file's name unless given.") Optional<String> name,
    @Doc(
            "Tensors to keep, each flattened to one row per word; unless given, all that the"
                + " network declares as outputs.")
        @Default("[]")
        List<String> tensors,
    @Doc("Width of the picture in pixels, where the network does not say.")
        @Default("100")
        @Range(min = 4, max = 4096)
        int width,
    @Doc("Height of the picture in pixels, where the network does not say.")
        @Default("32")
        @Range(min = 4, max = 4096)
        int height,
    @Doc(
            "A .ttf or .otf file; unless given, a font of Arcuate's own with Latin, Greek, Cyrillic"
                + " and Hebrew letters, which looks the same on every machine. Arabic, Chinese,"
                + " Japanese, Korean and other scripts need a font that has them.")
        Optional<InputPath> font,
    @Doc("Pixels of an em; a word that is too wide for the box is drawn smaller.")
        @Default("22")
        @Range(min = 0, above = true, max = 4096)
        double fontSize,
    @Doc("Pixels kept free at every side.") @Default("2") @Range(min = 0) int margin,
    @Doc("Colour of the text, as #rrggbb.") @Default("'#000000'") String colour,
    @Doc("Colour behind it, as #rrggbb.") @Default("'#808080'") String background,
    @Doc("Whether words are drawn in lower case.") @Default("false") boolean lowerCase,
    @Doc("Subtracted from every value, which runs from 0 to 1: one number, or one per channel.")
        @Default("[0]")
        List<Double> mean,
    @Doc("What every value is then divided by: one number, or one per channel.") @Default("[1]")
        List<Double> deviation) {
  public WordImagesSettings {
    tensors = List.copyOf(tensors);
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    for (String text : List.of(colour, background)) {
      if (!text.matches("#[0-9A-Fa-f]{6}")) {
        throw new IllegalArgumentException(
            "'" + text + "' is no colour; write six hexadecimal digits, such as '#808080'");
      }
    }
    if (deviation.stream().anyMatch(value -> !(value > 0))) {
      throw new IllegalArgumentException("'deviation' is above 0");
    }
    if (2L * margin >= Math.min(width, height)) {
      throw new IllegalArgumentException("'margin' leaves no room for the word");
    }
  }
}
