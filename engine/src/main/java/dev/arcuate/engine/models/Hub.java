package dev.arcuate.engine.models;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Fetches models from a hub that speaks the Hugging Face hub's HTTP protocol. What was begun is
 * gone on with, every file is checked, and a model is there as a whole or not at all.
 */
public final class Hub {
  /**
   * The property of Java that names the ways to show a password that it keeps from a proxy on the
   * way to an https address.
   */
  public static final String KEPT_FROM_TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

  private static final String USUAL_ENDPOINT = "https://huggingface.co";
  private static final Pattern SIDE_FILES =
      Pattern.compile(
          "(?:config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens"
              + "|vocab|model\\.safetensors\\.index)\\.json|merges\\.txt|vocab\\.txt|README\\.md"
              + "|LICEN[CS]E.*");
  private static final Pattern SAFETENSORS =
      Pattern.compile("model(?:-\\d{5}-of-\\d{5})?\\.safetensors");
  private static final Pattern ONNX = Pattern.compile("(?:onnx/)?model\\.onnx(?:[._]data.*)?");

  private final HubClient client;
  private final boolean offline;

  /**
   * @param environment {@code HF_ENDPOINT}, {@code HF_TOKEN} and the usual variables for proxies
   * @param offline whether the network may not be used
   */
  public Hub(Map<String, String> environment, boolean offline) {
    this.offline = offline;
    String endpoint = environment.getOrDefault("HF_ENDPOINT", "").strip();
    this.client =
        new HubClient(
            URI.create(endpoint.isEmpty() ? USUAL_ENDPOINT : endpoint.replaceFirst("/+$", "")),
            Optional.ofNullable(environment.get("HF_TOKEN")).filter(token -> !token.isBlank()),
            new EnvironmentProxy(environment));
  }

  /**
   * Fetches the files of a model that Arcuate can use: weights as safetensors, or else an ONNX
   * graph, and what lies beside them.
   *
   * @param chosen names of files to be fetched in their place; empty for the usual ones
   * @param target a folder that is there when everything in it is, and the model published; what it
   *     holds of the same files is not fetched again
   * @param progress file and its size in bytes, before each
   * @throws ProblemException {@code HUB_OFFLINE}, {@code HUB_FAILED}, {@code HUB_FORBIDDEN}, {@code
   *     HUB_NOT_FOUND}, {@code HUB_NO_WEIGHTS}, {@code HUB_CHECKSUM} or {@code HUB_PROXY}
   */
  public FetchedModel fetch(
      HubModel model, List<String> chosen, Path target, BiConsumer<String, Long> progress)
      throws IOException {
    requireNonNull(target, "target");
    if (offline) {
      throw Problem.user("HUB_OFFLINE", "hub:" + model.id() + " would be fetched over the network")
          .hint("leave out --offline, or add a copy of its folder: arcuate models add PATH")
          .exception();
    }
    Path partial = target.resolveSibling(target.getFileName() + ".partial");
    Json.Node json = description(model, Files.createDirectories(target.getParent()));
    String commit = json.has("sha") ? json.text("sha") : model.revision();
    List<Path> fetched = new ArrayList<>();
    for (String file : wanted(model, json, chosen)) {
      Path place = partial.resolve(file).normalize();
      if (!place.startsWith(partial)) {
        throw Problem.data("HUB_FAILED", "the hub names a file outside the model: '" + file + "'")
            .exception();
      }
      Path earlier = target.resolve(partial.relativize(place));
      client.file(new HubClient.Wanted(model, commit, file), place, earlier, progress);
      fetched.add(place);
    }
    keepOnly(partial, fetched);
    return new FetchedModel(partial, target, commit, licence(json));
  }

  /**
   * Deletes all files but some, and the folders that are empty then: what is inside comes first.
   */
  private static void keepOnly(Path folder, List<Path> kept) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      boolean needed = kept.stream().anyMatch(one -> one.startsWith(file));
      if (!needed && !file.equals(folder)) {
        Files.delete(file);
      }
    }
  }

  private Json.Node description(HubModel model, Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "description", ".json");
    try {
      client.description(model, file);
      return Json.read(file);
    } finally {
      Files.delete(file);
    }
  }

  private static List<String> wanted(HubModel model, Json.Node json, List<String> chosen) {
    List<String> all =
        json.objects("siblings").stream().map(sibling -> sibling.text("rfilename")).toList();
    List<String> weights = new ArrayList<>(chosen);
    for (Pattern pattern : List.of(SAFETENSORS, ONNX)) {
      if (weights.isEmpty()) {
        all.stream().filter(file -> pattern.matcher(file).matches()).forEach(weights::add);
      }
    }
    if (weights.isEmpty() || !all.containsAll(weights)) {
      List<String> missing = weights.stream().filter(file -> !all.contains(file)).toList();
      throw Problem.data(
              "HUB_NO_WEIGHTS",
              "hub:"
                  + model.id()
                  + (missing.isEmpty()
                      ? " has neither model.safetensors nor model.onnx"
                      : " has no file '" + missing.get(0) + "'"))
          .hint("name one of its files with --file: " + String.join(", ", all))
          .exception();
    }
    List<String> wanted = new ArrayList<>();
    all.stream().filter(file -> SIDE_FILES.matcher(file).matches()).forEach(wanted::add);
    weights.stream().filter(file -> !wanted.contains(file)).forEach(wanted::add);
    return wanted;
  }

  private static String licence(Json.Node json) {
    if (json.has("cardData") && json.object("cardData").has("license")) {
      return json.object("cardData").fields().get("license").toString();
    }
    return json.has("tags")
        ? json.texts("tags").stream()
            .filter(tag -> tag.startsWith("license:"))
            .map(tag -> tag.substring("license:".length()))
            .findFirst()
            .orElse("not stated")
        : "not stated";
  }
}
