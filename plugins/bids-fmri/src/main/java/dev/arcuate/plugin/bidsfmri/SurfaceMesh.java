package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiArray;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A triangular mesh.
 *
 * @param places x, y, z of each vertex in millimetres
 * @param triangles three vertices each
 */
public record SurfaceMesh(float[] places, int[] triangles) {

  /**
   * @param name of the GIFTI file in messages
   * @throws ProblemException {@code BIDS_FMRI_MESH}
   */
  public static SurfaceMesh read(Path file, String name) throws IOException {
    List<GiftiArray> arrays = GiftiReader.arrays(file, name);
    float[] places = array(arrays, "NIFTI_INTENT_POINTSET", name).floats();
    int[] triangles = array(arrays, "NIFTI_INTENT_TRIANGLE", name).integers();
    for (int vertex : triangles) {
      if (vertex < 0 || vertex >= places.length / 3) {
        throw wrong(name, "a triangle has vertex " + vertex + " of " + places.length / 3);
      }
    }
    return new SurfaceMesh(places, triangles);
  }

  private static GiftiArray array(List<GiftiArray> arrays, String intent, String name) {
    GiftiArray found =
        arrays.stream()
            .filter(array -> array.intent().equals(intent))
            .findFirst()
            .orElseThrow(() -> wrong(name, "it has no " + intent));
    if (found.dims().length != 2 || found.dims()[1] != 3) {
      throw wrong(name, intent + " has not three columns");
    }
    return found;
  }

  private static ProblemException wrong(String name, String why) {
    return Problem.data("BIDS_FMRI_MESH", name + " is no mesh: " + why)
        .hint("give a surface such as …_midthickness.surf.gii")
        .exception();
  }

  public int vertices() {
    return places.length / 3;
  }

  /**
   * Directions outwards, one per vertex, of length 1: the sum over its triangles of their normals,
   * each of length 1.
   */
  double[] normals() {
    double[] normals = new double[places.length];
    for (int t = 0; t < triangles.length; t += 3) {
      double[] normal = normal(triangles[t], triangles[t + 1], triangles[t + 2]);
      for (int corner = 0; corner < 3; corner++) {
        for (int axis = 0; axis < 3; axis++) {
          normals[3 * triangles[t + corner] + axis] += normal[axis];
        }
      }
    }
    for (int vertex = 0; vertex < normals.length; vertex += 3) {
      normalise(normals, vertex);
    }
    return normals;
  }

  private double[] normal(int a, int b, int c) {
    double[] u = new double[3];
    double[] v = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      u[axis] = (double) places[3 * b + axis] - places[3 * a + axis];
      v[axis] = (double) places[3 * c + axis] - places[3 * a + axis];
    }
    double[] normal = {
      u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]
    };
    normalise(normal, 0);
    return normal;
  }

  private static void normalise(double[] vectors, int at) {
    double length =
        Math.sqrt(
            vectors[at] * vectors[at]
                + vectors[at + 1] * vectors[at + 1]
                + vectors[at + 2] * vectors[at + 2]);
    for (int axis = 0; length > 0 && axis < 3; axis++) {
      vectors[at + axis] /= length;
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
