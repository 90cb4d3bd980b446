package dev.arcuate.plugin.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.array.Npy;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Geometry;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Agreement with MNE-Python and nilearn. {@code bench/oracles/maps.py} made the references with all
 * 4,096 sign flips, so that p-values are equal too.
 */
class MapsTest {
  private static final int SUBJECTS = 12;

  @ParameterizedTest
  @ValueSource(strings = {"volume", "surface", "sensors"})
  void clustersAndTheirMasses(String map) {
    ClusterMass mass = new ClusterMass(stored(map), Alternative.TWO_SIDED, threshold());
    SignFlips flips = flips(map, mass, 1 << SUBJECTS);
    assertThat(flips.t()).containsExactly(doubles(map, "t"), within(1e-10));
    double[] expected = Arrays.stream(doubles(map, "mass")).map(Math::abs).toArray();
    assertThat(flips.enhanced()).containsExactly(expected, within(1e-9));
    assertThat(flips.exhaustive()).isTrue();
    assertThat(flips.corrected()).containsExactly(doubles(map, "cluster-p"), within(1e-12));
    double[] labels = doubles(map, "labels");
    for (ClusterMass.Cluster cluster : mass.clusters(flips.t())) {
      double label = labels[cluster.targets()[0]];
      assertThat(cluster.targets())
          .containsExactly(
              IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"volume", "surface", "sensors"})
  void thresholdFreeClusterEnhancement(String map) {
    Tfce tfce = new Tfce(stored(map), Alternative.TWO_SIDED, 0.1);
    SignFlips flips = flips(map, tfce, 1 << SUBJECTS);
    // MNE-Python gives scores the sign of t.
    double[] expected = Arrays.stream(doubles(map, "tfce")).map(Math::abs).toArray();
    assertThat(flips.enhanced()).containsExactly(expected, within(1e-8));
    assertThat(flips.corrected()).containsExactly(doubles(map, "tfce-p"), within(1e-12));
  }

  @Test
  void enhancementAsNilearnHasIt() {
    double[] t = doubles("volume", "t");
    double greatest = Arrays.stream(t).map(Math::abs).max().orElseThrow();
    double step = greatest / 100;
    double[] scores = new Tfce(stored("volume"), Alternative.TWO_SIDED, step).of(t);
    double[] expected = doubles("volume", "nilearn-tfce");
    for (int target = 0; target < t.length; target++) {
      // Its greatest threshold reaches the peak itself; signs are those of t.
      double ours =
          scores[target] / step + (Math.abs(t[target]) == greatest ? greatest * greatest : 0);
      assertThat(ours).isCloseTo(Math.abs(expected[target]), within(1e-3 + 1e-5 * ours));
    }
    // Its p-values are no reference: thresholds are a hundredth of each permutation's own maximum
    // and
    // sums are not multiplied by their distance, so that maxima of permutations are of other units.
  }

  @Test
  void voxelsThatShareAFaceTouch() {
    int[] voxels = Arrays.stream(ints("volume", "voxels")).toArray();
    Geometry volume = new Geometry.Volume(new int[] {7, 6, 5}, new double[16], "native", voxels);
    assertThat(edges(Neighbours.of(volume, Optional.empty(), Optional.empty())))
        .isEqualTo(edges(stored("volume")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b64gz", "b64bin", "ascii"})
  void verticesOfAnEdgeTouch(String encoding) {
    Mesh mesh = Mesh.read(mesh(encoding));
    Geometry all = new Geometry.Surface("L", "sphere", 162, IntStream.range(0, 162).toArray());
    assertThat(edges(Neighbours.of(all, Optional.of(mesh), Optional.empty())))
        .isEqualTo(edges(stored("surface")));
    Geometry some = new Geometry.Surface("R", "sphere", 162, new int[] {0, 7, 30});
    Geometry both = new Geometry.Grayordinates(List.of(all, some));
    Neighbours neighbours = Neighbours.of(both, Optional.of(mesh), Optional.of(mesh));
    assertThat(neighbours.targets()).isEqualTo(165);
  }

  @Test
  void sensorsNearEachOtherTouchAndSoDoTimesThatFollow() {
    List<String> names = IntStream.range(0, 12).mapToObj(i -> "S" + i).toList();
    List<String> types = IntStream.range(0, 12).mapToObj(i -> "mag").toList();
    Geometry sensors =
        new Geometry.Sensors(names, types, Npy.readDoubles(file("sensors/positions.npy")));
    Geometry over = new Geometry.OverTime(sensors, 15, -0.1, 0.02);
    assertThat(edges(Neighbours.of(over, Optional.empty(), Optional.empty())))
        .isEqualTo(edges(stored("sensors")));
  }

  @Test
  void whatHasNoNeighboursSaysSo() {
    assertThatThrownBy(
            () ->
                Neighbours.of(
                    new Geometry.Regions(List.of("a", "b")), Optional.empty(), Optional.empty()))
        .hasMessage(
            "error STATISTICS_NO_NEIGHBOURS: regions have no neighbours, so that there are no"
                + " clusters");
    Geometry surface = new Geometry.Surface("L", "fsaverage5", 10242, new int[] {1, 2});
    assertThatThrownBy(() -> Neighbours.of(surface, Optional.empty(), Optional.empty()))
        .hasMessage(
            "error STATISTICS_MESH_MISSING: clusters on the left surface need its mesh, which says"
                + " what vertices touch");
    assertThatThrownBy(
            () -> Neighbours.of(surface, Optional.of(Mesh.read(mesh("ascii"))), Optional.empty()))
        .hasMessage(
            "error STATISTICS_MESH_DIFFERS: the mesh has 162 vertices, the targets lie on a surface"
                + " of 10242");
    assertThatThrownBy(() -> Mesh.read(new InputPath(file("surface/values.npy"), "values.npy")))
        .hasMessageStartingWith("error STATISTICS_MESH_UNREADABLE: values.npy is no mesh");
  }

  @Test
  void clustersFindNothingWhereThereIsNothing() {
    Random random = new Random(5);
    int maps = 200;
    int[] found = new int[2];
    for (int map = 0; map < maps; map++) {
      double[][] noise = new double[10][195];
      for (double[] ofSubject : noise) {
        for (int i = 0; i < ofSubject.length; i++) {
          ofSubject[i] = random.nextGaussian();
        }
      }
      Neighbours touch = stored("volume");
      Enhancement[] both = {
        new ClusterMass(touch, Alternative.TWO_SIDED, 2.5),
        new Tfce(touch, Alternative.TWO_SIDED, 0.1)
      };
      for (int i = 0; i < 2; i++) {
        SignFlips flips = SignFlips.of(noise, Alternative.TWO_SIDED, both[i], 199, map, () -> {});
        found[i] += Arrays.stream(flips.corrected()).min().orElseThrow() <= 0.05 ? 1 : 0;
      }
    }
    // Binomial: 10 of 200 are expected, 4 to 19 hold all but 1 % of the cases.
    assertThat(found[0]).isBetween(2, 19);
    assertThat(found[1]).isBetween(2, 19);
  }

  private static SignFlips flips(String map, Enhancement enhancement, int most) {
    double[] flat = doubles(map, "values");
    double[][] values = new double[SUBJECTS][];
    int targets = flat.length / SUBJECTS;
    for (int subject = 0; subject < SUBJECTS; subject++) {
      values[subject] = Arrays.copyOfRange(flat, subject * targets, (subject + 1) * targets);
    }
    return SignFlips.of(values, Alternative.TWO_SIDED, enhancement, most, 1, () -> {});
  }

  private static double threshold() {
    return OneSample.criticalT(SUBJECTS, 0.005);
  }

  private static Neighbours stored(String map) {
    int[] flat = ints(map, "pairs");
    List<int[]> pairs = new ArrayList<>();
    for (int i = 0; i < flat.length; i += 2) {
      pairs.add(new int[] {flat[i], flat[i + 1]});
    }
    return Neighbours.of(doubles(map, "t").length, pairs);
  }

  private static TreeSet<String> edges(Neighbours neighbours) {
    TreeSet<String> edges = new TreeSet<>();
    for (int target = 0; target < neighbours.targets(); target++) {
      for (int i = 0; i < neighbours.count(target); i++) {
        edges.add(target + " " + neighbours.neighbour(target, i));
      }
    }
    return edges;
  }

  private static int[] ints(String map, String name) {
    float[] values = Npy.open(file(map + "/" + name + ".npy")).toArray();
    return IntStream.range(0, values.length).map(i -> (int) values[i]).toArray();
  }

  private static double[] doubles(String map, String name) {
    return Npy.readDoubles(file(map + "/" + name + ".npy"));
  }

  private static InputPath mesh(String encoding) {
    return new InputPath(file("surface/" + encoding + ".surf.gii"), encoding + ".surf.gii");
  }

  private static Path file(String name) {
    try {
      return Path.of(MapsTest.class.getResource("/maps/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
