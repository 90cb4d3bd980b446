package dev.arcuate.plugin.bidsmeg.ctf;

import dev.arcuate.plugin.bidsmeg.signal.Damage;
import dev.arcuate.plugin.bidsmeg.signal.DigitizedPoint;
import dev.arcuate.plugin.bidsmeg.signal.Frame;
import dev.arcuate.plugin.bidsmeg.signal.Transform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the head coils were measured, and what follows for coordinates. */
final class HeadCoils {
  /** How far a measured coil may lie from where the other frame says it is. */
  private static final double TOLERANCE_METRES = 1e-4;

  /** CTF's dewar frame turned by 45 degrees and shifted to the middle of the sphere of sensors. */
  static final Transform TO_DEVICE = toDevice();

  private static final int CARDINAL = 1;

  private enum Coil {
    NASION(2, "nasion", "nasion"),
    LEFT(1, "left ear", "lpa"),
    RIGHT(3, "right ear", "rpa");

    private final int ident;
    private final String name;
    private final String shortName;

    Coil(int ident, String name, String shortName) {
      this.ident = ident;
      this.name = name;
      this.shortName = shortName;
    }
  }

  private final Map<Coil, double[]> dewar = new LinkedHashMap<>();
  private final Map<Coil, double[]> head = new LinkedHashMap<>();
  private final String file;

  private HeadCoils(String file) {
    this.file = file;
  }

  private static Transform toDevice() {
    double half = 0.5 * Math.sqrt(2);
    return Transform.of(
        Frame.CTF_DEVICE,
        Frame.DEVICE,
        new double[] {half, -half, 0, half, half, 0, 0, 0, 1},
        new double[] {0, 0, 0.19});
  }

  static HeadCoils read(Path path, String file) throws IOException {
    HeadCoils coils = new HeadCoils(file);
    List<String> lines =
        new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .toList();
    for (int at = 0; at < lines.size(); at++) {
      String title = lines.get(at).toLowerCase(Locale.ROOT);
      if (title.contains("measured") && at + 3 < lines.size()) {
        coils.add(title, coordinates(lines, at, file));
      }
    }
    return coils;
  }

  private static double[] coordinates(List<String> lines, int title, String file) {
    double[] place = new double[3];
    for (int i = 0; i < 3; i++) {
      String[] parts = lines.get(title + 1 + i).strip().split("\\s+", -1);
      try {
        if (parts.length != 3 || !parts[0].equals("xyz".substring(i, i + 1))) {
          throw new NumberFormatException("not a coordinate");
        }
        place[i] = Double.parseDouble(parts[2]) / 100;
      } catch (NumberFormatException e) {
        throw Damage.text(
            file, "line " + (title + 2 + i) + " is no coordinate: " + lines.get(title + 1 + i));
      }
    }
    return place;
  }

  private void add(String title, double[] place) {
    Map<Coil, double[]> frame =
        title.contains("relative to dewar")
            ? dewar
            : title.contains("relative to head") ? head : new LinkedHashMap<>();
    for (Coil coil : Coil.values()) {
      if (title.contains(coil.name) || title.contains(coil.shortName)) {
        frame.putIfAbsent(coil, place);
      }
    }
  }

  boolean complete() {
    return dewar.size() == Coil.values().length && head.size() == Coil.values().length;
  }

  /** Device to head, CTF head to head, and device to CTF head. */
  List<Transform> transforms() {
    Transform toHead = Transform.of(Frame.CTF_HEAD, Frame.HEAD, landmarkAxes(), new double[3]);
    double[] origin = origin();
    double[] shift = toHead.direction(-origin[0], -origin[1], -origin[2]);
    toHead = Transform.of(Frame.CTF_HEAD, Frame.HEAD, landmarkAxes(), shift);
    Transform dewarToCtfHead = Alignment.fit(list(dewar), list(head));
    for (Coil coil : Coil.values()) {
      double[] from = dewar.get(coil);
      double[] to = head.get(coil);
      double[] there = dewarToCtfHead.point(from[0], from[1], from[2]);
      if (Alignment.distance(there, to) > TOLERANCE_METRES) {
        throw Damage.text(
            file, "the coils relative to the dewar and relative to the head do not fit together");
      }
    }
    Transform deviceToCtfHead = TO_DEVICE.inverse().then(dewarToCtfHead);
    return List.of(deviceToCtfHead.then(toHead), toHead, deviceToCtfHead);
  }

  private static List<double[]> list(Map<Coil, double[]> places) {
    List<double[]> list = new ArrayList<>();
    for (Coil coil : Coil.values()) {
      list.add(places.get(coil));
    }
    return list;
  }

  /** The coils in the head frame of Neuromag. */
  List<DigitizedPoint> points() {
    Transform toHead = transforms().get(1);
    List<DigitizedPoint> points = new ArrayList<>();
    head.forEach(
        (coil, place) -> {
          double[] there = toHead.point(place[0], place[1], place[2]);
          points.add(
              new DigitizedPoint(CARDINAL, coil.ident, there[0], there[1], there[2], Frame.HEAD));
        });
    return points;
  }

  /** Where the line through the ears is closest to the nasion. */
  private double[] origin() {
    double[] left = head.get(Coil.LEFT);
    double[] right = head.get(Coil.RIGHT);
    double[] nasion = head.get(Coil.NASION);
    double[] x = Alignment.unit(Alignment.minus(right, left));
    double along = Alignment.dot(Alignment.minus(nasion, left), x);
    return new double[] {left[0] + along * x[0], left[1] + along * x[1], left[2] + along * x[2]};
  }

  /** Unit vectors of the head frame as rows. */
  private double[] landmarkAxes() {
    double[] x = Alignment.unit(Alignment.minus(head.get(Coil.RIGHT), head.get(Coil.LEFT)));
    double[] y = Alignment.unit(Alignment.minus(head.get(Coil.NASION), origin()));
    double[] z = Alignment.cross(x, y);
    return new double[] {x[0], x[1], x[2], y[0], y[1], y[2], z[0], z[1], z[2]};
  }
}
