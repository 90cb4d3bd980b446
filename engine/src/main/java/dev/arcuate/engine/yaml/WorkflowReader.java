package dev.arcuate.engine.yaml;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.problem.DidYouMean;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import dev.arcuate.engine.yaml.WorkflowFiles.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a workflow file with all that it includes. Knows the format only: whether components, ports
 * and steps exist is found out later, when the workflow meets a catalog.
 */
public final class WorkflowReader {
  /** The version of the format that this reader understands. */
  public static final String VERSION = "1";

  static final List<String> KEYS =
      List.of(
          "arcuate",
          "name",
          "description",
          "preset",
          "exact",
          "include",
          "requires",
          "params",
          "defaults",
          "steps",
          "results");

  /** What a whole workflow has and a fragment to be included has not. */
  private static final List<String> OF_WHOLE_ONLY = List.of("name", "preset", "exact", "results");

  static final List<String> KEYS_OF_INCLUDED =
      KEYS.stream().filter(key -> !OF_WHOLE_ONLY.contains(key)).toList();

  private final WorkflowFiles.Disk disk;
  private final YamlReader reader;
  private final Presets presets;

  /** Reads workflows that name no preset. */
  public WorkflowReader() {
    this(Optional.empty());
  }

  /**
   * @param home the distribution, which has the presets
   */
  public WorkflowReader(Optional<Path> home) {
    this(WorkflowFiles.Disk.REAL, new YamlReader(), home);
  }

  WorkflowReader(WorkflowFiles.Disk disk, YamlReader reader, Optional<Path> home) {
    this.presets = new Presets(home);
    this.disk = requireNonNull(disk, "disk");
    this.reader = requireNonNull(reader, "reader");
  }

  /**
   * Reads a workflow.
   *
   * @param file as the user gave it; positions name it in the same way
   * @param overrides of params, each {@code name=value} with the value as YAML; the last one wins
   * @param problems receives whatever is found, warnings too
   * @throws dev.arcuate.api.ProblemException with everything in {@code problems} if there is an
   *     error
   */
  public Workflow read(Path file, List<String> overrides, Problems problems) {
    Problems unread = new Problems();
    Optional<Source> source = new WorkflowFiles(disk, reader, presets, unread).read(file);
    Problems checked = new Problems();
    Optional<Workflow> workflow =
        source.flatMap(found -> workflow(file, found, overrides, checked));
    problems.addAll(unread.sorted());
    // Where something could not be read, that it does not fit either is not another problem.
    Set<Optional<Position>> places =
        unread.sorted().stream().map(Problem::position).collect(Collectors.toSet());
    checked.sorted().stream()
        .filter(problem -> !places.contains(problem.position()))
        .forEach(problems::add);
    problems.throwIfErrors();
    return workflow.orElseThrow();
  }

  private Optional<Workflow> workflow(
      Path file, Source source, List<String> overrides, Problems problems) {
    Fields fields = new Fields("a workflow", source.root(), problems).reportUnknown(KEYS);
    reportVersion(fields, true);
    checkIncluded(source, problems);
    Optional<Node.Scalar> name =
        fields.requiredScalar("name", "add 'name:' and a short name, such as 'name: my-study'");
    name.ifPresent(id -> Ids.isId("name of a workflow", id, problems));
    fields.required("steps", "add 'steps:' and at least one step below it");

    Map<String, Node> params = values(params(source, problems));
    Presets.apply(fields, params, problems);
    override(params, overrides, problems);
    Map<String, Node> resolved = new VariableResolver(problems).resolveParams(params);
    List<Workflow.Step> steps = new ArrayList<>();
    readSteps(source, new StepReader(resolved, problems), new LinkedHashMap<>(), steps, problems);
    String description = fields.scalar("description").map(Node.Scalar::text).orElse("");
    Map<String, Node.Scalar> requires = requires(source, problems);
    Map<String, Node.Mapping> defaults = defaults(source, problems);
    List<Workflow.Reference> results = results(fields, problems);
    return name.map(
        id ->
            new Workflow(
                WorkflowFiles.shown(file),
                file.toAbsolutePath().normalize().getParent(),
                id.text(),
                description,
                requires,
                Collections.unmodifiableMap(params),
                defaults,
                List.copyOf(steps),
                results));
  }

  private static void checkIncluded(Source source, Problems problems) {
    for (Source included : source.includes()) {
      Fields fields = new Fields("an included file", included.root(), problems);
      reportVersion(fields, false);
      fields.reportUnknown(KEYS_OF_INCLUDED, OF_WHOLE_ONLY);
      for (String key : OF_WHOLE_ONLY) {
        if (fields.node(key).isPresent()) {
          problems.add(
              YamlCode.UNKNOWN_KEY
                  .at(fields.place(key), "an included file has no key '%s'".formatted(key))
                  .hint("move it to the file that includes this one"));
        }
      }
      checkIncluded(included, problems);
    }
  }

  private static void reportVersion(Fields fields, boolean required) {
    if (required) {
      fields.required("arcuate", "begin the file with 'arcuate: " + VERSION + "'");
    }
    fields
        .scalar("arcuate")
        .filter(version -> !version.text().equals(VERSION))
        .ifPresent(
            version ->
                fields
                    .problems()
                    .add(
                        YamlCode.UNSUPPORTED_VERSION
                            .at(
                                version.position(),
                                "version %s of the workflow format is not known here"
                                    .formatted(Quoted.of(version.text())))
                            .hint(
                                "write 'arcuate: %s', or use a newer Arcuate".formatted(VERSION))));
  }

  private static Map<String, Node.Entry> params(Source source, Problems problems) {
    Map<String, Node.Entry> own = new LinkedHashMap<>();
    for (Node.Entry entry : new Fields("a workflow", source.root(), problems).entries("params")) {
      if (Ids.isVariable("name of a param", entry.key(), problems)) {
        Ids.warnIfAmbiguous(entry.value(), problems);
        own.put(entry.key().text(), entry);
      }
    }
    List<Map<String, Node.Entry>> included =
        source.includes().stream().map(one -> params(one, problems)).toList();
    return Merged.of("param", included, own, problems);
  }

  private static Map<String, Node> values(Map<String, Node.Entry> entries) {
    Map<String, Node> values = new LinkedHashMap<>();
    entries.forEach((name, entry) -> values.put(name, entry.value()));
    return values;
  }

  private void override(Map<String, Node> params, List<String> overrides, Problems problems) {
    for (String override : overrides) {
      int equals = override.indexOf('=');
      String name = equals < 0 ? override : override.substring(0, equals).strip();
      Position place = new Position(Node.OVERRIDE + name, 0, 0);
      if (equals < 0 || override.substring(equals + 1).isBlank()) {
        problems.add(
            YamlCode.INVALID_OVERRIDE
                .at(place, "%s gives no value to a param".formatted(Quoted.of(override)))
                .hint("write --set name=value, with the value as in a workflow"));
      } else if (!params.containsKey(name)) {
        problems.add(
            YamlCode.UNKNOWN_PARAM
                .at(place, "the workflow has no param %s".formatted(Quoted.of(name)))
                .hint(DidYouMean.hint(name, "params", params.keySet())));
      } else {
        reader
            .value(place, override.substring(equals + 1), problems)
            .ifPresent(value -> params.put(name, value));
      }
    }
  }

  private static void readSteps(
      Source source,
      StepReader reader,
      Map<String, Position> places,
      List<Workflow.Step> steps,
      Problems problems) {
    for (Source included : source.includes()) {
      readSteps(included, reader, places, steps, problems);
    }
    for (Node.Entry entry : new Fields("a workflow", source.root(), problems).entries("steps")) {
      Position first = places.putIfAbsent(entry.key().text(), entry.key().position());
      if (first != null) {
        problems.add(
            YamlCode.DUPLICATE_STEP
                .at(
                    entry.key().position(),
                    "there is a step %s already, at %s"
                        .formatted(Quoted.of(entry.key().text()), first))
                .hint("rename one of the two"));
      }
      reader.read(entry.key(), entry.value()).ifPresent(steps::add);
    }
  }

  /** Ranges of a file and of what it includes must all hold. */
  private static Map<String, Node.Scalar> requires(Source source, Problems problems) {
    Map<String, Node.Scalar> ranges = new LinkedHashMap<>();
    source
        .includes()
        .forEach(one -> requires(one, problems).forEach((id, range) -> both(ranges, id, range)));
    Fields fields = new Fields("a workflow", source.root(), problems);
    for (Node.Entry entry : fields.entries("requires")) {
      fields
          .scalar("requires", entry.value())
          .ifPresent(range -> both(ranges, entry.key().text(), range));
    }
    return Collections.unmodifiableMap(ranges);
  }

  private static void both(Map<String, Node.Scalar> ranges, String id, Node.Scalar range) {
    Node.Scalar before = ranges.put(id, range);
    if (before != null && !before.text().equals(range.text())) {
      String text = "(%s) & (%s)".formatted(before.text(), range.text());
      ranges.put(id, new Node.Scalar(range.position(), text, true));
    }
  }

  private static Map<String, Node.Mapping> defaults(Source source, Problems problems) {
    List<Map<String, Node.Mapping>> included =
        source.includes().stream().map(one -> defaults(one, problems)).toList();
    Map<String, Node.Mapping> own = ownDefaults(source, problems);
    Set<String> components = new LinkedHashSet<>();
    included.forEach(one -> components.addAll(one.keySet()));
    components.addAll(own.keySet());
    Map<String, Node.Mapping> merged = new LinkedHashMap<>();
    for (String component : components) {
      List<Node.Mapping> given =
          included.stream().map(one -> one.get(component)).filter(Objects::nonNull).toList();
      Optional<Node.Mapping> mine = Optional.ofNullable(own.get(component));
      Map<String, Node.Entry> settings =
          Merged.of(
              "in the defaults of %s, setting".formatted(Quoted.of(component)),
              given.stream().map(WorkflowReader::byName).toList(),
              mine.map(WorkflowReader::byName).orElse(Map.of()),
              problems);
      Position place = mine.orElseGet(() -> given.get(0)).position();
      merged.put(component, new Node.Mapping(place, List.copyOf(settings.values())));
    }
    return Collections.unmodifiableMap(merged);
  }

  private static Map<String, Node.Entry> byName(Node.Mapping mapping) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    mapping.entries().forEach(entry -> entries.put(entry.key().text(), entry));
    return entries;
  }

  private static Map<String, Node.Mapping> ownDefaults(Source source, Problems problems) {
    Map<String, Node.Mapping> own = new LinkedHashMap<>();
    Fields fields = new Fields("a workflow", source.root(), problems);
    for (Node.Entry entry : fields.entries("defaults")) {
      if (entry.value() instanceof Node.Mapping settings) {
        own.put(entry.key().text(), settings);
      } else if (!(entry.value() instanceof Node.Scalar scalar && scalar.isNull())) {
        problems.add(
            YamlCode.WRONG_TYPE
                .at(
                    entry.value().position(),
                    "the defaults of %s are a mapping of settings, not %s"
                        .formatted(Quoted.of(entry.key().text()), entry.value().kind()))
                .hint("write 'defaults: {component-id: {setting: value}}'"));
      }
    }
    return own;
  }

  private static List<Workflow.Reference> results(Fields fields, Problems problems) {
    List<Workflow.Reference> results = new ArrayList<>();
    for (Node item : fields.items("results")) {
      fields
          .scalar("results", item)
          .flatMap(scalar -> Ids.reference(scalar, problems))
          .ifPresent(results::add);
    }
    return List.copyOf(results);
  }
}
