package dev.arcuate.plugin.onnx.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Draws words in the middle of a box. Outlines are filled by Java itself, with smooth edges: no
 * screen is involved, and no font of the machine unless it is asked for.
 *
 * @param width of the box in pixels
 * @param height of the box in pixels
 */
record WordPicture(Outlines glyphs, WordImagesSettings settings, int width, int height) {

  /** The text that is drawn for a word, composed. */
  String shown(String word) {
    String text = Normalizer.normalize(word, Normalizer.Form.NFC);
    return settings.lowerCase() ? text.toLowerCase(Locale.ROOT) : text;
  }

  /** Pixels of red, green and blue, row by row. */
  int[] draw(String word) {
    String text = shown(word);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    try {
      pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      pen.setColor(Color.decode(settings.background()));
      pen.fillRect(0, 0, width, height);
      pen.setColor(Color.decode(settings.colour()));
      double room = width - 2.0 * settings.margin();
      double size = settings.fontSize();
      double wide = glyphs.width(text, size);
      if (wide > room) {
        size *= room / wide;
      }
      Path2D outline = glyphs.outline(text, size);
      double left = (width - glyphs.width(text, size)) / 2;
      double baseLine = (height + glyphs.capHeight(size)) / 2;
      outline.transform(AffineTransform.getTranslateInstance(left, baseLine));
      pen.fill(outline);
    } finally {
      pen.dispose();
    }
    return image.getRGB(0, 0, width, height, null, 0, width);
  }
}
