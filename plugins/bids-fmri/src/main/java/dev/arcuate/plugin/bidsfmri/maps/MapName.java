package dev.arcuate.plugin.bidsfmri.maps;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import java.util.ArrayList;
import java.util.List;

/** Names files by BIDS entities: subject, sweep labels, space, step, statistic. */
final class MapName {
  private static final String GROUP = "group";

  private MapName() {}

  /** Folder and beginning of the name, such as {@code sub-01/sub-01_layer-3_desc-encode}. */
  static String stem(Labelled<Scores> scores) {
    String subject = scores.value().subject();
    boolean group = subject.equals(GROUP);
    List<String> entities = new ArrayList<>();
    if (!group) {
      entities.add("sub-" + label(subject));
    }
    scores
        .labels()
        .forEach(
            (name, value) -> {
              boolean told = name.equals("subject") && value.equals(subject);
              if (!told && !label(name).isEmpty()) {
                entities.add(label(name) + "-" + label(value));
              }
            });
    if (scores.value().geometry() instanceof Geometry.Volume volume) {
      entities.add("space-" + label(volume.space()));
    }
    entities.add("desc-" + label(scores.step()));
    return (group ? GROUP : "sub-" + label(subject)) + "/" + String.join("_", entities);
  }

  /** BIDS labels are made of letters and digits; a decimal point becomes a p, as in 0p5. */
  static String label(String text) {
    return text.replaceAll("(?<=\\d)\\.(?=\\d)", "p").replaceAll("[^A-Za-z0-9]", "");
  }
}
