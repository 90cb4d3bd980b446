package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Hemisphere;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Parcels;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Source;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.ToSurface;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Scaling;
import dev.arcuate.plugin.bidsfmri.nifti.ComplexPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Settings of the reader, with the defaults of the YAML. Every method gives a changed copy. */
final class Ask implements Cloneable {
  private Optional<InputPath> dataset = Optional.empty();
  private String subject = "01";
  private List<String> task = List.of("story");
  private List<String> session = List.of();
  private List<String> run = List.of();
  private Source source = Source.VOLUMES;
  private Optional<String> space = Optional.empty();
  private Optional<String> desc = Optional.empty();
  private Optional<String> atlas = Optional.empty();
  private Hemisphere hemisphere = Hemisphere.BOTH;
  private Map<String, String> entities = Map.of();
  private Map<String, String> exclude = Map.of();
  private Optional<InputPath> mask = Optional.empty();
  private Optional<Integer> component = Optional.empty();
  private ComplexPart complex = ComplexPart.MAGNITUDE;
  private Optional<Parcels> parcels = Optional.empty();
  private Optional<ToSurface> toSurface = Optional.empty();
  private Optional<Double> repetitionTime = Optional.empty();
  private List<CleanStep> clean = plain(128, Scaling.Z_SCORE);

  static Ask of(Path dataset) {
    Ask ask = new Ask();
    ask.dataset = Optional.of(new InputPath(dataset, "data"));
    return ask;
  }

  private Ask changed(Consumer<Ask> change) {
    try {
      Ask copy = (Ask) clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  Ask connected() {
    return changed(ask -> ask.dataset = Optional.empty());
  }

  Ask named(String logical) {
    return changed(ask -> ask.dataset = dataset.map(path -> new InputPath(path.path(), logical)));
  }

  Ask subject(String label) {
    return changed(ask -> ask.subject = label);
  }

  Ask task(String... labels) {
    return changed(ask -> ask.task = List.of(labels));
  }

  Ask session(String... labels) {
    return changed(ask -> ask.session = List.of(labels));
  }

  Ask run(String... labels) {
    return changed(ask -> ask.run = List.of(labels));
  }

  Ask source(Source kind) {
    return changed(ask -> ask.source = kind);
  }

  Ask regions() {
    return source(Source.REGIONS);
  }

  Ask hemisphere(Hemisphere which) {
    return changed(ask -> ask.hemisphere = which);
  }

  Ask with(String entity, String value) {
    return changed(
        ask -> {
          switch (entity) {
            case "ses" -> ask.session = List.of(value);
            case "space" -> ask.space = Optional.of(value);
            case "desc" -> ask.desc = Optional.of(value);
            case "atlas" -> ask.atlas = Optional.of(value);
            default -> {
              ask.entities = new LinkedHashMap<>(entities);
              ask.entities.put(entity, value);
            }
          }
        });
  }

  Ask without(String pattern, String reason) {
    return changed(
        ask -> {
          ask.exclude = new LinkedHashMap<>(exclude);
          ask.exclude.put(pattern, reason);
        });
  }

  Ask mask(Path file) {
    return changed(ask -> ask.mask = Optional.of(new InputPath(file, "m.nii")));
  }

  Ask component(int number) {
    return changed(ask -> ask.component = Optional.of(number));
  }

  Ask complex(ComplexPart part) {
    return changed(ask -> ask.complex = part);
  }

  Ask parcels(Parcels.As as, List<Path> atlas, String... only) {
    return changed(
        ask ->
            ask.parcels =
                Optional.of(new Parcels(paths(atlas), Optional.empty(), List.of(only), as)));
  }

  Ask toSurface(List<Path> mesh, double radius, int points, int every) {
    return changed(
        ask ->
            ask.toSurface =
                Optional.of(new ToSurface(paths(mesh), "fsaverage5", radius, points, every)));
  }

  Ask repetitionTime(double seconds) {
    return changed(ask -> ask.repetitionTime = Optional.of(seconds));
  }

  private static List<InputPath> paths(List<Path> files) {
    return files.stream().map(file -> new InputPath(file, file.getFileName().toString())).toList();
  }

  Ask clean(CleanStep... steps) {
    return clean(List.of(steps));
  }

  Ask clean(List<CleanStep> steps) {
    return changed(ask -> ask.clean = steps);
  }

  Ask clean(int dummies, double driftPeriod, Scaling scale, String... confounds) {
    List<CleanStep> steps = new ArrayList<>();
    steps.add(CleanStep.of(new CleanStep.Trim(dummies, 0, CleanStep.Trim.Unit.VOLUMES)));
    steps.addAll(plain(driftPeriod, scale, confounds));
    return clean(steps);
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
        task,
        session,
        run,
        source,
        space,
        desc,
        atlas,
        hemisphere,
        entities,
        exclude,
        mask,
        0.25,
        component,
        complex,
        parcels,
        toSurface,
        repetitionTime,
        clean);
  }
}
