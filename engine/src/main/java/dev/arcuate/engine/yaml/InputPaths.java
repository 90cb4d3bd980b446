package dev.arcuate.engine.yaml;

import dev.arcuate.api.settings.InputPath;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the place on this machine of a path as it stands in a workflow. */
@FunctionalInterface
public interface InputPaths {
  /** What a path begins with that counts from the distribution. */
  String DISTRIBUTION = "arcuate:";

  /** What a path begins with that names a model of the catalogue. */
  String MODELS = "models:";

  /**
   * Does not look whether anything is there.
   *
   * @throws IllegalArgumentException saying why there can be no such path, in words for the author
   *     of the workflow
   */
  InputPath resolve(String logical);

  /** The same for a path given with the command, where relative paths may count from elsewhere. */
  default InputPath resolveOverride(String logical) {
    return resolve(logical);
  }

  /**
   * Paths of a workflow. A relative path given with the command counts from the current folder, as
   * whoever types it expects.
   *
   * @param folder what relative paths in the file count from
   * @param home the distribution, which {@code arcuate:} paths count from; empty if there is none
   */
  static InputPaths under(Path folder, Optional<Path> home) {
    return new InputPaths() {
      @Override
      public InputPath resolve(String logical) {
        return logical.startsWith(DISTRIBUTION)
            ? inside(home, logical)
            : new InputPath(place(folder, logical), logical);
      }

      @Override
      public InputPath resolveOverride(String logical) {
        return logical.startsWith(DISTRIBUTION)
            ? inside(home, logical)
            : new InputPath(place(Path.of(""), logical), logical);
      }
    };
  }

  /**
   * These paths, and those of models by name.
   *
   * @param places finds a model; throws as {@link #resolve} does
   */
  default InputPaths withModels(Function<String, Path> places) {
    InputPaths others = this;
    return new InputPaths() {
      @Override
      public InputPath resolve(String logical) {
        return logical.startsWith(MODELS) ? model(places, logical) : others.resolve(logical);
      }

      @Override
      public InputPath resolveOverride(String logical) {
        return logical.startsWith(MODELS)
            ? model(places, logical)
            : others.resolveOverride(logical);
      }
    };
  }

  /** Paths of a task: exactly those named, wherever they are on this machine. */
  static InputPaths known(Map<String, String> absoluteByLogical) {
    return logical -> {
      String absolute = absoluteByLogical.get(logical);
      if (absolute == null) {
        throw new IllegalArgumentException("the task does not say where it is");
      }
      return new InputPath(Path.of(absolute), logical);
    };
  }

  private static InputPath model(Function<String, Path> places, String logical) {
    String[] parts = logical.substring(MODELS.length()).split("/", 2);
    Path model = places.apply(parts[0]);
    Path inside = parts.length == 1 ? model : place(model, parts[1]);
    if (!inside.startsWith(model)) {
      throw new IllegalArgumentException("it leads out of the model");
    }
    return new InputPath(inside, logical);
  }

  private static InputPath inside(Optional<Path> home, String logical) {
    Path base =
        home.orElseThrow(() -> new IllegalArgumentException("there is no distribution to look in"));
    Path inside = place(base, logical.substring(DISTRIBUTION.length()));
    if (!inside.startsWith(base.toAbsolutePath().normalize())) {
      throw new IllegalArgumentException("it leads out of the distribution");
    }
    return new InputPath(inside, logical);
  }

  private static Path place(Path base, String path) {
    try {
      return base.resolve(path).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e.getReason(), e);
    }
  }
}
