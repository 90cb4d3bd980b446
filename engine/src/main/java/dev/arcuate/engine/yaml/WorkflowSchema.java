package dev.arcuate.engine.yaml;

import static dev.arcuate.engine.yaml.Schemas.anyOf;
import static dev.arcuate.engine.yaml.Schemas.described;
import static dev.arcuate.engine.yaml.Schemas.object;
import static dev.arcuate.engine.yaml.Schemas.oneOrMany;
import static dev.arcuate.engine.yaml.Schemas.orReference;
import static dev.arcuate.engine.yaml.Schemas.text;
import static dev.arcuate.engine.yaml.Schemas.type;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON Schema (2020-12) of a workflow file, given the components there are. An editor that knows it
 * completes and explains keys, components and their settings. It is laxer than reading the file:
 * whether a setting that has no default comes from {@code defaults} it cannot see, nor whether a
 * name refers to anything.
 */
public final class WorkflowSchema {
  private static final String ID = "^" + Ids.ID + "$";
  private static final String VARIABLE = "^" + Ids.VARIABLE + "$";
  private static final String OUTPUT = "^" + Ids.ID + "(?:\\." + Ids.ID + ")?$";

  private WorkflowSchema() {}

  /**
   * What a schema says of a component.
   *
   * @param summary one sentence
   * @param inputs names of the input ports
   */
  public record ComponentEntry(ComponentSettings settings, String summary, List<String> inputs) {
    public ComponentEntry {
      requireNonNull(settings, "settings");
      requireNonNull(summary, "summary");
      inputs = List.copyOf(inputs);
    }
  }

  /** Of workflows that use these components. */
  public static Map<String, Object> of(List<ComponentEntry> components) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", Schemas.DIALECT);
    schema.put("title", "Arcuate workflow");
    schema.putAll(object(properties(components), false));
    schema.put("required", List.of("arcuate", "name", "steps"));
    Map<String, Object> definitions = new LinkedHashMap<>();
    definitions.put("output", described("A step, or step.output.", text(OUTPUT)));
    definitions.put("step", step(components));
    for (ComponentEntry component : components) {
      definitions.put(with(component), SettingsSchema.object(component.settings().types(), false));
    }
    schema.put("$defs", definitions);
    return schema;
  }

  private static Map<String, Object> properties(List<ComponentEntry> components) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("arcuate", described("Version of this file format.", Schemas.of("const", 1)));
    properties.put("name", described("Name of the study, in kebab-case.", text(ID)));
    properties.put("description", described("What the workflow is for.", orNull(type("string"))));
    properties.put(
        "preset", described("A published study whose settings are used.", orNull(type("string"))));
    properties.put(
        "exact",
        described(
            "Whether the quirks of the study's code are followed, too; results say so.",
            orNull(type("boolean"))));
    properties.put(
        "include",
        described(
            "Files whose params, defaults and steps are merged in; relative to this file.",
            orNull(oneOrMany(type("string")))));
    properties.put(
        "requires",
        described(
            "Ranges of versions by plugin id; 'arcuate' is Arcuate itself.",
            orNull(object(Map.of(), type("string")))));
    properties.put(
        "params",
        described("Values to refer to as $name, and to change by --set.", orNull(named(true))));
    properties.put(
        "defaults",
        described(
            "Settings by component, for every step that uses it.", orNull(defaults(components))));
    Map<String, Object> steps = object(Map.of(), reference("step"));
    steps.put("propertyNames", text(ID));
    steps.put("minProperties", 1);
    properties.put("steps", described("What is done, by step id.", steps));
    properties.put(
        "results",
        described(
            "Outputs to export; by default every one that no step takes as input.",
            orNull(oneOrMany(reference("output")))));
    return properties;
  }

  private static Map<String, Object> defaults(List<ComponentEntry> components) {
    Map<String, Object> settings = new LinkedHashMap<>();
    components.forEach(one -> settings.put(one.settings().component(), reference(with(one))));
    return object(settings, false);
  }

  private static Map<String, Object> step(List<ComponentEntry> components) {
    Map<String, Object> axis = named(anyOf(type("array"), Schemas.REFERENCE));
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("uses", described("The component that does the work.", uses(components)));
    properties.put("with", described("Its settings.", orNull(type("object"))));
    properties.put(
        "inputs",
        described(
            "Where its inputs come from, by port.",
            orNull(object(Map.of(), oneOrMany(reference("output"))))));
    Map<String, Object> swept = named(anyOf(type("array"), type("string")));
    properties.put(
        "sweep",
        described(
            "Variables to run it for, every combination. A reader takes subject: all, too.",
            orNull(swept)));
    properties.put("zip", described("Variables that move together.", orNull(oneOrMany(axis))));
    properties.put(
        "gather",
        described(
            "Sweep variables of the inputs to collect here.", orNull(oneOrMany(text(VARIABLE)))));
    properties.put("resources", described("What a task of it may use.", orNull(resources())));
    properties.put(
        "timeout",
        described("Time limit of an attempt.", orNull(orReference(text(Durations.PATTERN)))));
    properties.put(
        "retries",
        described("How often a failed task is tried again.", orNull(orReference(whole(0, 100)))));
    Map<String, Object> step = object(properties, false);
    step.put("required", List.of("uses"));
    if (!components.isEmpty()) {
      step.put("allOf", components.stream().map(WorkflowSchema::when).toList());
    }
    return step;
  }

  /** If a step uses this component, these are its settings and inputs. */
  private static Map<String, Object> when(ComponentEntry component) {
    Map<String, Object> uses = new LinkedHashMap<>();
    uses.put("uses", Schemas.of("const", component.settings().component()));
    Map<String, Object> condition = Schemas.of("properties", uses);
    condition.put("required", List.of("uses"));
    Map<String, Object> ports = new LinkedHashMap<>();
    component.inputs().forEach(port -> ports.put(port, true));
    Map<String, Object> then = new LinkedHashMap<>();
    then.put("with", orNull(reference(with(component))));
    then.put("inputs", orNull(object(ports, false)));
    Map<String, Object> conditional = Schemas.of("if", condition);
    conditional.put("then", Schemas.of("properties", then));
    return conditional;
  }

  private static Map<String, Object> uses(List<ComponentEntry> components) {
    List<Object> choices = new ArrayList<>();
    for (ComponentEntry component : components) {
      Map<String, Object> choice = Schemas.of("const", component.settings().component());
      choice.put("description", component.summary());
      choices.add(choice);
    }
    choices.add(Schemas.REFERENCE);
    return anyOf(choices.toArray());
  }

  private static Map<String, Object> resources() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("threads", described("CPU threads.", orReference(whole(1, 4096))));
    properties.put("memory", described("Such as 2GiB.", orReference(text(ByteSizes.PATTERN))));
    properties.put("gpus", described("0 or 1.", orReference(whole(0, 1))));
    return object(properties, false);
  }

  private static Map<String, Object> whole(int min, int max) {
    Map<String, Object> schema = type("integer");
    schema.put("minimum", min);
    schema.put("maximum", max);
    return schema;
  }

  /** A mapping whose keys are names of params or variables. */
  private static Map<String, Object> named(Object values) {
    Map<String, Object> schema = object(Map.of(), values);
    schema.put("propertyNames", text(VARIABLE));
    return schema;
  }

  /** A key may be left without a value. */
  private static Map<String, Object> orNull(Map<String, Object> schema) {
    return anyOf(schema, type("null"));
  }

  private static Map<String, Object> reference(String definition) {
    return Schemas.of("$ref", "#/$defs/" + definition);
  }

  private static String with(ComponentEntry component) {
    return "with-" + component.settings().component();
  }
}
