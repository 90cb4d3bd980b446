package dev.arcuate.plugin.report;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Geometry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Both hemispheres from outside and from inside, with values as colours. */
final class SurfaceFigure {
  private static final int MOST_PIXELS = 420;
  private static final double GAP = 18;
  private static final int BARE = 0xc4c4c4;
  private static final int BARE_DARK = 0x9c9c9c;

  /** A hemisphere and where its values stand among all targets. */
  private record Side(String hemisphere, SurfaceMesh mesh, int[] kept, int first) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private final List<Side> sides = new ArrayList<>();

  private SurfaceFigure() {}

  /**
   * @throws dev.arcuate.api.ProblemException {@code REPORT_MESH_DIFFERS} if a mesh is not that of
   *     the targets
   */
  static SurfaceFigure of(Geometry geometry, Files mesh) {
    SurfaceFigure figure = new SurfaceFigure();
    int first = 0;
    for (Geometry part : parts(geometry)) {
      if (part instanceof Geometry.Surface surface) {
        Optional<SurfaceMesh> found = SurfaceMesh.of(mesh, surface.hemisphere());
        if (found.isPresent()) {
          figure.add(surface, found.get(), first);
        }
      }
      first += part.targets();
    }
    if (figure.sides.isEmpty()) {
      throw Problem.user(
              "REPORT_MESH_DIFFERS",
              "a mesh is connected, but the scores are of no hemisphere that it has")
          .hint("give the step 'mesh' the hemispheres of the scores, or connect none")
          .exception();
    }
    return figure;
  }

  /** Whether there are vertices among the targets. */
  static boolean draws(Geometry geometry) {
    return parts(geometry).stream().anyMatch(Geometry.Surface.class::isInstance);
  }

  private static List<Geometry> parts(Geometry geometry) {
    return geometry instanceof Geometry.Grayordinates both ? both.parts() : List.of(geometry);
  }

  private void add(Geometry.Surface surface, SurfaceMesh mesh, int first) {
    if (mesh.vertices() != surface.vertices()) {
      throw Problem.user(
              "REPORT_MESH_DIFFERS",
              "hemisphere "
                  + surface.hemisphere()
                  + " of the mesh has "
                  + mesh.vertices()
                  + " vertices, that of the scores "
                  + surface.vertices())
          .hint("give the step 'mesh' the surface of " + surface.space())
          .exception();
    }
    sides.add(new Side(surface.hemisphere(), mesh, surface.kept(), first));
  }

  /**
   * @param values per target
   * @param significant targets whose colours are full
   * @param greatest value of the brightest colour
   */
  String draw(String description, double[] values, int[] significant, double greatest) {
    boolean[] full = new boolean[values.length];
    Arrays.stream(significant).forEach(target -> full[target] = true);
    List<SurfaceView> views = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<byte[]> pictures = new ArrayList<>();
    for (Side side : sides) {
      int[] colours = colours(side, values, full, greatest);
      for (int from : new int[] {-1, 1}) {
        SurfaceView view = new SurfaceView(side.mesh(), from, MOST_PIXELS);
        views.add(view);
        names.add(SurfaceView.name(side.hemisphere(), from));
        pictures.add(Png.encode(view.width(), view.height(), view.draw(colours)));
      }
    }
    return arrange(description, views, names, pictures);
  }

  private static String arrange(
      String description, List<SurfaceView> views, List<String> names, List<byte[]> pictures) {
    double pixel = (900 - GAP) / (views.get(0).width() + views.get(1).width());
    pixel = Math.min(pixel, 330.0 / views.stream().mapToInt(SurfaceView::height).max().orElse(1));
    double tall = views.stream().mapToInt(SurfaceView::height).max().orElse(1) * pixel;
    double wide = views.stream().mapToInt(SurfaceView::width).max().orElse(1) * pixel;
    int rows = (views.size() + 1) / 2;
    Svg svg = new Svg(2 * wide + GAP, rows * (tall + 44), description);
    for (int i = 0; i < views.size(); i++) {
      SurfaceView view = views.get(i);
      double left = i % 2 * (wide + GAP);
      double top = i / 2 * (tall + 44) + 20;
      svg.picture(pictures.get(i), left, top, view.width() * pixel, view.height() * pixel);
      svg.text("start note", left, top - 6, view.leftEnd());
      svg.text("end note", left + view.width() * pixel, top - 6, view.rightEnd());
      svg.text(
          "middle tick",
          left + view.width() * pixel / 2,
          top + view.height() * pixel + 16,
          names.get(i));
    }
    return svg.toString();
  }

  private static int[] colours(Side side, double[] values, boolean[] full, double greatest) {
    int[] nearest = nearest(side);
    int[] colours = new int[side.mesh().vertices()];
    for (int v = 0; v < colours.length; v++) {
      int bare = side.mesh().dark()[v] ? BARE_DARK : BARE;
      double value = nearest[v] < 0 ? Double.NaN : values[nearest[v]];
      if (!(value > 0)) {
        colours[v] = bare;
        continue;
      }
      // What is not significant is pale, as in slices.
      double share = value / greatest;
      double opacity = full[nearest[v]] ? 1 : 0.2 + 0.5 * Math.min(1, share);
      colours[v] = mix(Colours.viridis(share), bare, opacity);
    }
    return colours;
  }

  private static int mix(int colour, int ground, double opacity) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double channel =
          opacity * (colour >> shift & 0xff) + (1 - opacity) * (ground >> shift & 0xff);
      mixed |= (int) Math.round(channel) << shift;
    }
    return mixed;
  }

  /**
   * The target of each vertex, or -1. Where only one vertex in several was read, the others take
   * the value of the nearest that was.
   */
  private static int[] nearest(Side side) {
    int[] target = new int[side.mesh().vertices()];
    Arrays.fill(target, -1);
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < side.kept().length; i++) {
      target[side.kept()[i]] = side.first() + i;
      open.add(side.kept()[i]);
    }
    double apart = (double) target.length / Math.max(1, side.kept().length);
    int steps = apart < 2 ? 0 : (int) Math.ceil(Math.sqrt(apart));
    List<List<Integer>> neighbours = steps == 0 ? List.of() : neighbours(side.mesh());
    for (int step = 0; step < steps; step++) {
      Deque<Integer> next = new ArrayDeque<>();
      for (int vertex : open) {
        for (int other : neighbours.get(vertex)) {
          if (target[other] < 0) {
            target[other] = target[vertex];
            next.add(other);
          }
        }
      }
      open = next;
    }
    return target;
  }

  private static List<List<Integer>> neighbours(SurfaceMesh mesh) {
    List<List<Integer>> neighbours = new ArrayList<>();
    for (int v = 0; v < mesh.vertices(); v++) {
      neighbours.add(new ArrayList<>());
    }
    int[] triangles = mesh.triangles();
    for (int i = 0; i < triangles.length; i++) {
      neighbours.get(triangles[i]).add(triangles[i - i % 3 + (i + 1) % 3]);
    }
    return neighbours;
  }
}
