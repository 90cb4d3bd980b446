package dev.arcuate.engine.yaml;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one step of a workflow file. */
final class StepReader {
  static final List<String> KEYS =
      List.of(
          "uses", "with", "inputs", "sweep", "zip", "gather", "resources", "timeout", "retries");

  /** How a step is run must not depend on a sweep, so its references are put in here already. */
  private static final List<String> RESOLVED_HERE = List.of("resources", "timeout", "retries");

  private final Map<String, Node> params;
  private final Problems problems;

  /** Reads steps of a workflow with these params, final. */
  StepReader(Map<String, Node> params, Problems problems) {
    this.params = params;
    this.problems = problems;
  }

  Optional<Workflow.Step> read(Node.Scalar id, Node node) {
    boolean named = Ids.isId("id of a step", id, problems);
    String owner = "step " + Quoted.of(id.text());
    if (!(node instanceof Node.Mapping mapping)) {
      problems.add(
          YamlCode.WRONG_TYPE
              .at(node.position(), "%s takes a mapping, not %s".formatted(owner, node.kind()))
              .hint("write its keys below it, such as 'uses: words'"));
      return Optional.empty();
    }
    Fields step = new Fields(owner, mapping, problems).reportUnknown(KEYS);
    Optional<Node.Scalar> uses =
        step.requiredScalar(
            "uses", "add 'uses:' and the id of a component; 'arcuate plugins list' shows them");
    Workflow.Overrides overrides =
        new OverridesReader(problems).read(new Fields(owner, resolved(mapping), problems));
    List<Map<Node.Scalar, Node>> zip = zip(step);
    Map<Node.Scalar, Node> sweep = axis(step, "sweep", step.entries("sweep"));
    reportTwice(sweep, zip);
    Workflow.Step read =
        new Workflow.Step(
            id.position(),
            id,
            uses.orElse(id),
            step.mapping("with").orElse(empty(uses.orElse(id).position())),
            inputs(step),
            sweep,
            zip,
            gather(step),
            overrides);
    return named && uses.isPresent() ? Optional.of(read) : Optional.empty();
  }

  private Node.Mapping resolved(Node.Mapping step) {
    VariableResolver resolver = new VariableResolver(problems);
    return new Node.Mapping(
        step.position(),
        step.entries().stream()
            .filter(entry -> RESOLVED_HERE.contains(entry.key().text()))
            .map(entry -> new Node.Entry(entry.key(), resolver.resolve(entry.value(), params)))
            .toList());
  }

  /** Stands at the component's name, so that a missing setting is reported there. */
  private static Node.Mapping empty(Position place) {
    return new Node.Mapping(place, List.of());
  }

  private Map<Node.Scalar, List<Workflow.Reference>> inputs(Fields step) {
    Map<Node.Scalar, List<Workflow.Reference>> inputs = new LinkedHashMap<>();
    for (Node.Entry entry : step.entries("inputs")) {
      List<Workflow.Reference> references = new ArrayList<>();
      for (Node item : Fields.items(entry.value())) {
        step.scalar(entry.key().text(), item)
            .flatMap(scalar -> Ids.reference(scalar, problems))
            .ifPresent(references::add);
      }
      inputs.put(entry.key(), List.copyOf(references));
    }
    return Collections.unmodifiableMap(inputs);
  }

  private List<Map<Node.Scalar, Node>> zip(Fields step) {
    List<Map<Node.Scalar, Node>> axes = new ArrayList<>();
    for (Node item : step.items("zip")) {
      if (item instanceof Node.Mapping mapping) {
        axes.add(axis(step, "zip", mapping.entries()));
      } else {
        problems.add(
            YamlCode.WRONG_TYPE
                .at(
                    item.position(),
                    "'zip' of %s takes mappings of variables to lists, not %s"
                        .formatted(step.owner(), Binding.shown(item)))
                .hint("write it like 'zip: [{subject: [01, 02], session: [a, b]}]'"));
      }
    }
    return List.copyOf(axes);
  }

  private Map<Node.Scalar, Node> axis(Fields step, String key, List<Node.Entry> entries) {
    Map<Node.Scalar, Node> axis = new LinkedHashMap<>();
    for (Node.Entry entry : entries) {
      if (Ids.isVariable("name of a sweep variable", entry.key(), problems)
          && isValues(step, key, entry)) {
        Ids.warnIfAmbiguous(entry.value(), problems);
        axis.put(entry.key(), entry.value());
      }
    }
    return Collections.unmodifiableMap(axis);
  }

  private boolean isValues(Fields step, String key, Node.Entry entry) {
    // What a sweep over one text means, only the component can say: 'all' may stand for people.
    boolean one =
        entry.value() instanceof Node.Scalar scalar
            && (key.equals("sweep") || VariableResolver.reference(scalar).isPresent());
    if (one || entry.value() instanceof Node.Sequence) {
      return true;
    }
    problems.add(
        YamlCode.WRONG_TYPE
            .at(
                entry.value().position(),
                "'%s' of %s takes a list of values for '%s', not %s"
                    .formatted(key, step.owner(), entry.key().text(), Binding.shown(entry.value())))
            .hint("write [a, b, c], or $name for a param that holds a list"));
    return false;
  }

  private void reportTwice(Map<Node.Scalar, Node> sweep, List<Map<Node.Scalar, Node>> zip) {
    List<Node.Scalar> all = new ArrayList<>(sweep.keySet());
    zip.forEach(axis -> all.addAll(axis.keySet()));
    Map<String, Position> first = new HashMap<>();
    for (Node.Scalar variable : all) {
      Position place = first.putIfAbsent(variable.text(), variable.position());
      if (place != null) {
        problems.add(
            YamlCode.DUPLICATE_VARIABLE
                .at(
                    variable.position(),
                    "'%s' is swept over already, in line %d"
                        .formatted(variable.text(), place.line()))
                .hint("remove or rename one of the two"));
      }
    }
  }

  private List<Node.Scalar> gather(Fields step) {
    List<Node.Scalar> variables = new ArrayList<>();
    for (Node item : step.items("gather")) {
      step.scalar("gather", item)
          .filter(name -> Ids.isVariable("name of a sweep variable", name, problems))
          .ifPresent(variables::add);
    }
    return List.copyOf(variables);
  }
}
