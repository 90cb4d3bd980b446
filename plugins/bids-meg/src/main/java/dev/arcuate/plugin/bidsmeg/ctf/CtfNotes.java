package dev.arcuate.plugin.bidsmeg.ctf;

import dev.arcuate.plugin.bidsmeg.signal.Annotation;
import dev.arcuate.plugin.bidsmeg.signal.Damage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The small text files in a CTF folder: bad channels, bad segments and markers. */
final class CtfNotes {
  private final Path folder;
  private final String name;
  private final Res4 res4;

  CtfNotes(Path folder, String name, Res4 res4) {
    this.folder = folder;
    this.name = name;
    this.res4 = res4;
  }

  private List<String> lines(String file) throws IOException {
    Path path = folder.resolve(file);
    if (!Files.isRegularFile(path)) {
      return List.of();
    }
    return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).lines().toList();
  }

  /** Full names; the file has them without what follows the hyphen. */
  Set<String> badChannels() throws IOException {
    Set<String> bad = new HashSet<>();
    for (String line : lines("BadChannels")) {
      String wanted = line.strip();
      if (wanted.isEmpty()) {
        continue;
      }
      String full =
          res4.sensors().stream()
              .map(Res4.Sensor::name)
              .filter(n -> n.equals(wanted) || clean(n).equals(wanted))
              .findFirst()
              .orElseThrow(
                  () ->
                      Damage.text(
                          name + "/BadChannels",
                          "'" + wanted + "' is no channel of the recording"));
      bad.add(full);
    }
    return bad;
  }

  private static String clean(String name) {
    int hyphen = name.indexOf('-');
    return hyphen < 0 ? name : name.substring(0, hyphen);
  }

  List<Annotation> annotations() throws IOException {
    List<Annotation> list = new ArrayList<>();
    double before = res4.preTriggerSamples() / res4.samplingHz();
    List<String> lines = lines("bad.segments");
    for (int i = 0; i < lines.size(); i++) {
      String[] parts = lines.get(i).strip().split("\\s+", -1);
      if (parts.length >= 3) {
        double from = number("bad.segments", i, parts[1]);
        double to = number("bad.segments", i, parts[2]);
        list.add(new Annotation(from + before, to - from, "bad_" + parts[0]));
      } else if (!lines.get(i).isBlank()) {
        throw Damage.text(
            name + "/bad.segments",
            "line " + (i + 1) + " is no trial with a start and an end: " + lines.get(i));
      }
    }
    markers(list, before);
    return list;
  }

  private void markers(List<Annotation> into, double before) throws IOException {
    List<String> lines = lines("MarkerFile.mrk");
    double trialSeconds = res4.samples() / res4.samplingHz();
    String label = "";
    int left = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("NAME:") && i + 1 < lines.size()) {
        label = lines.get(++i).strip();
      } else if (line.startsWith("NUMBER OF SAMPLES:") && i + 1 < lines.size()) {
        left = (int) number("MarkerFile.mrk", i + 1, lines.get(++i).strip());
      } else if (line.startsWith("LIST OF SAMPLES:")) {
        i++;
        for (; left > 0; left--) {
          i++;
          String[] parts =
              i < lines.size() ? lines.get(i).strip().split("\\s+", -1) : new String[0];
          if (parts.length < 2) {
            throw Damage.text(
                name + "/MarkerFile.mrk",
                "line " + (i + 1) + ": marker '" + label + "' lacks " + left + " of its times");
          }
          double trial = number("MarkerFile.mrk", i, parts[0]);
          double within = number("MarkerFile.mrk", i, parts[1]);
          into.add(new Annotation(within + trial * trialSeconds + before, 0, label));
        }
      }
    }
  }

  private double number(String file, int line, String text) {
    try {
      double value = Double.parseDouble(text);
      if (!Double.isFinite(value)) {
        throw new NumberFormatException(text);
      }
      return value;
    } catch (NumberFormatException e) {
      throw Damage.text(name + "/" + file, "line " + (line + 1) + ": '" + text + "' is no number");
    }
  }
}
