package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Source;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Scaling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of the reader, with the defaults of the YAML. */
record Ask(
    Optional<InputPath> dataset,
    String subject,
    List<String> run,
    Source source,
    Map<String, String> entities,
    Optional<InputPath> mask,
    List<CleanStep> clean) {

  static Ask of(Path dataset) {
    return new Ask(
        Optional.of(new InputPath(dataset, "data")),
        "01",
        List.of(),
        Source.VOLUMES,
        Map.of(),
        Optional.empty(),
        plain(128, Scaling.Z_SCORE));
  }

  Ask connected() {
    return new Ask(Optional.empty(), subject, run, source, entities, mask, clean);
  }

  Ask subject(String label) {
    return new Ask(dataset, label, run, source, entities, mask, clean);
  }

  Ask run(String... labels) {
    return new Ask(dataset, subject, List.of(labels), source, entities, mask, clean);
  }

  Ask regions() {
    return new Ask(dataset, subject, run, Source.REGIONS, entities, mask, clean);
  }

  Ask with(String entity, String value) {
    Map<String, String> more = new LinkedHashMap<>(entities);
    more.put(entity, value);
    return new Ask(dataset, subject, run, source, more, mask, clean);
  }

  Ask mask(Path file) {
    return new Ask(
        dataset, subject, run, source, entities, Optional.of(new InputPath(file, "m.nii")), clean);
  }

  Ask clean(CleanStep... steps) {
    return new Ask(dataset, subject, run, source, entities, mask, List.of(steps));
  }

  Ask clean(int dummies, double driftPeriod, Scaling scale, String... confounds) {
    List<CleanStep> steps = new ArrayList<>();
    steps.add(CleanStep.of(new CleanStep.Trim(dummies, 0, CleanStep.Trim.Unit.VOLUMES)));
    steps.addAll(plain(driftPeriod, scale, confounds));
    return clean(steps.toArray(CleanStep[]::new));
  }

  /** One projection, and a scale. */
  static List<CleanStep> plain(double driftPeriod, Scaling scale, String... confounds) {
    return List.of(
        CleanStep.of(new CleanStep.Regress(List.of(confounds), Optional.of(driftPeriod), true)),
        CleanStep.of(scale));
  }

  BidsFmriSettings settings() {
    return new BidsFmriSettings(
        dataset,
        subject,
        "story",
        Optional.ofNullable(entities.get("ses")),
        run,
        source,
        Optional.ofNullable(entities.get("space")),
        Optional.ofNullable(entities.get("desc")),
        Optional.ofNullable(entities.get("atlas")),
        entities.containsKey("echo") ? Map.of("echo", entities.get("echo")) : Map.of(),
        mask,
        0.25,
        clean);
  }
}
