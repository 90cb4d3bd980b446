package dev.arcuate.engine.plan;

import dev.arcuate.api.BrainReader;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import dev.arcuate.engine.yaml.Node;
import dev.arcuate.engine.yaml.VariableResolver;
import dev.arcuate.engine.yaml.Workflow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts people in place of what stands for several: {@code sweep: {subject: all}} of a reader. It
 * becomes what {@code sweep: {subject: [01, 02, …]}} would be, so that keys do not tell them apart.
 */
final class People {
  private static final String SUBJECT = "subject";
  private static final int SHOWN = 10;

  private final ComponentLookup components;
  private final SettingsCheck settings;
  private final Map<String, Node> params;
  private final Problems problems;
  private final Asking asking;

  People(
      ComponentLookup components,
      SettingsCheck settings,
      Map<String, Node> params,
      Problems problems) {
    this.components = components;
    this.settings = settings;
    this.params = params;
    this.problems = problems;
    this.asking = new Asking(problems);
  }

  /**
   * The step with people named one by one; what is wrong with the answer is reported, what is wrong
   * with the step is left to the checks that follow.
   */
  Workflow.Step named(Workflow.Step step, Node.Scalar uses) {
    Optional<Node.Scalar> variable =
        step.sweep().keySet().stream().filter(name -> name.text().equals(SUBJECT)).findFirst();
    Optional<ComponentHandle> reader =
        VariableResolver.references(uses).isEmpty()
            ? components.reader(uses.text())
            : Optional.empty();
    if (variable.isEmpty() || reader.isEmpty()) {
      return step;
    }
    Node written =
        new VariableResolver(new Problems()).resolve(step.sweep().get(variable.get()), params);
    List<Node> items =
        written instanceof Node.Sequence sequence ? sequence.items() : List.of(written);
    List<Node> named = new ArrayList<>();
    Set<String> met = new HashSet<>();
    Set<String> meant = new HashSet<>();
    for (Node item : items) {
      Optional<List<Node>> people =
          item instanceof Node.Scalar scalar
              ? people(step, reader.get(), scalar)
              : Optional.empty();
      for (Node person : people.orElse(List.of(item))) {
        String label = Sweeps.label(person);
        boolean known = people.isPresent() ? !met.add(label) : meant.contains(label);
        if (!known) {
          named.add(person);
        }
        met.add(label);
        people.ifPresent(all -> meant.add(label));
      }
    }
    if (meant.isEmpty()) {
      return step;
    }
    Map<Node.Scalar, Node> sweep = new LinkedHashMap<>(step.sweep());
    sweep.put(variable.get(), new Node.Sequence(written.position(), named));
    return step.sweptOver(sweep);
  }

  /** Empty where the text names one person; itself where the answer was a problem. */
  private Optional<List<Node>> people(
      Workflow.Step step, ComponentHandle reader, Node.Scalar written) {
    Optional<Record> tried = settings.tried(step, reader, Map.of(SUBJECT, written));
    if (tried.isEmpty()) {
      return Optional.empty();
    }
    Optional<Optional<BrainReader.People>> answer =
        asking.ask(
            reader,
            "the people that " + Quoted.of(written.text()) + " means",
            written.position(),
            () -> asked((BrainReader<?>) reader.component(), tried.get()));
    if (answer.isEmpty()) {
      return Optional.of(List.of(written));
    }
    return answer.get().map(people -> nodes(people, written));
  }

  private static <S extends Record> Optional<BrainReader.People> asked(
      BrainReader<S> reader, Record settings) {
    return reader.people(reader.settingsType().cast(settings));
  }

  private List<Node> nodes(BrainReader.People people, Node.Scalar written) {
    if (!people.leftOut().isEmpty()) {
      tell(people, written);
    }
    return people.labels().stream()
        .<Node>map(label -> new Node.Scalar(written.position(), label, true, written.definedAt()))
        .toList();
  }

  private void tell(BrainReader.People people, Node.Scalar written) {
    int leftOut = people.leftOut().size();
    String some =
        people.leftOut().entrySet().stream()
            .limit(SHOWN)
            .map(one -> one.getKey() + " (" + one.getValue() + ")")
            .collect(Collectors.joining(", "));
    problems.add(
        PlanCode.PEOPLE_LEFT_OUT
            .at(
                written.position(),
                "%s means %d people; %d more %s left out: %s"
                    .formatted(
                        Quoted.of(written.text()),
                        people.labels().size(),
                        leftOut,
                        leftOut == 1 ? "is" : "are",
                        some + (leftOut > SHOWN ? " and " + (leftOut - SHOWN) + " more" : "")))
            .asWarning());
  }
}
