package dev.arcuate.plugin.report;

import java.util.Arrays;

/** A hemisphere seen from one side, without perspective: pixels, each of the nearest triangle. */
final class SurfaceView {
  /** Share of the brightness of a surface that faces the viewer which one seen edge-on has. */
  private static final double EDGE = 0.45;

  private final SurfaceMesh mesh;

  /** 1 if the viewer stands at greater x than the surface, -1 if at less. */
  private final int from;

  private final int width;
  private final int height;
  private final double[] across;
  private final double[] up;
  private final double[] near;

  /**
   * @param from 1 if the viewer stands to the right of the surface, -1 if to the left
   * @param most pixels of the longer side
   */
  SurfaceView(SurfaceMesh mesh, int from, int most) {
    this.mesh = mesh;
    this.from = from;
    int vertices = mesh.vertices();
    across = new double[vertices];
    up = new double[vertices];
    near = new double[vertices];
    for (int v = 0; v < vertices; v++) {
      // Seen from the right, the front of the brain is to the right.
      across[v] = from * mesh.points()[3 * v + 1];
      up[v] = mesh.points()[3 * v + 2];
      near[v] = from * mesh.points()[3 * v];
    }
    double left = Arrays.stream(across).min().orElse(0);
    double low = Arrays.stream(up).min().orElse(0);
    double wide = Arrays.stream(across).max().orElse(1) - left;
    double tall = Arrays.stream(up).max().orElse(1) - low;
    double pixels = (most - 3) / Math.max(wide, tall);
    this.width = (int) Math.ceil(wide * pixels) + 3;
    this.height = (int) Math.ceil(tall * pixels) + 3;
    for (int v = 0; v < vertices; v++) {
      across[v] = (across[v] - left) * pixels + 1;
      up[v] = height - 2 - (up[v] - low) * pixels;
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /**
   * @param colours 0xRRGGBB per vertex
   * @return 0xAARRGGBB per pixel, row by row from the top
   */
  int[] draw(int[] colours) {
    int[] pixels = new int[width * height];
    double[] depth = new double[pixels.length];
    Arrays.fill(depth, Double.NEGATIVE_INFINITY);
    float[] normals = mesh.normals();
    int[] triangles = mesh.triangles();
    for (int t = 0; t < triangles.length; t += 3) {
      triangle(triangles[t], triangles[t + 1], triangles[t + 2], colours, normals, pixels, depth);
    }
    return pixels;
  }

  private void triangle(
      int a, int b, int c, int[] colours, float[] normals, int[] pixels, double[] depth) {
    double area =
        (across[b] - across[a]) * (up[c] - up[a]) - (across[c] - across[a]) * (up[b] - up[a]);
    if (area == 0) {
      return;
    }
    int left = (int) Math.ceil(Math.min(across[a], Math.min(across[b], across[c])));
    int right = (int) Math.max(across[a], Math.max(across[b], across[c]));
    int top = (int) Math.ceil(Math.min(up[a], Math.min(up[b], up[c])));
    int bottom = (int) Math.max(up[a], Math.max(up[b], up[c]));
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double shareB =
            ((x - across[a]) * (up[c] - up[a]) - (across[c] - across[a]) * (y - up[a])) / area;
        double shareC =
            ((across[b] - across[a]) * (y - up[a]) - (x - across[a]) * (up[b] - up[a])) / area;
        double shareA = 1 - shareB - shareC;
        double nearness = shareA * near[a] + shareB * near[b] + shareC * near[c];
        int at = y * width + x;
        if (shareA < 0 || shareB < 0 || shareC < 0 || nearness <= depth[at]) {
          continue;
        }
        depth[at] = nearness;
        double facing = shareA * normals[3 * a] + shareB * normals[3 * b] + shareC * normals[3 * c];
        double light = EDGE + (1 - EDGE) * Math.abs(facing);
        int colour = 0xff;
        for (int shift = 16; shift >= 0; shift -= 8) {
          double channel =
              shareA * (colours[a] >> shift & 0xff)
                  + shareB * (colours[b] >> shift & 0xff)
                  + shareC * (colours[c] >> shift & 0xff);
          colour = colour << 8 | (int) Math.round(light * channel);
        }
        pixels[at] = colour;
      }
    }
  }

  /** As {@code left, from outside}. */
  static String name(String hemisphere, int from) {
    boolean left = hemisphere.equals("L");
    return (left ? "left" : "right") + ((from < 0) == left ? ", lateral" : ", medial");
  }

  /** Which end of the brain is to the left of the picture. */
  String leftEnd() {
    return from > 0 ? "P" : "A";
  }

  String rightEnd() {
    return from > 0 ? "A" : "P";
  }
}
