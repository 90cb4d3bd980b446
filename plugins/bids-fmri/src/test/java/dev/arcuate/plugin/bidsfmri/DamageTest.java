package dev.arcuate.plugin.bidsfmri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.plugin.bids.BidsFile;
import dev.arcuate.plugin.bids.Sidecar;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiReader;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiWriter;
import dev.arcuate.plugin.bidsfmri.freesurfer.Annotation;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiArray;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiReader;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiWriter;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to a file, reading it ends in values of the shape it states or in a message that
 * names it: a thousand kinds of damage per format.
 */
class DamageTest {
  private static final int ROUNDS = 1000;

  @TempDir Path folder;

  /** Reads a file and says how many values came out of it. */
  private interface Reading {
    void read(Path file) throws IOException;
  }

  private void survives(byte[] whole, String name, int header, Reading reading) throws IOException {
    Random random = new Random(name.hashCode());
    TreeSet<String> codes = new TreeSet<>();
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path file = Files.write(folder.resolve(name), damaged(whole, header, random));
      try {
        reading.read(file);
      } catch (ProblemException e) {
        refused++;
        Problem problem = e.problems().get(0);
        codes.add(problem.code());
        assertThat(problem.kind()).as(problem.toString()).isEqualTo(Problem.Kind.DATA);
        assertThat(problem.toString()).contains(name);
      }
    }
    assertThat(refused).as("refused, with " + codes).isBetween(ROUNDS / 10, ROUNDS);
  }

  /** Changes some bytes, mostly of the header, or leaves out or repeats a piece. */
  private static byte[] damaged(byte[] whole, int header, Random random) {
    byte[] bytes = whole.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int reach = random.nextInt(3) == 0 ? bytes.length : Math.min(bytes.length, header);
      byte value = (byte) (random.nextBoolean() ? random.nextInt(256) : '0' + random.nextInt(10));
      bytes[random.nextInt(reach)] = value;
    }
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }
    if (random.nextInt(4) == 0) {
      int from = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, from + random.nextInt(100));
      ByteBuffer joined = ByteBuffer.allocate(bytes.length + to - from);
      return joined.put(bytes).put(bytes, from, to - from).array();
    }
    return bytes;
  }

  @Test
  void gifti() throws IOException {
    Path whole = folder.resolve("whole.gii");
    GiftiWriter.writeSeries(
        whole, "CortexLeft", List.of(new float[] {1, 2, 3}, new float[] {4, 5, 6}), 2);
    survives(Files.readAllBytes(whole), "damaged.func.gii", 2000, this::readGifti);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(Files.readAllBytes(whole));
    }
    survives(compressed.toByteArray(), "damaged.gii.gz", compressed.size(), this::readGifti);
  }

  @Test
  void giftiOfTextAndBinary() throws IOException {
    String text =
        """
        <?xml version="1.0"?>
        <!DOCTYPE GIFTI SYSTEM "http://127.0.0.1:9/gifti.dtd">
        <GIFTI Version="1.0" NumberOfDataArrays="2"><LabelTable><Label Key="1">A</Label></LabelTable>
        <DataArray Intent="NIFTI_INTENT_POINTSET" DataType="NIFTI_TYPE_FLOAT32"
          ArrayIndexingOrder="ColumnMajorOrder" Dimensionality="2" Dim0="2" Dim1="3"
          Encoding="ASCII" Endian="LittleEndian"><Data>1 2.5 3 4 5 6e1</Data></DataArray>
        <DataArray Intent="NIFTI_INTENT_LABEL" DataType="NIFTI_TYPE_INT32"
          ArrayIndexingOrder="RowMajorOrder" Dimensionality="1" Dim0="2"
          Encoding="Base64Binary" Endian="BigEndian"><Data>AAAAAQAAAAI=</Data></DataArray>
        </GIFTI>
        """;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<GiftiArray> sound =
        GiftiReader.arrays(Files.write(folder.resolve("sound.gii"), bytes), "sound.gii");
    assertThat(sound.get(0).floats()).containsExactly(1, 3, 5, 2.5f, 4, 60);
    assertThat(sound.get(1).integers()).containsExactly(1, 2);
    survives(bytes, "damaged.surf.gii", bytes.length, this::readGifti);
  }

  private void readGifti(Path file) throws IOException {
    for (GiftiArray array : GiftiReader.arrays(file, file.getFileName().toString())) {
      assertThat(array.floats()).hasSize(array.size());
    }
  }

  @Test
  void cifti() throws IOException {
    double[] affine = {-2, 0, 0, 90, 0, 2, 0, -126, 0, 0, 2, -72, 0, 0, 0, 1};
    Path whole = folder.resolve("whole.dscalar.nii");
    CiftiWriter.write(
        whole,
        new Geometry.Grayordinates(
            List.of(
                new Geometry.Surface("L", "fsLR", 10, new int[] {1, 4}),
                new Geometry.Volume(new int[] {4, 5, 6}, affine, "fsLR", new int[] {40, 7})),
            List.of("CORTEX_LEFT", "THALAMUS_LEFT")),
        Map.of("r", new float[] {1, 2, 3, 4}));
    survives(
        Files.readAllBytes(whole),
        "damaged.dscalar.nii",
        1800,
        file -> {
          try (CiftiReader reader = CiftiReader.open(file, file.getFileName().toString())) {
            float[][] values = reader.read();
            assertThat(values).hasDimensions(reader.rows().length(), reader.columns().length());
          }
        });
  }

  @Test
  void annotation() throws IOException {
    ByteBuffer whole = ByteBuffer.allocate(200);
    whole.putInt(3);
    for (int vertex = 0; vertex < 3; vertex++) {
      whole.putInt(vertex).putInt(vertex);
    }
    whole.putInt(1).putInt(-2).putInt(2).putInt(1).put((byte) 'x').putInt(2);
    for (int area = 0; area < 2; area++) {
      whole.putInt(area).putInt(2).put((byte) ('a' + area)).put((byte) 0);
      whole.putInt(area).putInt(0).putInt(0).putInt(0);
    }
    byte[] bytes = Arrays.copyOf(whole.array(), whole.position());
    survives(
        bytes,
        "damaged.annot",
        bytes.length,
        file ->
            assertThat(Annotation.read(file, file.getFileName().toString()).areas())
                .hasSize(ByteBuffer.wrap(Files.readAllBytes(file)).getInt()));
  }

  @Test
  void giftiOfTwoFiles() throws IOException {
    Path values = Files.write(folder.resolve("values.dat"), new byte[40]);
    String text =
        """
        <?xml version="1.0"?>
        <GIFTI Version="1.0" NumberOfDataArrays="1">
        <DataArray Intent="NIFTI_INTENT_TIME_SERIES" DataType="NIFTI_TYPE_FLOAT32"
          ArrayIndexingOrder="RowMajorOrder" Dimensionality="1" Dim0="8"
          Encoding="ExternalFileBinary" Endian="LittleEndian" ExternalFileName="values.dat"
          ExternalFileOffset="8"/>
        </GIFTI>
        """;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    survives(bytes, "damaged.external.gii", bytes.length, this::readGifti);
    Files.write(values, new byte[39]);
    Path short39 = Files.write(folder.resolve("short.gii"), bytes);
    assertThat(catchThrowable(() -> readGifti(short39)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("short.gii:")
        .hasMessageContaining("31 bytes where its shape asks for 32");
  }

  @Test
  void pair() throws Exception {
    Path one = Path.of(getClass().getResource("/nifti/i2-little-1.nii").toURI());
    byte[] single = Files.readAllBytes(one);
    byte[] header = Arrays.copyOf(single, 348);
    ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putFloat(108, 0).putInt(344, 0x31696e);
    byte[] values = Arrays.copyOfRange(single, 352, single.length);
    Random random = new Random(1);
    survives(
        header,
        "damaged.hdr",
        header.length,
        file -> {
          Path image = NiftiReader.partner(file, ".img");
          int length = random.nextInt(8) == 0 ? random.nextInt(values.length) : values.length;
          Files.write(image, Arrays.copyOf(values, length));
          try (NiftiReader reader = NiftiReader.open(file, "damaged.hdr")) {
            float[] volume = new float[reader.header().voxels()];
            while (reader.remaining() > 0) {
              reader.readVolume(volume);
            }
          } catch (ProblemException e) {
            // Either of the two may be at fault.
            assertThat(e.problems().get(0).message()).containsAnyOf("damaged.hdr", "damaged.img");
            throw Problem.data(e.problems().get(0).code(), "damaged.hdr").exception();
          }
        });
  }

  @Test
  void arrays() throws IOException {
    Path whole = folder.resolve("whole.npy");
    Npy.write(whole, new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    byte[] bytes = Files.readAllBytes(whole);
    survives(bytes, "damaged_timeseries.npy", 128, this::readRegions);
    // Version 2 of the format has four bytes for the length of its header.
    ByteBuffer second = ByteBuffer.allocate(bytes.length + 2).order(ByteOrder.LITTLE_ENDIAN);
    second
        .put(bytes, 0, 6)
        .put((byte) 2)
        .put((byte) 0)
        .putInt(118)
        .put(bytes, 10, bytes.length - 10);
    readRegions(Files.write(folder.resolve("second_timeseries.npy"), second.array()));
    survives(second.array(), "damaged.2_timeseries.npy", 128, this::readRegions);
  }

  @Test
  void tables() throws IOException {
    String table = "A\tB\tlong name\n1\t2.5\tn/a\n-3e2\t4\t\"5\"\n6\t7\t8\n";
    byte[] bytes = table.getBytes(StandardCharsets.UTF_8);
    survives(bytes, "damaged_timeseries.tsv", bytes.length, this::readRegions);
  }

  private void readRegions(Path file) throws IOException {
    String name = file.getFileName().toString();
    String extension = name.substring(name.length() - 4);
    BidsFile bids = new BidsFile(file, name, Map.of(), "timeseries", extension);
    RegionSeries series = RegionSeries.read(bids, new Sidecar(List.of(), Map.of()));
    for (float[] row : series.rows()) {
      assertThat(row).hasSize(series.names().size());
    }
  }

  /** Nothing is fetched for a document type, and no entity is put in place of its name. */
  @Test
  void entitiesAreNotRead() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "1 2 3");
    String text =
        "<?xml version=\"1.0\"?><!DOCTYPE GIFTI [<!ENTITY x SYSTEM \""
            + secret.toUri()
            + "\">]><GIFTI><DataArray DataType=\"NIFTI_TYPE_FLOAT32\" Dimensionality=\"1\""
            + " Dim0=\"3\" Encoding=\"ASCII\"><Data>&x;</Data></DataArray></GIFTI>";
    Path file = Files.writeString(folder.resolve("entity.gii"), text);
    try {
      GiftiReader.arrays(file, "entity.gii");
    } catch (ProblemException e) {
      assertThat(e.problems().get(0).toString()).contains("entity.gii:1:").doesNotContain("secret");
      return;
    }
    throw new AssertionError("the entity was read");
  }
}
