package dev.arcuate.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Geometry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A box whose faces have vertices of their own, so that each is seen from one side only. */
class SurfaceFigureTest {
  private static final Pattern IMAGE = Pattern.compile("base64,([^\"]+)\"");
  private static final int[] NONE = {};

  @TempDir Path folder;

  /**
   * Two walls, at x = -1 and x = 1, 20 long and 10 high: vertices 0 to 3 left, 4 to 7 right. In
   * each the first two are at the back.
   */
  private Files box(String... sides) throws IOException {
    float[] points = new float[24];
    for (int v = 0; v < 8; v++) {
      points[3 * v] = v < 4 ? -1 : 1;
      points[3 * v + 1] = v % 4 < 2 ? -10 : 10;
      points[3 * v + 2] = v % 2 == 0 ? 0 : 10;
    }
    float[] triangles = {0, 1, 2, 1, 3, 2, 4, 6, 5, 5, 6, 7};
    for (String side : sides) {
      Npy.write(folder.resolve(side + "-points.npy"), points, 8, 3);
      Npy.write(folder.resolve(side + "-triangles.npy"), triangles, 4, 3);
    }
    return new Files(folder);
  }

  private static Geometry.Surface surface(String side, int vertices, int... kept) {
    return new Geometry.Surface(side, "box", vertices, kept);
  }

  private static List<BufferedImage> pictures(String svg) throws IOException {
    List<BufferedImage> pictures = new ArrayList<>();
    Matcher image = IMAGE.matcher(svg);
    while (image.find()) {
      byte[] png = Base64.getDecoder().decode(image.group(1));
      pictures.add(ImageIO.read(new ByteArrayInputStream(png)));
    }
    return pictures;
  }

  /** At shares of width and height, without the opacity. */
  private static int pixel(BufferedImage image, double x, double y) {
    return image.getRGB((int) (x * image.getWidth()), (int) (y * image.getHeight())) & 0xffffff;
  }

  @Test
  void showsEachWallFromItsOwnSide() throws IOException {
    Geometry both =
        new Geometry.Grayordinates(
            List.of(surface("L", 8, 0, 1, 2, 3), surface("R", 8, 4, 5, 6, 7)));
    double[] values = {1, 1, 1, 1, 1, 1, 0.5, 0.5};
    int[] all = {0, 1, 2, 3, 4, 5, 6, 7};
    String svg = SurfaceFigure.of(both, box("L", "R")).draw("walls", values, all, 1);
    List<BufferedImage> pictures = pictures(svg);
    assertThat(pictures).hasSize(4);
    int bright = Colours.viridis(1);
    int bare = 0xc4c4c4;
    // From the left, the left hemisphere shows its outer wall and the right one its inner wall.
    assertThat(pixel(pictures.get(0), .5, .5)).isEqualTo(bright);
    assertThat(pixel(pictures.get(1), .5, .5)).isEqualTo(bare);
    assertThat(pixel(pictures.get(2), .5, .5)).isEqualTo(bare);
    // From the right the front, where values are lower, is to the right.
    assertThat(pixel(pictures.get(3), .03, .5) >> 16).isGreaterThan(0xe0);
    assertThat(pixel(pictures.get(3), .97, .5) >> 16).isLessThan(0x40);
    assertThat(pictures.get(0).getWidth())
        .isBetween(2 * pictures.get(0).getHeight() - 6, 2 * pictures.get(0).getHeight());
    assertThat(svg.indexOf("left, lateral")).isLessThan(svg.indexOf("left, medial"));
    assertThat(svg.indexOf("right, medial")).isLessThan(svg.indexOf("right, lateral"));
  }

  @Test
  void palesWhatIsNotSignificantAndLeavesTheRestBare() throws IOException {
    SurfaceFigure figure = SurfaceFigure.of(surface("L", 8, 0, 1, 2, 3), box("L"));
    double[] values = {1, 1, 1, 1};
    int pale = pixel(pictures(figure.draw("pale", values, NONE, 1)).get(0), .5, .5);
    assertThat(pale).isNotEqualTo(Colours.viridis(1)).isNotEqualTo(0xc4c4c4);
    double[] below = {-1, Double.NaN, 0, -1};
    assertThat(pixel(pictures(figure.draw("bare", below, NONE, 1)).get(0), .5, .5))
        .isEqualTo(0xc4c4c4);
  }

  /** One vertex in four was read; the others look like their neighbours. */
  @Test
  void fillsBetweenVerticesThatWereRead() throws IOException {
    SurfaceFigure figure = SurfaceFigure.of(surface("L", 8, 0, 4), box("L"));
    int[] all = {0, 1};
    String svg = figure.draw("some", new double[] {1, 1}, all, 1);
    assertThat(pixel(pictures(svg).get(0), .5, .5)).isEqualTo(Colours.viridis(1));
  }

  @Test
  void refusesTheMeshOfAnotherSurface() throws IOException {
    Files box = box("L");
    assertThatThrownBy(() -> SurfaceFigure.of(surface("L", 9, 0), box))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("hemisphere L of the mesh has 8 vertices, that of the scores 9");
    assertThatThrownBy(() -> SurfaceFigure.of(surface("R", 8, 0), box))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no hemisphere that it has");
  }
}
