package dev.arcuate.plugin.onnx.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.onnx.OnnxType;
import dev.arcuate.api.onnx.OnnxValue;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Words;
import dev.arcuate.api.value.Words.Word;
import dev.arcuate.engine.accel.Accel;
import dev.arcuate.engine.accel.Device;
import dev.arcuate.testkit.TestTask;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordImagesTest {
  private static final Path MODELS = Path.of("src", "test", "resources", "models");
  private static final int BLACK = 0xff000000;
  private static final int GREY = 0xff808080;

  @TempDir Path folder;

  @Test
  void wordsStandInTheMiddleOfTheirBox() throws IOException {
    int[] pixels = picture(100, 32).draw("Alice");
    int left = 100;
    int right = -1;
    int top = 32;
    int bottom = -1;
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 100; x++) {
        if (pixels[y * 100 + x] != GREY) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y);
        }
      }
    }
    assertThat(left + right).isBetween(97, 102);
    assertThat(top + bottom).isBetween(28, 34);
    assertThat(bottom - top).isBetween(14, 19);
    assertThat(pixels).contains(BLACK);
  }

  @Test
  void wideWordsAreDrawnSmaller() throws IOException {
    int[] pixels = picture(100, 32).draw("incomprehensibilities");
    for (int y = 0; y < 32; y++) {
      assertThat(pixels[y * 100]).isEqualTo(GREY);
      assertThat(pixels[y * 100 + 99]).isEqualTo(GREY);
    }
    assertThat(java.util.Arrays.stream(pixels).filter(pixel -> pixel != GREY).count()).isPositive();
  }

  @Test
  void accentsAreComposedAndHebrewRunsFromTheRight() throws IOException {
    WordPicture picture = picture(100, 32);
    assertThat(picture.draw("cafe\u0301")).containsExactly(picture.draw("caf\u00e9"));
    assertThat(picture.draw("caf\u00e9")).isNotEqualTo(picture.draw("cafe"));
    assertThat(Glyphs.fromTheLeft("\u05e9\u05dc\u05d5\u05dd"))
        .isEqualTo("\u05dd\u05d5\u05dc\u05e9");
    assertThat(Glyphs.fromTheLeft("\u05d1\u05be1948")).isEqualTo("1948\u05be\u05d1");
    assertThat(Glyphs.fromTheLeft("word")).isEqualTo("word");
  }

  /** The last letter of "bab" in Arabic has its dot below and joins the one before it. */
  @Test
  void arabicIsJoinedAndRunsFromTheRight() {
    FontFile font = font();
    String beh = "\u0628";
    String alef = "\u0627";
    assertThat(font.has(beh.codePointAt(0))).isTrue();
    assertThat(font.width(beh + beh, 100)).isLessThan(2 * font.width(beh, 100) - 1);
    Path2D drawn = font.outline(alef + beh, 100);
    Path2D mirrored = font.outline(beh + alef, 100);
    assertThat(highest(drawn)).isGreaterThan(drawn.getBounds2D().getCenterX());
    assertThat(highest(mirrored)).isLessThan(mirrored.getBounds2D().getCenterX());
  }

  /** Where an outline reaches up most: alef stands, beh lies. */
  private static double highest(Path2D outline) {
    Rectangle2D box = outline.getBounds2D();
    Rectangle2D top =
        new Rectangle2D.Double(box.getX(), box.getY(), box.getWidth(), box.getHeight() / 8);
    Area part = new Area(outline);
    part.intersect(new Area(top));
    return part.getBounds2D().getCenterX();
  }

  @Test
  void aFontOfOnesOwnDrawsWhatItHas() throws IOException {
    FontFile font = font();
    WordPicture picture = new WordPicture(font, settings("letters.onnx"), 100, 32);
    assertThat(picture.draw("\u0633\u0644\u0627\u0645")).contains(BLACK);
    assertThat(picture.draw("cafe\u0301")).containsExactly(picture.draw("caf\u00e9"));
    // The same font, once read by Java and once from our table.
    assertThat(font.width("Alice", 100)).isCloseTo(new Glyphs().width("Alice", 100), within(1.0));
    assertThat(font.capHeight(100)).isCloseTo(new Glyphs().capHeight(100), within(1.0));
  }

  @Test
  void whatIsNoFontIsRefused() {
    InputPath file = new InputPath(MODELS.resolve("letters.onnx"), "letters.onnx");
    assertThatThrownBy(() -> new FontFile(file))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("error ONNX_FONT_UNREADABLE: cannot read the font: ");
  }

  @Test
  void wordsOfWhichTheFontHasNothingAreRefused() {
    TestTask task = new TestTask(folder).with("words", words("one", "\u4e2d\u6587", "\u4eba"));
    assertThatThrownBy(
            () -> new WordImages(accel().inference()).run(settings("letters.onnx"), task))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems().get(0))
                  .hasToString(
                      "error ONNX_WORDS_NOT_DRAWN: the font has no sign of 2 different words:"
                          + " \u4e2d\u6587 \u4eba");
              assertThat(e.problems().get(0).hint())
                  .hasValue(
                      "Latin, Greek, Cyrillic and Hebrew letters can be drawn; for others name a"
                          + " .ttf or .otf file with 'font'");
            });
  }

  private static FontFile font() {
    Path file = Path.of("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf");
    assumeTrue(Files.isRegularFile(file), "needs " + file);
    return new FontFile(new InputPath(file, "DejaVuSans.ttf"));
  }

  @Test
  void everyWordGetsWhatTheNetworkSays() throws IOException {
    TestTask task = new TestTask(folder).with("words", words("one", "two", "one", "on\u4e2d"));
    new WordImages(accel().inference()).run(settings("letters.onnx"), task);
    Activations activations = task.result("activations", Activations.class);
    assertThat(activations.layers()).containsExactly("brightness", "features");
    assertThat(activations.model()).isEqualTo("letters");
    assertThat(activations.layer(1).columns()).isEqualTo(8);
    assertThat(activations.layer(1).row(0)).containsExactly(activations.layer(1).row(2));
    assertThat(activations.layer(1).row(0)).isNotEqualTo(activations.layer(1).row(1));
    double mean = 0;
    for (int pixel : picture(100, 32).draw("two")) {
      mean += (pixel & 0xff) / 255.0 / 3200;
    }
    assertThat((double) activations.layer(0).row(1)[0]).isCloseTo(mean, within(1e-6));
    assertThat(task.warnings())
        .singleElement()
        .hasToString(
            "warning ONNX_SIGNS_NOT_DRAWN: there is no picture of 1 signs, which are left out:"
                + " \u4e2d");
    assertThat(task.notes()).containsEntry("different-words", 3);
  }

  @Test
  void languageModelsAreRefused() {
    TestTask task = new TestTask(folder).with("words", words("one"));
    assertThatThrownBy(
            () -> new WordImages(accel().inference()).run(settings("bert/model.onnx"), task))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "error ONNX_WITHOUT_PICTURES: the network takes no pictures: its inputs are"
                + " input_ids[-1, -1], attention_mask[-1, -1]");
  }

  @Test
  void settingsThatMakeNoPictureAreRefused() {
    assertThatThrownBy(() -> Look.usual().colours("black", "#808080").of(MODELS))
        .hasMessage("'black' is no colour; write six hexadecimal digits, such as '#808080'");
    assertThatThrownBy(() -> Look.usual().scale(List.of(0.0), List.of(1.0, 0.0)).of(MODELS))
        .hasMessage("'deviation' is above 0");
    assertThatThrownBy(() -> Look.usual().margin(16).of(MODELS))
        .hasMessage("'margin' leaves no room for the word");
  }

  @Test
  void lettersAreAsLargeAsTheFontSizeSays() throws IOException {
    Look large = Look.usual().box(200, 100);
    int[] small = ink(picture(large.fontSize(20)).draw("H"), 200);
    int[] big = ink(picture(large.fontSize(80)).draw("H"), 200);
    assertThat(small[3] - small[2] + 1.0).isCloseTo(0.729 * 20, within(2.0));
    assertThat(big[3] - big[2] + 1.0).isCloseTo(0.729 * 80, within(2.0));
    assertThat(big[1] - big[0] + 1.0).isCloseTo(4.0 * (small[1] - small[0] + 1), within(6.0));
  }

  @Test
  void textAndWhatIsBehindItHaveTheirColours() throws IOException {
    int[] pixels = picture(Look.usual().colours("#ff0000", "#0000FE")).draw("Alice");
    assertThat(pixels[0]).isEqualTo(0xff0000fe);
    assertThat(pixels).contains(0xffff0000);
    for (int pixel : pixels) {
      // Edges are mixed of both, and nothing else is in the picture.
      assertThat(pixel & 0x00ff00).isZero();
    }
  }

  @Test
  void theMarginStaysFree() throws IOException {
    String word = "incomprehensibilities";
    int[] wide = ink(picture(Look.usual().margin(2)).draw(word), 100);
    int[] narrow = ink(picture(Look.usual().box(100, 62).margin(30)).draw(word), 100);
    assertThat(wide[0]).isBetween(2, 5);
    assertThat(wide[1]).isBetween(94, 97);
    assertThat(narrow[0]).isBetween(30, 32);
    assertThat(narrow[1]).isBetween(67, 69);
  }

  @Test
  void capitalsAreDrawnSmallWhereAskedFor() throws IOException {
    WordPicture lower = picture(Look.usual().inLowerCase());
    assertThat(lower.draw("ALICE")).containsExactly(picture(100, 32).draw("alice"));
    assertThat(picture(100, 32).draw("ALICE")).isNotEqualTo(picture(100, 32).draw("alice"));
  }

  /** A network that gives the mean of each colour, for pictures of any size, channels last. */
  @Test
  void aNetworkSeesThePictureThatTheSettingsDescribe() throws IOException {
    OnnxGraph graph = new OnnxGraph("colours");
    OnnxValue pictures = graph.input("x", OnnxType.FLOAT32, "batch", "height", "width", 3);
    graph.output(
        graph.call("ReduceMean", pictures, graph.row(1, 2)).with("keepdims", 0).as("colours"));
    Path network = folder.resolve("colours.onnx");
    graph.write(network);
    Look look =
        Look.usual()
            .box(60, 24)
            .fontSize(15)
            .colours("#ff8000", "#102030")
            .inLowerCase()
            .scale(List.of(0.5, 0.4, 0.3), List.of(0.5, 0.25, 0.2));
    TestTask task = new TestTask(folder.resolve("task")).with("words", words("ONE", "two"));
    new WordImages(accel().inference()).run(look.of(network), task);
    assertThat(task.notes()).containsEntry("picture", "60 x 24 x 3");
    Activations activations = task.result("activations", Activations.class);
    List<String> shown = List.of("one", "two");
    for (int word = 0; word < 2; word++) {
      double[] means = new double[3];
      for (int pixel : picture(look).draw(shown.get(word))) {
        means[0] += ((pixel >> 16 & 0xff) / 255.0 - 0.5) / 0.5 / (60 * 24);
        means[1] += ((pixel >> 8 & 0xff) / 255.0 - 0.4) / 0.25 / (60 * 24);
        means[2] += ((pixel & 0xff) / 255.0 - 0.3) / 0.2 / (60 * 24);
      }
      for (int channel = 0; channel < 3; channel++) {
        assertThat((double) activations.layer(0).row(word)[channel])
            .isCloseTo(means[channel], within(1e-5));
      }
    }
  }

  @Test
  void weightsBesideANetworkAndAFontOfOnesOwnAreRead() throws IOException {
    OnnxGraph graph = new OnnxGraph("external");
    OnnxValue pictures = graph.input("x", OnnxType.FLOAT32, "batch", 1, 32, 100);
    OnnxValue kernel =
        graph.external("kernel", OnnxType.FLOAT32, new long[] {2, 1, 3, 3}, "kernel.bin", 0);
    graph.output(graph.call("Conv", pictures, kernel).as("filtered"));
    Path network = folder.resolve("network.onnx");
    graph.write(network);
    Path weights = Files.write(folder.resolve("kernel.bin"), new byte[72]);
    WordImages component = new WordImages(accel().inference());
    WordImagesSettings settings = Look.usual().of(network);
    assertThat(component.reads(settings))
        .containsExactly(
            new InputPath(network, "network.onnx"), new InputPath(weights, "kernel.bin"));
    WordImagesSettings withFont =
        new WordImagesSettings(
            settings.model(),
            settings.name(),
            settings.tensors(),
            settings.width(),
            settings.height(),
            Optional.of(new InputPath(folder.resolve("a.ttf"), "a.ttf")),
            settings.fontSize(),
            settings.margin(),
            settings.colour(),
            settings.background(),
            settings.lowerCase(),
            settings.mean(),
            settings.deviation());
    assertThat(component.reads(withFont)).extracting(InputPath::logical).contains("a.ttf");
    Files.write(weights, new byte[71]);
    assertThatThrownBy(() -> component.reads(settings))
        .hasMessageContaining(
            "kernel.bin: error ONNX_WEIGHT_UNREADABLE: cannot read the weight 'kernel': its bytes 0"
                + " to 72 lie beyond the end of the file, which has 71");
  }

  private static Accel accel() {
    return new Accel(
        new Accel.Options(
            Device.valueOf(System.getProperty("arcuate.device", "CPU")),
            Path.of("target", "natives").toAbsolutePath(),
            2));
  }

  private static WordPicture picture(int width, int height) throws IOException {
    return picture(Look.usual().box(width, height));
  }

  private static WordPicture picture(Look look) throws IOException {
    WordImagesSettings settings = look.of(MODELS.resolve("letters.onnx"));
    return new WordPicture(new Glyphs(), settings, settings.width(), settings.height());
  }

  /** First and last column and row with something other than the colour of the first pixel. */
  private static int[] ink(int[] pixels, int width) {
    int[] ink = {width, -1, pixels.length, -1};
    for (int at = 0; at < pixels.length; at++) {
      if (pixels[at] != pixels[0]) {
        ink[0] = Math.min(ink[0], at % width);
        ink[1] = Math.max(ink[1], at % width);
        ink[2] = Math.min(ink[2], at / width);
        ink[3] = Math.max(ink[3], at / width);
      }
    }
    return ink;
  }

  private static WordImagesSettings settings(String model) {
    return Look.usual().of(MODELS.resolve(model));
  }

  private static Words words(String... forms) {
    List<Word> list = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String form : forms) {
      int start = text.length();
      text.append(form);
      list.add(new Word("1", start, 0.3, 0, start, text.length(), true, form));
      text.append(' ');
    }
    return new Words(text.toString(), list);
  }
}
