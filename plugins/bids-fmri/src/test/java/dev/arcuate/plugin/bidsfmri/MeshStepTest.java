package dev.arcuate.plugin.bidsfmri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Files;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiWriter;
import dev.arcuate.plugin.bidsfmri.mesh.MeshSettings;
import dev.arcuate.plugin.bidsfmri.mesh.MeshStep;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeshStepTest {
  @TempDir Path folder;

  private Path write(Path background) throws Exception {
    Path mesh = Path.of(getClass().getResource("/surfaces/sphere_midthickness.surf.gii").toURI());
    TestTask task = new TestTask(folder.resolve("task"));
    new MeshStep()
        .run(
            new MeshSettings(
                Optional.empty(),
                Optional.of(new InputPath(mesh, "mesh")),
                Optional.empty(),
                Optional.of(new InputPath(background, "sulc.shape.gii"))),
            task);
    return task.result("mesh", Files.class).folder();
  }

  private Path map(int vertices) throws IOException {
    Path file = folder.resolve("sulc.shape.gii");
    float[] values = new float[vertices];
    values[3] = 1;
    GiftiWriter.write(file, "CortexRight", Map.of("sulc", values));
    return file;
  }

  @Test
  void writesPointsTrianglesAndBackground() throws Exception {
    Path written = write(map(12));
    // An icosahedron, whose first corner is -1, (1 + √5) / 2, 0 before it was stretched.
    assertThat(Npy.shape(written.resolve("R-points.npy"))).containsExactly(12, 3);
    assertThat(Npy.open(written.resolve("R-points.npy")).at(0, 0)).isEqualTo(-3.5f);
    assertThat(Npy.shape(written.resolve("R-triangles.npy"))).containsExactly(20, 3);
    assertThat(Npy.open(written.resolve("R-triangles.npy")).at(0, 1)).isEqualTo(11);
    assertThat(Npy.open(written.resolve("R-background.npy")).column(0)[3]).isEqualTo(1);
    assertThat(written.resolve("L-points.npy")).doesNotExist();
  }

  @Test
  void refusesTheBackgroundOfAnotherSurface() throws Exception {
    Path other = map(11);
    assertThatThrownBy(() -> write(other))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("sulc.shape.gii has 11 values, the mesh 12 vertices");
  }
}
