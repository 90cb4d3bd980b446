package dev.arcuate.plugin.bidsfmri.mesh;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Files;
import dev.arcuate.plugin.bidsfmri.SurfaceMesh;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiArray;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** Reads meshes of surfaces, so that a report can draw them. */
@Extension
public final class MeshStep implements Step<MeshSettings> {
  @Override
  public String id() {
    return "mesh";
  }

  @Override
  public String summary() {
    return "Reads GIFTI meshes of a surface, on which a report draws its map.";
  }

  @Override
  public Class<MeshSettings> settingsType() {
    return MeshSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of();
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one(
            "mesh",
            Files.class,
            "per hemisphere (L, R): L-points.npy (mm), L-triangles.npy and L-background.npy"));
  }

  @Override
  public Resources resources(MeshSettings settings) {
    return Resources.of(1, 256);
  }

  @Override
  public void run(MeshSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Path folder = task.output("mesh");
    Map<String, Object> facts = new LinkedHashMap<>();
    write(folder, "L", settings.left(), settings.leftBackground(), facts);
    write(folder, "R", settings.right(), settings.rightBackground(), facts);
    task.note(facts);
  }

  private static void write(
      Path folder,
      String side,
      Optional<InputPath> file,
      Optional<InputPath> background,
      Map<String, Object> facts)
      throws IOException {
    if (file.isEmpty()) {
      return;
    }
    SurfaceMesh mesh = SurfaceMesh.read(file.get().path(), file.get().logical());
    Npy.write(folder.resolve(side + "-points.npy"), mesh.places(), mesh.vertices(), 3);
    // Whole numbers of this size are exact as float32.
    float[] triangles = new float[mesh.triangles().length];
    for (int i = 0; i < triangles.length; i++) {
      triangles[i] = mesh.triangles()[i];
    }
    Npy.write(folder.resolve(side + "-triangles.npy"), triangles, triangles.length / 3, 3);
    if (background.isPresent()) {
      float[] values = map(background.get(), mesh.vertices());
      Npy.write(folder.resolve(side + "-background.npy"), values, values.length, 1);
    }
    facts.put(side + "-vertices", mesh.vertices());
  }

  private static float[] map(InputPath file, int vertices) throws IOException {
    List<GiftiArray> arrays = GiftiReader.arrays(file.path(), file.logical());
    if (arrays.isEmpty() || arrays.get(0).size() != vertices) {
      throw Problem.data(
              "BIDS_FMRI_MESH",
              file.logical()
                  + " has "
                  + (arrays.isEmpty() ? 0 : arrays.get(0).size())
                  + " values, the mesh "
                  + vertices
                  + " vertices")
          .hint("give a map of the same surface, such as …_sulc.shape.gii")
          .exception();
    }
    return arrays.get(0).floats();
  }
}
