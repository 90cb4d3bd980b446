package dev.arcuate.api.value;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Where targets lie. Kept from the recording to the last map. */
public sealed interface Geometry {
  /** Number of targets. */
  int targets();

  /** Which anatomical area a target lies in, where an atlas was given when it was read. */
  default Optional<String> area(int target) {
    return Optional.empty();
  }

  /**
   * Anatomical areas of targets.
   *
   * @param names of the areas
   * @param of index of the name for each target, −1 for none
   */
  record Areas(List<String> names, int[] of) {
    public Areas {
      names = List.copyOf(names);
    }

    /** No target has a known area. */
    public static Areas none() {
      return new Areas(List.of(), new int[0]);
    }

    Optional<String> name(int target) {
      return target < of.length && of[target] >= 0
          ? Optional.of(names.get(of[target]))
          : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Areas that && names.equals(that.names) && Arrays.equals(of, that.of);
    }

    @Override
    public int hashCode() {
      return names.hashCode();
    }
  }

  /**
   * Voxels of a volume.
   *
   * @param shape voxels along i, j, k
   * @param affine 4 × 4, row-major, voxel indices to millimetres (RAS+)
   * @param space BIDS space label, such as {@code MNI152NLin2009cAsym}, or {@code native}
   * @param voxels indices i + shape₀·(j + shape₁·k) of the targets, ascending; among grayordinates
   *     in the order of the file
   * @param areas which the targets lie in; does not count when geometries are compared
   */
  record Volume(int[] shape, double[] affine, String space, int[] voxels, Areas areas)
      implements Geometry {
    public Volume(int[] shape, double[] affine, String space, int[] voxels) {
      this(shape, affine, space, voxels, Areas.none());
    }

    public Volume {
      if (shape.length != 3 || affine.length != 16) {
        throw new IllegalArgumentException("a volume needs 3 sizes and a 4 × 4 affine");
      }
    }

    @Override
    public int targets() {
      return voxels.length;
    }

    @Override
    public Optional<String> area(int target) {
      return areas.name(target);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Volume that
          && Arrays.equals(shape, that.shape)
          && Arrays.equals(affine, that.affine)
          && space.equals(that.space)
          && Arrays.equals(voxels, that.voxels);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(voxels);
    }
  }

  /**
   * Vertices of one hemisphere's surface.
   *
   * @param hemisphere {@code L} or {@code R}
   * @param space BIDS space label, such as {@code fsaverage5}
   * @param vertices vertices of the whole mesh
   * @param kept indices of the targets, ascending
   * @param areas which the targets lie in; does not count when geometries are compared
   */
  record Surface(String hemisphere, String space, int vertices, int[] kept, Areas areas)
      implements Geometry {
    public Surface(String hemisphere, String space, int vertices, int[] kept) {
      this(hemisphere, space, vertices, kept, Areas.none());
    }

    @Override
    public int targets() {
      return kept.length;
    }

    @Override
    public Optional<String> area(int target) {
      return areas.name(target);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Surface that
          && hemisphere.equals(that.hemisphere)
          && space.equals(that.space)
          && vertices == that.vertices
          && Arrays.equals(kept, that.kept);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(kept);
    }
  }

  /**
   * Several surfaces and volumes side by side: two hemispheres, or grayordinates of CIFTI-2.
   *
   * @param parts in the order of the targets; surfaces and volumes only
   * @param structures what each part is, in CIFTI's words without their beginning, such as {@code
   *     CORTEX_LEFT} or {@code HIPPOCAMPUS_RIGHT}
   */
  record Grayordinates(List<Geometry> parts, List<String> structures) implements Geometry {
    public Grayordinates {
      parts = List.copyOf(parts);
      structures = List.copyOf(structures);
      if (parts.size() != structures.size()) {
        throw new IllegalArgumentException(
            parts.size() + " parts are not " + structures.size() + " structures");
      }
    }

    /** Hemispheres are cortex, volumes what is not told. */
    public Grayordinates(List<Geometry> parts) {
      this(parts, parts.stream().map(Grayordinates::structure).toList());
    }

    private static String structure(Geometry part) {
      return part instanceof Surface surface
          ? surface.hemisphere().equals("L") ? "CORTEX_LEFT" : "CORTEX_RIGHT"
          : "OTHER";
    }

    @Override
    public int targets() {
      return parts.stream().mapToInt(Geometry::targets).sum();
    }

    @Override
    public Optional<String> area(int target) {
      return at(target, (part, own) -> parts.get(part).area(own));
    }

    private String name(int target) {
      return at(
          target,
          (part, own) ->
              (parts.get(part) instanceof Surface ? "" : structures.get(part) + " ")
                  + parts.get(part).targetName(own));
    }

    /** Asks with the index of the part that a target is in and the target's index there. */
    private <T> T at(int target, BiFunction<Integer, Integer, T> question) {
      int own = target;
      for (int part = 0; part < parts.size(); part++) {
        if (own < parts.get(part).targets()) {
          return question.apply(part, own);
        }
        own -= parts.get(part).targets();
      }
      throw new IndexOutOfBoundsException("target " + target + " of " + targets());
    }
  }

  /**
   * Regions of interest.
   *
   * @param names one per target
   */
  record Regions(List<String> names) implements Geometry {
    public Regions {
      names = List.copyOf(names);
    }

    @Override
    public int targets() {
      return names.size();
    }
  }

  /**
   * MEG or EEG sensors.
   *
   * @param names one per target
   * @param types such as {@code mag}, {@code grad}, {@code eeg}
   * @param positions metres in head coordinates, x y z per sensor
   */
  record Sensors(List<String> names, List<String> types, double[] positions) implements Geometry {
    public Sensors {
      names = List.copyOf(names);
      types = List.copyOf(types);
    }

    @Override
    public int targets() {
      return names.size();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Sensors that
          && names.equals(that.names)
          && types.equals(that.types)
          && Arrays.equals(positions, that.positions);
    }

    @Override
    public int hashCode() {
      return names.hashCode();
    }
  }

  /**
   * Places at several times: a place's times side by side.
   *
   * @param space where
   * @param times how many
   * @param startSeconds the first, relative to the event
   * @param periodSeconds between them
   */
  record OverTime(Geometry space, int times, double startSeconds, double periodSeconds)
      implements Geometry {
    public OverTime {
      if (times < 1 || !(periodSeconds > 0)) {
        throw new IllegalArgumentException(times + " times every " + periodSeconds + " s");
      }
    }

    @Override
    public int targets() {
      return Math.multiplyExact(space.targets(), times);
    }

    /** Seconds of a time, by its index. */
    public double seconds(int time) {
      return startSeconds + time * periodSeconds;
    }
  }

  /**
   * A short name of a target for messages and tables, such as {@code LIFG} or {@code (3, 4, 5)}.
   */
  default String targetName(int target) {
    if (this instanceof Regions regions) {
      return regions.names().get(target);
    }
    if (this instanceof Sensors sensors) {
      return sensors.names().get(target);
    }
    if (this instanceof Volume volume) {
      int index = volume.voxels()[target];
      int i = index % volume.shape()[0];
      int j = index / volume.shape()[0] % volume.shape()[1];
      int k = index / volume.shape()[0] / volume.shape()[1];
      return "(" + i + ", " + j + ", " + k + ")";
    }
    if (this instanceof Surface surface) {
      return surface.hemisphere() + " " + surface.kept()[target];
    }
    if (this instanceof OverTime over) {
      return over.space().targetName(target / over.times())
          + String.format(Locale.ROOT, " at %.0f ms", 1000 * over.seconds(target % over.times()));
    }
    return ((Grayordinates) this).name(target);
  }

  /** As JSON of JDK types. */
  static Map<String, Object> toJson(Geometry geometry) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (geometry instanceof Volume volume) {
      json.put("kind", "volume");
      json.put("space", volume.space());
      json.put("shape", volume.shape());
      json.put("affine", volume.affine());
      json.put("voxels", volume.voxels());
      put(json, volume.areas());
    } else if (geometry instanceof Surface surface) {
      json.put("kind", "surface");
      json.put("hemisphere", surface.hemisphere());
      json.put("space", surface.space());
      json.put("vertices", surface.vertices());
      json.put("kept", surface.kept());
      put(json, surface.areas());
    } else if (geometry instanceof Grayordinates grayordinates) {
      json.put("kind", "grayordinates");
      json.put("structures", grayordinates.structures());
      json.put("parts", grayordinates.parts().stream().map(Geometry::toJson).toList());
    } else if (geometry instanceof Regions regions) {
      json.put("kind", "regions");
      json.put("names", regions.names());
    } else if (geometry instanceof Sensors sensors) {
      json.put("kind", "sensors");
      json.put("names", sensors.names());
      json.put("types", sensors.types());
      json.put("positions", sensors.positions());
    } else if (geometry instanceof OverTime over) {
      json.put("kind", "over-time");
      json.put("times", over.times());
      json.put("start-seconds", over.startSeconds());
      json.put("period-seconds", over.periodSeconds());
      json.put("space", toJson(over.space()));
    }
    return json;
  }

  private static void put(Map<String, Object> json, Areas areas) {
    if (areas.of().length > 0) {
      json.put("area-names", areas.names());
      json.put("areas", areas.of());
    }
  }

  private static Areas areas(Json.Node json) {
    return json.has("areas")
        ? new Areas(json.texts("area-names"), json.integers("areas"))
        : Areas.none();
  }

  private static Geometry fromNode(Json.Node json) {
    return switch (json.text("kind")) {
      case "volume" ->
          new Volume(
              json.integers("shape"),
              json.numbers("affine"),
              json.text("space"),
              json.integers("voxels"),
              areas(json));
      case "surface" ->
          new Surface(
              json.text("hemisphere"),
              json.text("space"),
              json.integer("vertices"),
              json.integers("kept"),
              areas(json));
      case "grayordinates" -> grayordinates(json);
      case "regions" -> new Regions(json.texts("names"));
      case "sensors" ->
          new Sensors(json.texts("names"), json.texts("types"), json.numbers("positions"));
      case "over-time" ->
          new OverTime(
              fromNode(json.object("space")),
              json.integer("times"),
              json.number("start-seconds"),
              json.number("period-seconds"));
      default -> throw Json.unreadable(json.file(), "unknown geometry '" + json.text("kind") + "'");
    };
  }

  /** Geometries of earlier versions named no structures. */
  private static Grayordinates grayordinates(Json.Node json) {
    List<Geometry> parts = json.objects("parts").stream().map(Geometry::fromNode).toList();
    return json.has("structures")
        ? new Grayordinates(parts, json.texts("structures"))
        : new Grayordinates(parts);
  }

  /** Reads a geometry that {@link #toJson} made. */
  static Geometry read(java.nio.file.Path json) {
    return fromNode(Json.read(json));
  }
}
