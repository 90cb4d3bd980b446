package dev.arcuate.plugin.onnx.image;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.settings.InputPath;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;

/** A font of the user's: letters are joined and turned as its script asks for. */
final class FontFile implements Outlines {
  private static final float EM = 1000;
  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

  /** Of an em, in fonts without Latin letters. */
  private static final double USUAL_CAPITAL = 0.72;

  private final Font font;

  /**
   * Reads a font.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_FONT_UNREADABLE}
   */
  FontFile(InputPath file) {
    try {
      font = Font.createFont(Font.TRUETYPE_FONT, file.path().toFile()).deriveFont(EM);
    } catch (FontFormatException | IOException e) {
      throw unreadable(file, e.getMessage())
          .hint("name a TrueType or OpenType font, a .ttf or .otf file")
          .exception(e);
    } catch (LinkageError | InternalError e) {
      // A Java without its own libraries for fonts, or a system without fontconfig.
      throw unreadable(file, "this Java cannot read fonts: " + e.getMessage())
          .hint("install fontconfig and freetype, or leave out 'font'")
          .exception(e);
    }
  }

  private static Problem unreadable(InputPath file, String why) {
    return Problem.data("ONNX_FONT_UNREADABLE", "cannot read the font: " + why)
        .at(new Position(file.path().toString(), 0, 0));
  }

  @Override
  public boolean has(int codePoint) {
    return font.canDisplay(codePoint);
  }

  @Override
  public double capHeight(double size) {
    double capital =
        has('H')
            ? font.createGlyphVector(EXACT, "H").getVisualBounds().getHeight()
            : USUAL_CAPITAL * EM;
    return capital * size / EM;
  }

  @Override
  public double width(String text, double size) {
    return text.isEmpty() ? 0 : layout(text).getAdvance() * size / EM;
  }

  @Override
  public Path2D outline(String text, double size) {
    return text.isEmpty()
        ? new Path2D.Double()
        : new Path2D.Double(
            layout(text).getOutline(AffineTransform.getScaleInstance(size / EM, size / EM)));
  }

  private TextLayout layout(String text) {
    return new TextLayout(text, font, EXACT);
  }
}
