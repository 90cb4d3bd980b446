package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Fitted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which parts of a design are scored by themselves, so that scores of simple predictors stand
 * beside the model's. Source: methods reference, sections 9 and 12.
 *
 * @param all the whole design first; no two with the same groups
 * @param baseline names of the groups that count as simple predictors
 * @param without for each group, by name, the model of all others, if unique variance is asked for
 * @param autocorrelation whether the model without features is asked for
 */
record NestedModels(
    List<NestedModel> all,
    List<String> baseline,
    Map<String, NestedModel> without,
    boolean autocorrelation) {
  static final String BASELINE = "baseline";
  static final String MODEL = "model";
  static final String UNTRAINED = "untrained";

  /** What stands for every group that the design calls a baseline. */
  private static final String ALL = "all";

  static final String AUTOCORRELATION = "autocorrelation";

  static NestedModels of(
      Design design, Optional<Design> untrained, List<String> baselines, boolean unique) {
    List<Integer> simple = simple(design, baselines);
    List<Integer> everything = IntStream.range(0, design.groups().size()).boxed().toList();
    List<Integer> rest = everything.stream().filter(g -> !simple.contains(g)).toList();
    Map<List<Integer>, NestedModel> models = new LinkedHashMap<>();
    models.put(everything, new NestedModel(NestedModel.FULL, design, everything));
    boolean nested = !simple.isEmpty() && !rest.isEmpty();
    if (nested) {
      add(models, BASELINE, design, simple);
      add(models, MODEL, design, rest);
    }
    if (nested || simple.size() > 1) {
      simple.forEach(g -> add(models, design.groups().get(g).name(), design, List.of(g)));
    }
    Map<String, NestedModel> without = new LinkedHashMap<>();
    if (unique) {
      for (int group : everything) {
        String name = design.groups().get(group).name();
        List<Integer> others = everything.stream().filter(g -> g != group).toList();
        if (others.isEmpty()) {
          throw Problem.user(
                  "ONE_FEATURE_GROUP",
                  "'unique' asks what '" + name + "' adds to the others, but it is the only group")
              .hint("leave out 'unique', or add features to the design")
              .exception();
        }
        without.put(name, add(models, "without-" + name, design, others));
      }
    }
    List<NestedModel> all = new ArrayList<>(models.values());
    untrained.ifPresent(other -> all.add(twin(design, other)));
    return new NestedModels(
        List.copyOf(all),
        simple.stream().map(g -> design.groups().get(g).name()).toList(),
        without,
        baselines.contains(AUTOCORRELATION) || baselines.contains(ALL));
  }

  private static NestedModel add(
      Map<List<Integer>, NestedModel> models, String name, Design design, List<Integer> groups) {
    return models.computeIfAbsent(groups, g -> new NestedModel(name, design, g));
  }

  private static NestedModel twin(Design design, Design other) {
    if (!other.sampling().equals(design.sampling())) {
      throw differs("the untrained design has other rows than the design");
    }
    if (other.maxDelaySeconds() > design.maxDelaySeconds()) {
      throw differs(
          "the untrained design looks "
              + other.maxDelaySeconds()
              + " s back, the design "
              + design.maxDelaySeconds()
              + " s");
    }
    for (Fitted fitted : other.fitted()) {
      if (!design.fitted().contains(fitted)) {
        throw differs(
            fitted.name() + " was fitted for the untrained design, and not for the design");
      }
    }
    return new NestedModel(
        UNTRAINED, other, IntStream.range(0, other.groups().size()).boxed().toList());
  }

  private static RuntimeException differs(String text) {
    return Problem.user("UNTRAINED_DIFFERS", text)
        .hint("make both with the same settings, from the same words")
        .exception();
  }

  private static List<Integer> simple(Design design, List<String> baselines) {
    List<String> names = design.groups().stream().map(Design.Group::name).toList();
    for (String name : baselines) {
      if (!name.equals(ALL) && !name.equals(AUTOCORRELATION) && !names.contains(name)) {
        throw Problem.user(
                "UNKNOWN_BASELINE",
                "'baselines' names '"
                    + name
                    + "', but the groups of the design are "
                    + names.stream().collect(Collectors.joining(", ")))
            .hint("add it to the 'features' of the design step; autocorrelation needs no feature")
            .exception();
      }
    }
    return IntStream.range(0, names.size())
        .filter(
            g ->
                baselines.contains(names.get(g))
                    || (baselines.contains(ALL) && design.groups().get(g).baseline()))
        .boxed()
        .toList();
  }

  /**
   * Names of all that is fitted.
   *
   * @param untrained whether an untrained twin belongs to them of which nothing is known
   */
  List<String> names(boolean untrained) {
    List<String> names = new ArrayList<>(all.stream().map(NestedModel::name).toList());
    if (untrained) {
      names.add(UNTRAINED);
    }
    if (autocorrelation) {
      names.add(AUTOCORRELATION);
    }
    return names;
  }

  NestedModel full() {
    return all.get(0);
  }

  Optional<NestedModel> named(String name) {
    return all.stream().filter(model -> model.name().equals(name)).findFirst();
  }
}
