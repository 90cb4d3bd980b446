package dev.arcuate.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.value.Geometry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @Test
  void pixelsComeBackFromAPng() throws IOException {
    int[] pixels = {0xff112233, 0x80aabbcc, 0x00000000, 0xffffffff, 0xff000000, 0x01020304};
    byte[] png = Png.encode(3, 2, pixels);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getRGB(0, 0, 3, 2, null, 0, 3)).containsExactly(pixels);
  }

  @ParameterizedTest
  @CsvSource({"-0.013, 0.147, -0.05, 0.15", "0.02, 0.31, 0, 0.4", "0, 0, 0, 1", "-3, -1, -3, 0"})
  void scalesHoldTheirValuesAndZeroAndEndAtMarks(
      double least, double greatest, double low, double high) {
    Scale scale = Scale.around(least, greatest, 300, 20, 5);
    assertThat(scale.low()).isCloseTo(low, within(1e-12));
    assertThat(scale.high()).isCloseTo(high, within(1e-12));
    assertThat(scale.at(low)).isCloseTo(300, within(1e-9));
    assertThat(scale.at(high)).isCloseTo(20, within(1e-9));
    assertThat(scale.marks()).hasSizeBetween(2, 8);
  }

  @Test
  void marksHaveAsManyDigitsAsTheyNeed() {
    Scale scale = Scale.around(-0.05, 0.1, 0, 1, 3);
    assertThat(scale.marks().stream().map(scale::label))
        .containsExactly("−0.05", "0.00", "0.05", "0.10");
    Scale tens = Scale.around(0, 40, 0, 1, 4);
    assertThat(tens.marks().stream().map(tens::label)).contains("0", "10", "40");
  }

  @Test
  void coloursAreThoseOfViridis() {
    assertThat(Colours.css(Colours.viridis(0))).isEqualTo("#440154");
    assertThat(Colours.css(Colours.viridis(1))).isEqualTo("#fde725");
    assertThat(Colours.css(Colours.viridis(7))).isEqualTo("#fde725");
  }

  /** Voxel axes that run to the left, upwards and forwards, in this order. */
  private static Geometry.Volume turned() {
    double[] affine = {-2, 0, 0, 10, 0, 0, 3, -6, 0, 4, 0, -8, 0, 0, 0, 1};
    return new Geometry.Volume(
        new int[] {5, 4, 3}, affine, "native", IntStream.range(0, 60).toArray());
  }

  @Test
  void axesAreBroughtIntoTheOrderOfPeople() {
    Grid3 grid = new Grid3(turned());
    assertThat(new int[] {grid.size(0), grid.size(1), grid.size(2)}).containsExactly(5, 3, 4);
    assertThat(new double[] {grid.step(0), grid.step(1), grid.step(2)}).containsExactly(2, 3, 4);
    assertThat(grid.place(0)).as("voxel (0, 0, 0) is the rightmost").containsExactly(4, 0, 0);
    assertThat(grid.millimetres(0)).containsExactly(10, -6, -8);
    assertThat(grid.place(1 + 5 * (2 + 4))).containsExactly(3, 1, 2);
    assertThat(grid.millimetres(1 + 5 * (2 + 4))).containsExactly(8, -3, 0);
    assertThat(grid.voxelVolume()).isEqualTo(24);
  }

  @Test
  void leftIsLeft() throws IOException {
    double[] values = new double[60];
    values[0] = 1;
    String svg =
        new SliceFigure(turned(), values, new int[] {0}, 0, 1, Optional.empty()).three("slices");
    String data = svg.substring(svg.indexOf("base64,") + 7);
    byte[] png = java.util.Base64.getDecoder().decode(data.substring(0, data.indexOf('"')));
    BufferedImage axial = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(axial.getWidth()).isEqualTo(5);
    assertThat(axial.getHeight()).isEqualTo(3);
    assertThat(axial.getRGB(4, 2)).as("rightmost and backmost").isEqualTo(0xfffde725);
    assertThat(axial.getRGB(0, 0)).isEqualTo(0x59808080);
  }

  @Test
  void theLargestClusterIsTheRegion() {
    Geometry.Volume volume = Study.volume();
    Grid3 grid = new Grid3(volume);
    int[] targets =
        IntStream.range(0, volume.targets())
            .filter(
                t ->
                    Grid3.distance(grid.millimetres(t), new double[] {-22, 6, 10}) <= 8
                        || Grid3.distance(grid.millimetres(t), new double[] {22, 6, 10}) <= 4)
            .toArray();
    Region region = Region.largest(volume, targets);
    assertThat(region.clusters()).isEqualTo(2);
    assertThat(region.voxels()).isEqualTo(33);
    assertThat(region.centroid()).containsExactly(new double[] {-22, 6, 10}, within(1e-9));
    assertThat(region.cubicMillimetres()).isEqualTo(33 * 64);
  }

  @Test
  void overlapIsThatOfDice() {
    Geometry.Volume volume = Study.volume();
    Truth.Sphere sphere = new Truth.Sphere(Study.CENTRE, 4);
    Grid3 grid = new Grid3(volume);
    int[] inside =
        IntStream.range(0, volume.targets())
            .filter(t -> sphere.contains(grid.millimetres(t)))
            .toArray();
    assertThat(inside).hasSize(7);
    assertThat(sphere.dice(volume, inside)).isEqualTo(1);
    assertThat(sphere.dice(volume, new int[] {inside[0]})).isEqualTo(2.0 / 8);
    assertThat(sphere.dice(volume, new int[0])).isZero();
  }
}
