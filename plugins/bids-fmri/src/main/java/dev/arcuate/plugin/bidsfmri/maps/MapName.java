package dev.arcuate.plugin.bidsfmri.maps;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names files by BIDS entities: subject, sweep labels, space, step, statistic. */
final class MapName {
  private static final String GROUP = "group";

  private MapName() {}

  /**
   * Folder and beginning of the name, such as {@code sub-01/func/sub-01_layer-3_desc-encode}.
   *
   * @param entities that tell parts of a set of scores apart, such as {@code hemi-L}
   */
  static String stem(Labelled<Scores> scores, String... entities) {
    String subject = scores.value().subject();
    boolean group = subject.equals(GROUP);
    List<String> all = new ArrayList<>();
    if (!group) {
      all.add("sub-" + label(subject));
    }
    scores
        .labels()
        .forEach(
            (name, value) -> {
              boolean told = name.equals("subject") && value.equals(subject);
              if (!told && !label(name).isEmpty()) {
                all.add(label(name) + "-" + label(value));
              }
            });
    all.addAll(List.of(entities));
    space(scores.value().geometry()).ifPresent(space -> all.add("space-" + label(space)));
    all.add("desc-" + label(scores.step()));
    return (group ? GROUP : "sub-" + label(subject) + "/func") + "/" + String.join("_", all);
  }

  private static Optional<String> space(Geometry geometry) {
    if (geometry instanceof Geometry.Volume volume) {
      return Optional.of(volume.space());
    }
    if (geometry instanceof Geometry.Surface surface) {
      return Optional.of(surface.space());
    }
    return geometry instanceof Geometry.Grayordinates parts
        ? space(parts.parts().get(0))
        : Optional.empty();
  }

  /** BIDS labels are made of letters and digits; a decimal point becomes a p, as in 0p5. */
  static String label(String text) {
    return text.replaceAll("(?<=\\d)\\.(?=\\d)", "p").replaceAll("[^A-Za-z0-9]", "");
  }
}
