package dev.arcuate.engine.plan;

import dev.arcuate.api.Component;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.store.Digests;
import dev.arcuate.engine.yaml.Node;
import dev.arcuate.engine.yaml.SettingsWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The content of the files that settings name. Each file is looked at once. */
final class FileKeys {
  private final Digests digests;
  private final Problems problems;
  private final Asking asking;
  private final Map<Path, Known> known = new HashMap<>();

  FileKeys(Digests digests, Problems problems) {
    this.digests = digests;
    this.problems = problems;
    this.asking = new Asking(problems);
  }

  private record Known(Optional<String> digest, List<Problem> problems) {}

  /**
   * Files of one binding.
   *
   * @param digests content by logical path, of what is read
   * @param paths absolute by logical path, of all that settings name
   */
  record FilesOf(Map<String, String> digests, Map<String, String> paths) {}

  /** What a task with these settings reads; missing files are reported where they are named. */
  FilesOf of(Binding binding, Position place) {
    Map<String, String> paths = new TreeMap<>();
    List<InputPath> named =
        SettingsWriter.inputPaths(
            binding.variant().last().settings(), binding.stages().get(0).settings());
    named.forEach(path -> put(paths, path, binding, place));
    List<InputPath> read =
        asking
            .ask(
                binding.variant().handle(),
                "the files it reads",
                place,
                () ->
                    reads(
                        binding.variant().handle().component(),
                        binding.stages().get(0).settings().own()))
            .map(list -> list.isEmpty() ? named : list)
            // It has been said why; there will be no plan, and no key to read folders for.
            .orElse(List.of());
    Map<String, String> content = new TreeMap<>();
    for (InputPath path : read) {
      put(paths, path, binding, place);
      Known file = known.computeIfAbsent(path.path(), p -> look(path));
      file.digest().ifPresent(digest -> content.put(path.logical(), digest));
      for (Problem problem : file.problems()) {
        problems.add(problem.at(placeOf(path.logical(), binding.with()).orElse(place)));
      }
    }
    return new FilesOf(content, paths);
  }

  /** One text may mean two places: one counts from the file, the other from the current folder. */
  private void put(Map<String, String> paths, InputPath path, Binding binding, Position place) {
    String absolute = path.path().toString();
    String other = paths.putIfAbsent(path.logical(), absolute);
    if (other != null && !other.equals(absolute)) {
      problems.add(
          PlanCode.AMBIGUOUS_PATH
              .at(
                  placeOf(path.logical(), binding.with()).orElse(place),
                  "'%s' stands in the workflow, where it counts from that file, and was given with"
                          .formatted(path.logical())
                      + " --set, where it counts from the current folder")
              .hint("give one of them as an absolute path"));
    }
  }

  private static <S extends Record> List<InputPath> reads(Component<S> component, Record settings) {
    return component.reads(component.settingsType().cast(settings));
  }

  private Known look(InputPath path) {
    try {
      return new Known(Optional.of(digests.of(path)), List.of());
    } catch (ProblemException e) {
      return new Known(Optional.empty(), e.problems());
    }
  }

  /** Where the settings name a path, or a folder that it lies in. */
  private static Optional<Position> placeOf(String logical, Node node) {
    if (node instanceof Node.Scalar scalar) {
      boolean names =
          logical.equals(scalar.text())
              || (!scalar.text().isEmpty() && logical.startsWith(scalar.text() + "/"));
      return names ? Optional.of(scalar.position()) : Optional.empty();
    }
    List<Node> children =
        node instanceof Node.Sequence sequence
            ? sequence.items()
            : ((Node.Mapping) node).entries().stream().map(Node.Entry::value).toList();
    return children.stream().flatMap(child -> placeOf(logical, child).stream()).findFirst();
  }
}
