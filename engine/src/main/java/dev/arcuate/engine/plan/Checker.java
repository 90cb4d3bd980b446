package dev.arcuate.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.plugins.Catalog;
import dev.arcuate.engine.problem.DidYouMean;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import dev.arcuate.engine.stages.Stages;
import dev.arcuate.engine.yaml.InputPaths;
import dev.arcuate.engine.yaml.Node;
import dev.arcuate.engine.yaml.VariableResolver;
import dev.arcuate.engine.yaml.Workflow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds every mistake of a workflow that can be found without touching its data. */
public final class Checker {
  private static final String MODEL = ".model";

  private final Stages stages;
  private final String sdkVersion;
  private final Optional<Path> home;
  private final Function<String, Path> models;

  /**
   * @param sdkVersion what {@code requires: {arcuate: …}} is compared with
   * @param home the distribution, which {@code arcuate:} paths count from
   */
  public Checker(Stages stages, String sdkVersion, Optional<Path> home) {
    this(
        stages,
        sdkVersion,
        home,
        name -> {
          throw new IllegalArgumentException("there is no catalogue of models");
        });
  }

  /**
   * @param models finds models by name, which {@code models:} paths count from
   */
  public Checker(
      Stages stages, String sdkVersion, Optional<Path> home, Function<String, Path> models) {
    this.stages = requireNonNull(stages, "stages");
    this.sdkVersion = requireNonNull(sdkVersion, "sdkVersion");
    this.home = requireNonNull(home, "home");
    this.models = requireNonNull(models, "models");
  }

  /**
   * Checks a workflow.
   *
   * @param catalog the components there are
   * @param use component id by step id, in place of what the workflow says
   * @param problems receives whatever is found, warnings too
   * @throws dev.arcuate.api.ProblemException with everything in {@code problems} if there is an
   *     error
   */
  public CheckedWorkflow check(
      Workflow workflow, Catalog catalog, Map<String, String> use, Problems problems) {
    CheckedWorkflow checked = new Run(workflow, catalog, use, problems).check();
    problems.throwIfErrors();
    return checked;
  }

  /** The state of one check. */
  private final class Run {
    private final Workflow workflow;
    private final Map<String, String> use;
    private final Problems problems;
    private final StepOrder order;
    private final Map<String, CheckedStep> steps = new LinkedHashMap<>();
    private final Wiring wiring;
    private final Axes axes;
    private final SettingsCheck settings;
    private final People people;

    Run(Workflow workflow, Catalog catalog, Map<String, String> use, Problems problems) {
      this.workflow = workflow;
      this.use = use;
      this.problems = problems;
      Requirements.check(workflow.requires(), catalog, sdkVersion, problems);
      VariableResolver resolver = new VariableResolver(problems);
      Map<String, Node> params = resolver.resolveParams(workflow.params());
      ComponentLookup components = new ComponentLookup(catalog, stages, problems);
      order = StepOrder.of(workflow, problems);
      wiring = new Wiring(order, steps, problems);
      axes = new Axes(new Sweeps(params, resolver, problems), problems);
      settings =
          new SettingsCheck(
              components,
              workflow.defaults(),
              params,
              InputPaths.under(workflow.folder(), home).withModels(models),
              problems);
      people = new People(components, settings, params, problems);
      warnOfUnknownDefaults(components, catalog);
      checkUse();
    }

    CheckedWorkflow check() {
      for (Workflow.Step step : order.steps()) {
        CheckedStep checked = new CheckedStep(people.named(step, uses(step)));
        wiring.follow(checked);
        checked.grid(axes.of(checked));
        Node.Scalar uses = uses(step);
        settings.components(checked, uses);
        settings.settings(checked, uses);
        steps.put(checked.id(), checked);
      }
      steps.values().forEach(wiring::check);
      return new CheckedWorkflow(workflow, new ArrayList<>(steps.values()), results());
    }

    private Node.Scalar uses(Workflow.Step step) {
      for (String name : names(step)) {
        String other = use.get(name);
        if (other != null) {
          return new Node.Scalar(place(name, other), other, true);
        }
      }
      return step.uses();
    }

    /** A step of a language model also goes by what it holds: {@code activations.model}. */
    private List<String> names(Workflow.Step step) {
      return List.of(step.id().text(), step.id().text() + MODEL);
    }

    private Position place(String step, String component) {
      return new Position("--use " + step + "=" + component, 0, 0);
    }

    private void checkUse() {
      List<String> ids = workflow.steps().stream().map(step -> step.id().text()).toList();
      List<String> known = workflow.steps().stream().flatMap(step -> names(step).stream()).toList();
      use.forEach(
          (step, component) -> {
            if (!known.contains(step)) {
              problems.add(
                  PlanCode.UNKNOWN_STEP
                      .at(place(step, component), "there is no step %s".formatted(Quoted.of(step)))
                      .hint(DidYouMean.hint(step, "steps", ids)));
            }
          });
    }

    private void warnOfUnknownDefaults(ComponentLookup components, Catalog catalog) {
      workflow
          .defaults()
          .forEach(
              (id, mapping) -> {
                if (!components.exists(id)) {
                  List<String> known = catalog.components().stream().map(c -> c.id()).toList();
                  problems.add(
                      PlanCode.UNKNOWN_COMPONENT
                          .at(
                              mapping.position(),
                              "there are defaults for %s, but no such component"
                                  .formatted(Quoted.of(id)))
                          .hint(DidYouMean.hint(id, "components", known))
                          .asWarning());
                }
              });
    }

    /** What the workflow asks for, or every output that no step reads. */
    private List<Feed> results() {
      List<Feed> results = new ArrayList<>();
      if (!workflow.results().isEmpty()) {
        Set<String> named = new HashSet<>();
        for (Workflow.Reference reference : workflow.results()) {
          order
              .find(reference)
              .flatMap(step -> wiring.feed(reference))
              .filter(feed -> named.add(feed.name()))
              .ifPresent(results::add);
        }
        return results;
      }
      Set<String> read = new HashSet<>();
      steps
          .values()
          .forEach(
              step ->
                  step.feeds()
                      .values()
                      .forEach(feeds -> feeds.forEach(feed -> read.add(feed.name()))));
      for (Workflow.Step step : workflow.steps()) {
        CheckedStep checked = steps.get(step.id().text());
        for (Variant variant : checked.variants().stream().limit(1).toList()) {
          for (Port output : variant.outputs()) {
            Workflow.Reference reference =
                new Workflow.Reference(step.position(), checked.id(), Optional.of(output.name()));
            Feed feed = new Feed(reference, checked, output.name());
            if (!read.contains(feed.name())) {
              results.add(feed);
            }
          }
        }
      }
      return results;
    }
  }
}
