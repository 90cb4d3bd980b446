package dev.arcuate.engine.yaml;

import dev.arcuate.engine.problem.DidYouMean;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings of published studies: {@code preset: NAME} includes a file of the distribution. With
 * {@code exact: true} the param {@code quirks} takes the list that the preset keeps in {@code
 * quirks-of-study}.
 */
final class Presets {
  static final String PRESET = "preset";
  static final String EXACT = "exact";
  private static final String QUIRKS = "quirks";
  private static final String OF_STUDY = "quirks-of-study";
  private static final String FOLDER = "workflows/presets";
  private static final String ENDING = ".yaml";

  private final Optional<Path> home;

  Presets(Optional<Path> home) {
    this.home = home;
  }

  /** The file of a preset; reports a name that none has. */
  Optional<Path> file(Node.Scalar name, Problems problems) {
    List<String> names = names();
    if (names.contains(name.text())) {
      return Optional.of(home.orElseThrow().resolve(FOLDER).resolve(name.text() + ENDING));
    }
    problems.add(
        YamlCode.UNKNOWN_PRESET
            .at(name.position(), "there is no preset %s".formatted(Quoted.of(name.text())))
            .hint(
                names.isEmpty()
                    ? "there are none here; write 'include:' and a file"
                    : DidYouMean.hint(name.text(), "presets", names)));
    return Optional.empty();
  }

  private List<String> names() {
    Optional<Path> folder = home.map(place -> place.resolve(FOLDER)).filter(Files::isDirectory);
    if (folder.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.get())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(ENDING))
          .map(file -> file.substring(0, file.length() - ENDING.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Switches the quirks of the study on where the workflow is to do exactly what it did. */
  static void apply(Fields workflow, Map<String, Node> params, Problems problems) {
    Optional<Node.Scalar> exact = workflow.scalar(EXACT);
    if (exact.isEmpty() || exact.get().text().equals("false")) {
      return;
    }
    if (!exact.get().text().equals("true")) {
      problems.add(
          YamlCode.WRONG_TYPE
              .at(
                  exact.get().position(),
                  "'exact' is true or false, not " + Quoted.of(exact.get().text()))
              .hint("write 'exact: true'"));
    } else if (params.containsKey(OF_STUDY)) {
      params.put(QUIRKS, params.get(OF_STUDY));
    } else if (workflow.scalar(PRESET).isEmpty()) {
      problems.add(
          YamlCode.MISSING_KEY
              .at(
                  exact.get().position(),
                  "'exact' says how a preset is followed, but none is named")
              .hint("add 'preset:' and the name of a study"));
    }
  }
}
