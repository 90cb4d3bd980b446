package dev.arcuate.plugin.bidsfmri.nifti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against values that nibabel reads from the same files: see bench/oracles/nifti.py. */
class NiftiReaderTest {
  private static final Path SHARED =
      Path.of(System.getProperty("arcuate.shared", "shared/data"), "nifti");

  @TempDir Path folder;

  private static Path resource(String name) {
    try {
      return Path.of(NiftiReaderTest.class.getResource("/nifti/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Stream<String> files() {
    return Json.read(resource("facts.json")).object("files").fields().keySet().stream();
  }

  private static float[][] read(Path file) {
    try (NiftiReader reader = NiftiReader.open(file, file.getFileName().toString())) {
      float[][] volumes = new float[reader.header().volumes()][reader.header().voxels()];
      for (float[] volume : volumes) {
        reader.readVolume(volume);
      }
      assertThat(reader.remaining()).isZero();
      return volumes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NiftiHeader header(Path file) throws IOException {
    try (NiftiReader reader = NiftiReader.open(file, file.getFileName().toString())) {
      return reader.header();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsWhatNibabelReads(String name) throws IOException {
    Json.Node facts = Json.read(resource("facts.json")).object("files").object(name);
    NiftiHeader header = header(resource(name));
    int[] shape = facts.integers("shape");
    assertThat(header.shape()).startsWith(shape);
    assertThat(Arrays.stream(header.shape()).skip(shape.length)).allMatch(size -> size == 1);
    assertThat(header.type()).hasToString(facts.text("type"));
    double[] affine = facts.numbers("affine");
    for (int i = 0; i < 16; i++) {
      assertThat(header.affine()[i]).isCloseTo(affine[i], within(1e-6));
    }
    float[][] volumes = read(resource(name));
    double[] first = facts.numbers("first");
    double[] last = facts.numbers("last");
    float[] end = volumes[volumes.length - 1];
    double sum = 0;
    double largest = 0;
    for (float[] volume : volumes) {
      for (float value : volume) {
        sum += value;
        largest = Math.max(largest, Math.abs(value));
      }
    }
    for (int i = 0; i < 5; i++) {
      assertThat(volumes[0][i]).isEqualTo((float) first[i]);
      assertThat(end[end.length - 5 + i]).isEqualTo((float) last[i]);
    }
    // Each value is rounded to float32 once.
    assertThat(sum).isCloseTo(facts.number("sum"), within(largest * 72 * Math.ulp(1f)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nibabel/anatomical.nii",
        "nibabel/functional.nii",
        "nibabel/example4d.nii.gz",
        "nibabel/example_nifti2.nii.gz",
        "studyforrest/sub-02_task-oneback_run-1_desc-2x2x2mean_bold.nii.gz"
      })
  void readsRealFiles(String name) throws IOException {
    assumeTrue(Files.isDirectory(SHARED), "skipped: the real NIfTI files are not on this machine");
    Json.Node facts = Json.read(SHARED.resolve("facts.json")).object("nifti").object(name);
    NiftiHeader header = header(SHARED.resolve(name));
    assertThat(header.shape()).containsExactly(facts.integers("shape"));
    assertThat(header.type()).hasToString(facts.text("datatype"));
    assertThat(header.version()).isEqualTo(facts.text("class").equals("Nifti1") ? 1 : 2);
    assertThat(header.order())
        .isEqualTo(
            facts.text("endianness").equals("big")
                ? ByteOrder.BIG_ENDIAN
                : ByteOrder.LITTLE_ENDIAN);
    assertThat(header.slope()).isEqualTo(facts.numbers("scl_slope_and_inter_in_file")[0]);
    assertThat(header.intercept()).isEqualTo(facts.numbers("scl_slope_and_inter_in_file")[1]);
    List<?> rows = (List<?>) facts.fields().get("affine");
    for (int i = 0; i < 16; i++) {
      double expected = ((Number) ((List<?>) rows.get(i / 4)).get(i % 4)).doubleValue();
      assertThat(header.affine()[i]).isCloseTo(expected, within(1e-9));
    }
    float[][] volumes = read(SHARED.resolve(name));
    double sum = 0;
    float least = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (float[] volume : volumes) {
      for (float value : volume) {
        sum += value;
        least = Math.min(least, value);
        largest = Math.max(largest, value);
      }
    }
    double mean = sum / volumes.length / header.voxels();
    assertThat(mean).isCloseTo(facts.number("mean"), within(1e-4 * Math.abs(mean)));
    assertThat(least).isEqualTo((float) facts.number("min"));
    assertThat(largest).isEqualTo((float) facts.number("max"));
    int[] at = facts.object("value_at_index").integers("index");
    int voxel = at[0] + header.shape()[0] * (at[1] + header.shape()[1] * at[2]);
    assertThat(volumes[at.length > 3 ? at[3] : 0][voxel])
        .isEqualTo((float) facts.object("value_at_index").number("value"));
  }

  @Test
  void doesNotTakeMislabelledMillisecondsForSeconds() throws IOException {
    assumeTrue(Files.isDirectory(SHARED), "skipped: the real NIfTI files are not on this machine");
    NiftiHeader.RepetitionTime time =
        header(SHARED.resolve("nibabel/example4d.nii.gz")).repetitionTime().orElseThrow();
    assertThat(time.seconds()).isEqualTo(2);
    assertThat(time.mislabelled()).hasValueSatisfying(why -> assertThat(why).contains("2000.0 s"));
    NiftiHeader.RepetitionTime sound =
        header(SHARED.resolve("nibabel/functional.nii")).repetitionTime().orElseThrow();
    assertThat(sound).isEqualTo(new NiftiHeader.RepetitionTime(2, java.util.Optional.empty()));
  }

  @Test
  void readsTimeUnits() throws IOException {
    assertThat(time(8, 1.5f)).isEqualTo(1.5);
    assertThat(time(16, 1500)).isEqualTo(1.5);
    assertThat(time(16, 1.5f)).isEqualTo(1.5);
    assertThat(time(24, 1_500_000)).isEqualTo(1.5);
    assertThat(time(0, 2)).isEqualTo(2);
    assertThat(time(8, 0)).isNaN();
    assertThat(time(32, 2)).isNaN();
  }

  private double time(int units, float step) throws IOException {
    byte[] bytes = Files.readAllBytes(resource("i2-little-1.nii"));
    bytes[123] = (byte) (2 + units);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(92, step);
    return header(write("time.nii", bytes))
        .repetitionTime()
        .map(NiftiHeader.RepetitionTime::seconds)
        .orElse(Double.NaN);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static Problem problem(Path file) {
    List<Problem> problems = new ArrayList<>();
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(ProblemException.class, e -> problems.addAll(e.problems()));
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).kind()).isEqualTo(Problem.Kind.DATA);
    assertThat(problems.get(0).message()).startsWith(file.getFileName() + " ");
    return problems.get(0);
  }

  @Test
  void saysHowMuchOfATruncatedFileIsThere() throws IOException {
    byte[] whole = Files.readAllBytes(resource("i2-little-1.nii"));
    Problem plain = problem(write("short.nii", Arrays.copyOf(whole, 400)));
    assertThat(plain.code()).isEqualTo("BIDS_FMRI_NIFTI_TRUNCATED");
    assertThat(plain.message())
        .isEqualTo(
            "short.nii is truncated: 3 × 4 × 2 × 3 values of type int16 need 496 bytes,"
                + " the file holds 400");
    byte[] noisy = new byte[1 << 16];
    new Random(1).nextBytes(noisy);
    byte[] large = new byte[352 + noisy.length];
    System.arraycopy(whole, 0, large, 0, 352);
    System.arraycopy(noisy, 0, large, 352, noisy.length);
    ByteBuffer.wrap(large).order(ByteOrder.LITTLE_ENDIAN).putShort(42, (short) 1365);
    byte[] compressed = gzip(large);
    Problem half = problem(write("half.nii.gz", Arrays.copyOf(compressed, compressed.length / 2)));
    assertThat(half.code()).isEqualTo("BIDS_FMRI_NIFTI_TRUNCATED");
    assertThat(half.message()).contains("need 65,872 bytes").contains("after decompression");
    Problem noTrailer =
        problem(write("tail.nii.gz", Arrays.copyOf(compressed, compressed.length - 4)));
    assertThat(noTrailer.code()).isEqualTo("BIDS_FMRI_NIFTI_TRUNCATED");
    Problem header = problem(write("head.nii", Arrays.copyOf(whole, 100)));
    assertThat(header.message()).contains("a NIfTI header needs at least 348 bytes");
    assertThat(problem(write("empty.nii", new byte[0])).message())
        .isEqualTo("empty.nii is empty (0 bytes): its content was not fetched");
    assertThat(problem(write("two.nii.gz", Arrays.copyOf(compressed, 5))).code())
        .isEqualTo("BIDS_FMRI_NIFTI_TRUNCATED");
  }

  @Test
  void noticesAChangedByteInACompressedFile() throws IOException {
    byte[] compressed = gzip(Files.readAllBytes(resource("f8-little-1.nii")));
    compressed[compressed.length - 6] ^= 1;
    assertThat(problem(write("flipped.nii.gz", compressed)).code())
        .isEqualTo("BIDS_FMRI_NIFTI_CORRUPT");
  }

  @Test
  void refusesWhatItCannotRead() throws IOException {
    assertThat(
            problem(write("notes.nii", "Dear reader, this is text.".repeat(30).getBytes("UTF-8"))))
        .extracting(Problem::code)
        .isEqualTo("BIDS_FMRI_NIFTI_CORRUPT");
    assertThat(patched("single.nii", 70, 1).message()).contains("single bits");
    assertThat(patched("colours.nii", 70, 128).message()).contains("colours");
    assertThat(patched("bits.nii", 72, 8).message()).contains("int16 values in 8 bits");
    assertThat(patched("axes.nii", 40, 9).message()).contains("9 axes");
    assertThat(patched("negative.nii", 42, -3).message()).contains("axis 1 has -3 values");
    assertThat(patched("intent.nii", 68, 3002).message()).contains("CIFTI-2");
    assertThatThrownBy(() -> NiftiReader.open(folder.resolve("none.nii"), "sub-01/none.nii"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("there is no file sub-01/none.nii");
    Path link =
        Files.createSymbolicLink(folder.resolve("link.nii"), Path.of(".git/annex/objects/content"));
    assertThatThrownBy(() -> NiftiReader.open(link, "link.nii"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems().get(0).hint().orElse("")).contains("datalad get"));
  }

  private Problem patched(String name, int offset, int value) throws IOException {
    byte[] bytes = Files.readAllBytes(resource("i2-little-1.nii"));
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(offset, (short) value);
    return problem(write(name, bytes));
  }

  @Test
  void takesNoMemoryForAHeaderThatPromisesTooMuch() throws IOException {
    byte[] bytes = Files.readAllBytes(resource("i2-little-1.nii"));
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    header.putShort(42, (short) 1200).putShort(44, (short) 1200).putShort(46, (short) 1200);
    header.putShort(48, (short) 30_000);
    assertThat(problem(write("huge.nii", bytes)).code()).isEqualTo("BIDS_FMRI_NIFTI_TRUNCATED");
    assertThat(problem(write("huge.nii.gz", gzip(bytes))).code())
        .isEqualTo("BIDS_FMRI_NIFTI_TRUNCATED");
  }

  /** Any damage ends in a message about the file, or in values; never in another exception. */
  @ParameterizedTest
  @ValueSource(strings = {"i2-little-1.nii", "f8-big-2.nii", "scaled.nii.gz", "extended.nii.gz"})
  void survivesAnyDamage(String name) throws IOException {
    byte[] whole = Files.readAllBytes(resource(name));
    Random random = new Random(name.hashCode());
    int refused = 0;
    for (int round = 0; round < 1000; round++) {
      byte[] bytes = damaged(whole, random);
      Path file = write("damaged.nii", bytes);
      try (NiftiReader reader = NiftiReader.open(file, "damaged.nii")) {
        assertThat(reader.header().bytes()).isPositive();
        if (reader.header().voxels() < 1 << 20) {
          float[] volume = new float[reader.header().voxels()];
          while (reader.remaining() > 0) {
            reader.readVolume(volume);
          }
        }
      } catch (ProblemException e) {
        refused++;
        assertThat(e.problems().get(0).kind()).isEqualTo(Problem.Kind.DATA);
        assertThat(e.problems().get(0).message()).contains("damaged.nii");
      }
    }
    assertThat(refused).isBetween(100, 1000);
  }

  private static byte[] damaged(byte[] whole, Random random) throws IOException {
    boolean inside = whole[0] == 0x1f && random.nextBoolean();
    byte[] bytes = whole.clone();
    if (inside) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(whole))) {
        bytes = in.readAllBytes();
      }
    }
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int reach = random.nextInt(3) == 0 ? bytes.length : Math.min(bytes.length, 540);
      bytes[random.nextInt(reach)] = (byte) random.nextInt(256);
    }
    if (random.nextInt(4) == 0) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }
    return inside ? gzip(bytes) : bytes;
  }

  /** Vectors, complex numbers and numbers of 128 bits. */
  @Test
  void readsEveryPartAndComponent() throws IOException {
    List<Json.Node> several = Json.read(resource("several.json")).objects("files");
    assertThat(several).hasSizeGreaterThan(20);
    for (Json.Node one : several) {
      NiftiReader.Part part =
          new NiftiReader.Part(
              one.integer("component"),
              ComplexPart.valueOf(one.text("complex").toUpperCase(Locale.ROOT)));
      String name = one.text("file");
      double[] values = one.numbers("values");
      try (NiftiReader reader = NiftiReader.open(resource(name), name, part)) {
        assertThat(reader.remaining()).as(name).isEqualTo(one.integer("volumes"));
        int voxels = reader.header().voxels();
        float[] volume = new float[voxels];
        for (int v = 0; reader.remaining() > 0; v++) {
          reader.readVolume(volume);
          for (int i = 0; i < voxels; i++) {
            // NumPy's angle and ours differ in the last bit of a double.
            assertThat(volume[i])
                .as(name + " " + part)
                .isCloseTo((float) values[v * voxels + i], within(Math.ulp(volume[i])));
          }
        }
      }
    }
  }

  @Test
  void factsCoverEveryType() throws IOException {
    Set<String> read = new TreeSet<>();
    for (Json.Node one : Json.read(resource("several.json")).objects("files")) {
      read.add(header(resource(one.text("file"))).type().toString());
    }
    for (String name : files().toList()) {
      read.add(header(resource(name)).type().toString());
    }
    assertThat(read).hasSize(NiftiType.values().length);
  }
}
