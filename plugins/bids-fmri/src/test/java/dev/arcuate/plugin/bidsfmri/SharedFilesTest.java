package dev.arcuate.plugin.bidsfmri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Json;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiAxis;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiReader;
import dev.arcuate.plugin.bidsfmri.freesurfer.Annotation;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiArray;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiReader;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every value of the real files is what nibabel reads, bit for bit as float32: see
 * bench/oracles/surfaces.py.
 */
class SharedFilesTest {
  private static final Path SHARED = Path.of(System.getProperty("arcuate.shared", "shared/data"));
  private static final String CIFTI = "nifti/cifti2/";
  private static final String CONTE = CIFTI + "Conte69.MyelinAndCorrThickness.32k_fs_LR.";

  private Json.Node facts;

  @BeforeEach
  void readFacts() throws Exception {
    assumeTrue(Files.isDirectory(SHARED.resolve("nifti")), "skipped: no real files at " + SHARED);
    facts = Json.read(Path.of(getClass().getResource("/surfaces/shared.json").toURI()));
  }

  private static String digest(float[]... rows) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (float[] row : rows) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * row.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(row);
        digest.update(bytes.array());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Set<String> names(String kind) {
    return facts.object(kind).fields().keySet();
  }

  @Test
  void volumes() throws IOException {
    assertThat(names("volumes")).hasSize(5);
    for (String name : names("volumes")) {
      try (NiftiReader reader = NiftiReader.open(SHARED.resolve(name), name)) {
        float[][] volumes = new float[reader.header().volumes()][reader.header().voxels()];
        for (float[] volume : volumes) {
          reader.readVolume(volume);
        }
        assertThat(digest(volumes))
            .as(name)
            .isEqualTo(facts.object("volumes").object(name).text("digest"));
      }
    }
  }

  @Test
  void surfaces() throws IOException {
    assertThat(names("gifti")).hasSizeGreaterThan(15);
    for (String name : names("gifti")) {
      Json.Node expected = facts.object("gifti").object(name);
      List<GiftiArray> arrays = new ArrayList<>();
      GiftiReader.Frame frame = GiftiReader.read(SHARED.resolve(name), name, arrays::add);
      assertThat(frame.labels()).as(name).hasSize(expected.integer("labels"));
      List<Json.Node> each = expected.objects("arrays");
      assertThat(arrays).as(name).hasSize(each.size());
      for (int i = 0; i < arrays.size(); i++) {
        assertThat(arrays.get(i).dims()).containsExactly(each.get(i).integers("dims"));
        assertThat(digest(arrays.get(i).floats()))
            .as(name + " array " + i)
            .isEqualTo(each.get(i).text("digest"));
      }
    }
    assertThat(GiftiReader.externals(SHARED.resolve("nifti/gifti/external.gii")))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("external.dat");
  }

  @Test
  void grayordinates() throws IOException {
    assertThat(names("cifti")).hasSize(5);
    for (String name : names("cifti")) {
      Json.Node expected = facts.object("cifti").object(name);
      try (CiftiReader reader = CiftiReader.open(SHARED.resolve(name), name)) {
        assertThat(new int[] {reader.rows().length(), reader.columns().length()})
            .as(name)
            .containsExactly(expected.integers("shape"));
        assertThat(digest(reader.read())).as(name).isEqualTo(expected.text("digest"));
      }
    }
  }

  @Test
  void structures() throws IOException {
    try (CiftiReader reader = CiftiReader.open(SHARED.resolve(CIFTI + "ones.dscalar.nii"), "x")) {
      Geometry.Grayordinates geometry = ((CiftiAxis.BrainModels) reader.columns()).geometry();
      assertThat(geometry.structures()).hasSize(21).startsWith("CORTEX_LEFT", "CORTEX_RIGHT");
      Geometry.Volume left = (Geometry.Volume) geometry.parts().get(2);
      assertThat(left.shape()).containsExactly(91, 109, 91);
      assertThat(left.targets()).isEqualTo(135);
      assertThat(geometry.targetName(29696 + 29716)).isEqualTo("ACCUMBENS_LEFT (49, 66, 28)");
      assertThat(left.affine()[0]).isEqualTo(-2);
      assertThat(left.affine()[3]).isEqualTo(90);
      assertThat(reader.rows()).isInstanceOf(CiftiAxis.Maps.class);
    }
    try (CiftiReader reader = CiftiReader.open(SHARED.resolve(CONTE + "dtseries.nii"), "x")) {
      assertThat(reader.rows()).isEqualTo(new CiftiAxis.Series(2, 0, 1, "SECOND"));
    }
  }

  /** The parcel series are the means of the dense series over the first map of the labels. */
  @Test
  void agreesWithItself() throws IOException {
    float[][] dense;
    Geometry.Grayordinates geometry;
    try (CiftiReader reader = CiftiReader.open(SHARED.resolve(CONTE + "dtseries.nii"), "x")) {
      geometry = ((CiftiAxis.BrainModels) reader.columns()).geometry();
      dense = reader.read();
    }
    float[][] parcels;
    CiftiAxis.Parcels axis;
    try (CiftiReader reader = CiftiReader.open(SHARED.resolve(CONTE + "ptseries.nii"), "x")) {
      axis = (CiftiAxis.Parcels) reader.columns();
      parcels = reader.read();
    }
    Path labels = SHARED.resolve(CIFTI + "Conte69.parcellations_VGD11b.32k_fs_LR.dlabel.nii");
    Atlas atlas = Atlas.ofGrayordinates(labels, "labels", geometry, 0);
    double largest = 0;
    Map<String, Integer> places = new HashMap<>();
    for (int area = 0; area < atlas.names().size(); area++) {
      places.put(atlas.names().get(area), area);
    }
    for (int parcel = 0; parcel < axis.names().size(); parcel++) {
      int area = places.get(axis.names().get(parcel));
      for (int row = 0; row < 2; row++) {
        double sum = 0;
        int count = 0;
        for (int target = 0; target < dense[row].length; target++) {
          if (atlas.of()[target] == area) {
            sum += dense[row][target];
            count++;
          }
        }
        largest = Math.max(largest, Math.abs(sum / count - parcels[row][parcel]));
      }
    }
    assertThat(largest).isCloseTo(0, within(1.3e-7 * 4));
  }

  @Test
  void annotations() throws IOException {
    for (String name : names("annot")) {
      Json.Node expected = facts.object("annot").object(name);
      Annotation annotation = Annotation.read(SHARED.resolve(name), name);
      assertThat(annotation.names()).isEqualTo(expected.texts("names"));
      float[] areas = new float[annotation.areas().length];
      for (int i = 0; i < areas.length; i++) {
        areas[i] = annotation.areas()[i];
      }
      assertThat(digest(areas)).isEqualTo(expected.text("digest"));
    }
  }
}
