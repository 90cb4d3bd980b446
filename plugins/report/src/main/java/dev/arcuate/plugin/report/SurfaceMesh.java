package dev.arcuate.plugin.report;

import dev.arcuate.api.array.Npy;
import dev.arcuate.api.value.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A hemisphere to draw on.
 *
 * @param points x, y, z of each vertex
 * @param triangles three vertices each
 * @param dark vertices that are darker where there is no value, such as those in sulci
 */
record SurfaceMesh(float[] points, int[] triangles, boolean[] dark) {

  /** The hemisphere of a mesh, as the step {@code mesh} writes it. */
  static Optional<SurfaceMesh> of(Files mesh, String hemisphere) {
    Path points = mesh.folder().resolve(hemisphere + "-points.npy");
    if (!java.nio.file.Files.exists(points)) {
      return Optional.empty();
    }
    float[] places = Npy.open(points).toArray();
    float[] corners = Npy.open(mesh.folder().resolve(hemisphere + "-triangles.npy")).toArray();
    int[] triangles = new int[corners.length];
    for (int i = 0; i < triangles.length; i++) {
      triangles[i] = (int) corners[i];
    }
    boolean[] dark = new boolean[places.length / 3];
    Path background = mesh.folder().resolve(hemisphere + "-background.npy");
    if (java.nio.file.Files.exists(background)) {
      float[] values = Npy.open(background).toArray();
      for (int v = 0; v < dark.length; v++) {
        dark[v] = values[v] > 0;
      }
    }
    return Optional.of(new SurfaceMesh(places, triangles, dark));
  }

  int vertices() {
    return points.length / 3;
  }

  /** Directions outwards of each vertex, of length 1. */
  float[] normals() {
    float[] normals = new float[points.length];
    for (int t = 0; t < triangles.length; t += 3) {
      double[] u = edge(triangles[t], triangles[t + 1]);
      double[] v = edge(triangles[t], triangles[t + 2]);
      double[] normal = {
        u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]
      };
      for (int corner = 0; corner < 3; corner++) {
        for (int axis = 0; axis < 3; axis++) {
          normals[3 * triangles[t + corner] + axis] += (float) normal[axis];
        }
      }
    }
    for (int at = 0; at < normals.length; at += 3) {
      double length = Math.hypot(Math.hypot(normals[at], normals[at + 1]), normals[at + 2]);
      for (int axis = 0; axis < 3 && length > 0; axis++) {
        normals[at + axis] /= (float) length;
      }
    }
    return normals;
  }

  private double[] edge(int from, int to) {
    double[] edge = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      edge[axis] = (double) points[3 * to + axis] - points[3 * from + axis];
    }
    return edge;
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
