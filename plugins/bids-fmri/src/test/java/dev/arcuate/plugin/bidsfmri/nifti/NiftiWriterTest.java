package dev.arcuate.plugin.bidsfmri.nifti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NiftiWriterTest {
  private static final double[] AFFINE = {
    -3, 0, 0, 45, 0, 2.9, -0.5, -60, 0, 0.6, 3.5, -30, 0, 0, 0, 1
  };
  private static final int[] SHAPE = {5, 4, 3};

  @TempDir Path folder;

  private static NiftiWriter.Image image(NiftiType type, int volumes) {
    return new NiftiWriter.Image(SHAPE, volumes, AFFINE, 4, 1.5, type, "written by a test");
  }

  private static float[] volume(int number) {
    float[] values = new float[60];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * i - 100 + number * 0.25f;
    }
    return values;
  }

  private Path write(String name, NiftiType type, int volumes) throws IOException {
    Path file = folder.resolve(name);
    try (NiftiWriter writer = NiftiWriter.create(file, image(type, volumes))) {
      for (int v = 0; v < volumes; v++) {
        writer.append(volume(v));
      }
    }
    return file;
  }

  /** written.json is what nibabel says of written.nii: see bench/oracles/nifti.py. */
  @Test
  void writesTheBytesThatNibabelApprovedOf() throws Exception {
    Path file = write("written.nii", NiftiType.FLOAT32, 2);
    Path approved =
        Path.of(System.getProperty("arcuate.basedir"), "src/test/resources/nifti/written.nii");
    if (Boolean.getBoolean("arcuate.golden.update")) {
      Files.write(approved, Files.readAllBytes(file));
    }
    assertThat(file).hasSameBinaryContentAs(approved);
    Json.Node said = Json.read(approved.resolveSibling("written.json"));
    assertThat(said.texts("problems")).isEmpty();
    assertThat(said.text("class")).isEqualTo("Nifti1Image");
    assertThat(said.integers("shape")).containsExactly(5, 4, 3, 2);
    assertThat(said.texts("units")).containsExactly("mm", "sec");
    assertThat(said.numbers("zooms")[3]).isEqualTo(1.5);
    assertThat(said.integer("sform_code")).isEqualTo(4);
    assertThat(said.text("description")).isEqualTo("written by a test");
    double[] affine = said.numbers("affine");
    double sum = 0;
    for (int v = 0; v < 2; v++) {
      for (float value : volume(v)) {
        sum += value;
      }
    }
    assertThat(said.number("sum")).isEqualTo(sum);
    for (int i = 0; i < 16; i++) {
      assertThat(affine[i]).isCloseTo(AFFINE[i], within(1e-6));
    }
  }

  @Test
  void readsBackWhatItWrites() throws IOException {
    Path file = write("x.nii.gz", NiftiType.FLOAT32, 3);
    try (NiftiReader reader = NiftiReader.open(file, "x.nii.gz")) {
      assertThat(reader.header().shape()).containsExactly(5, 4, 3, 3);
      assertThat(reader.header().repetitionTime().orElseThrow().seconds()).isEqualTo(1.5);
      float[] read = new float[60];
      for (int v = 0; v < 3; v++) {
        reader.readVolume(read);
        assertThat(read).containsExactly(volume(v));
      }
    }
  }

  @Test
  void roundsAndClipsIntegers() throws IOException {
    Path file = folder.resolve("clipped.nii");
    float[] values = new float[60];
    values[0] = 1e9f;
    values[1] = -1e9f;
    values[2] = 2.6f;
    try (NiftiWriter writer = NiftiWriter.create(file, image(NiftiType.INT16, 1))) {
      writer.append(values);
    }
    try (NiftiReader reader = NiftiReader.open(file, "clipped.nii")) {
      float[] read = new float[60];
      reader.readVolume(read);
      assertThat(read).startsWith(32767, -32768, 3, 0);
      assertThat(reader.header().shape()).containsExactly(5, 4, 3);
    }
  }

  @Test
  void refusesAFileThatIsNotComplete() throws IOException {
    NiftiWriter writer = NiftiWriter.create(folder.resolve("y.nii"), image(NiftiType.INT16, 2));
    writer.append(volume(0));
    assertThatThrownBy(writer::close).isInstanceOf(IllegalStateException.class);
  }
}
