package dev.arcuate.pretrained.graph;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.settings.InputPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the parts of a model lie, also in the layout of the model hub: graphs in a folder {@code
 * onnx}, all else above it.
 *
 * @param model as the settings name it
 * @param incomplete makes a problem of what is missing
 */
public record GraphFolder(InputPath model, Function<String, Problem> incomplete) {
  private static final String OF_GRAPHS = "onnx";

  public GraphFolder {
    requireNonNull(model, "model");
    requireNonNull(incomplete, "incomplete");
  }

  /**
   * The graph that is named, or else {@code model.onnx}, or the only one.
   *
   * @param file name of the graph, from the folder
   * @throws dev.arcuate.api.ProblemException when there is none, or there are several
   */
  public Path graph(Optional<String> file) throws IOException {
    Path folder = model.path();
    if (file.isPresent()) {
      Path named = folder.resolve(file.get());
      if (!Files.isRegularFile(named)) {
        throw problem("'" + model + "' has no file '" + file.get() + "'").exception();
      }
      return named;
    }
    for (Path place : List.of(folder, folder.resolve(OF_GRAPHS))) {
      if (Files.isRegularFile(place.resolve("model.onnx"))) {
        return place.resolve("model.onnx");
      }
      List<Path> graphs = files(place, ".onnx");
      if (graphs.size() > 1) {
        throw problem("'" + model + "' holds several graphs: " + names(graphs))
            .hint("say which one with 'file'")
            .exception();
      }
      if (graphs.size() == 1) {
        return graphs.get(0);
      }
    }
    throw problem("'" + model + "' holds no .onnx file")
        .hint("export the model to ONNX, for example with 'optimum-cli export onnx'")
        .exception();
  }

  /** The file {@code tokenizer.json} of a graph, or the only one whose name ends in that. */
  public Optional<Path> tokenizer(Path graph) throws IOException {
    for (Path folder : around(graph)) {
      if (Files.isRegularFile(folder.resolve("tokenizer.json"))) {
        return Optional.of(folder.resolve("tokenizer.json"));
      }
      List<Path> tokenizers = files(folder, "tokenizer.json");
      if (tokenizers.size() == 1) {
        return Optional.of(tokenizers.get(0));
      }
    }
    return Optional.empty();
  }

  /** The file {@code config.json} of a graph. */
  public Optional<Path> config(Path graph) {
    return around(graph).stream()
        .map(folder -> folder.resolve("config.json"))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** The folder of a graph, the one above where it lies in a folder of graphs, and the model's. */
  private Set<Path> around(Path graph) {
    Set<Path> folders = new LinkedHashSet<>();
    Path own = graph.toAbsolutePath().getParent();
    folders.add(own);
    if (name(own).equals(OF_GRAPHS) && own.getParent() != null) {
      folders.add(own.getParent());
    }
    if (Files.isDirectory(model.path())) {
      folders.add(model.path().toAbsolutePath());
    }
    return folders;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> name(file).endsWith(ending)).sorted().toList();
    }
  }

  private Problem problem(String message) {
    return incomplete.apply(message);
  }

  private static String names(List<Path> files) {
    return files.stream().map(GraphFolder::name).collect(Collectors.joining(", "));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
