package dev.arcuate.plugin.bidsfmri.nifti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Header and values in two files, masked reading, and series along the fifth axis. */
class NiftiPairTest {
  private static final int HEADER = 348;

  @TempDir Path folder;
  private Path single;
  private byte[] bytes;

  @BeforeEach
  void readSingle() throws IOException, URISyntaxException {
    single = Path.of(getClass().getResource("/nifti/i2-little-1.nii").toURI());
    bytes = Files.readAllBytes(single);
  }

  private static float[][] read(Path file) throws IOException {
    try (NiftiReader reader = NiftiReader.open(file, file.getFileName().toString())) {
      float[][] volumes = new float[reader.header().volumes()][reader.header().voxels()];
      for (float[] volume : volumes) {
        reader.readVolume(volume);
      }
      return volumes;
    }
  }

  private Path pair() throws IOException {
    byte[] header = Arrays.copyOf(bytes, HEADER);
    ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    int offset = (int) fields.getFloat(108);
    fields.putFloat(108, 0);
    fields.put(344, "ni1\0".getBytes(StandardCharsets.US_ASCII));
    Files.write(folder.resolve("a.hdr"), header);
    return Files.write(folder.resolve("a.img"), Arrays.copyOfRange(bytes, offset, bytes.length));
  }

  @Test
  void readsPairs() throws IOException {
    Path image = pair();
    assertThat(read(image)).isDeepEqualTo(read(single));
    assertThat(read(folder.resolve("a.hdr"))).isDeepEqualTo(read(single));
    try (NiftiReader reader = NiftiReader.open(image, "a.img")) {
      assertThat(reader.header().pair()).isTrue();
    }
    Files.write(image, new byte[20]);
    assertThatThrownBy(() -> read(image))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("a.img is truncated");
    Files.delete(image);
    assertThatThrownBy(() -> read(folder.resolve("a.hdr")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("there is no file a.img");
    Files.move(folder.resolve("a.hdr"), folder.resolve("a.nii"));
    assertThatThrownBy(() -> read(folder.resolve("a.nii")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("the header of a pair");
  }

  @Test
  void readsSomeVoxels() throws IOException {
    float[][] all = read(single);
    int[] voxels = {0, 3, 7, all[0].length - 1};
    try (NiftiReader reader = NiftiReader.open(single, "single")) {
      reader.skipVolume();
      float[] some = new float[voxels.length];
      reader.readVoxels(voxels, some);
      for (int i = 0; i < voxels.length; i++) {
        assertThat(some[i]).isEqualTo(all[1][voxels[i]]);
      }
    }
  }

  @Test
  void readsSeriesAlongTheFifthAxis() throws IOException {
    ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    short volumes = fields.getShort(48);
    fields.putShort(40, (short) 5).putShort(48, (short) 1).putShort(50, volumes);
    Path five = Files.write(folder.resolve("five.nii"), bytes);
    assertThat(read(five)).isDeepEqualTo(read(single));
  }

  /** What is read once from compressed data lies decompressed beside it. */
  @Test
  void copiesWhatItReads() throws IOException, URISyntaxException {
    Path compressed = Path.of(getClass().getResource("/nifti/scaled.nii.gz").toURI());
    Path copy = folder.resolve("copy.nii");
    try (NiftiReader reader =
        NiftiReader.openCopying(
            compressed, "scaled", new NiftiReader.Part(1, ComplexPart.MAGNITUDE), copy)) {
      while (reader.remaining() > 0) {
        reader.skipVolume();
      }
    }
    assertThat(read(copy)).isDeepEqualTo(read(compressed));
  }
}
