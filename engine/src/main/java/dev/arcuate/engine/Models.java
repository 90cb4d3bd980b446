package dev.arcuate.engine;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Component;
import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.engine.models.FetchedModel;
import dev.arcuate.engine.models.Hub;
import dev.arcuate.engine.models.HubModel;
import dev.arcuate.engine.models.Licences;
import dev.arcuate.engine.models.ModelContent;
import dev.arcuate.engine.models.ModelEntry;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.store.SafeFiles;
import dev.arcuate.engine.yaml.BoundSettings;
import dev.arcuate.engine.yaml.ComponentSettings;
import dev.arcuate.engine.yaml.SettingsWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Adds models to the catalogue and looks into them. Every model is opened before it is added, by
 * the component that can read it: what cannot be opened is damaged, or nothing that Arcuate knows.
 */
public final class Models {
  /** How a zip archive begins, which a jar is, too. */
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  /** Unpacked Maven artifacts keep their files deep inside. */
  private static final int DEPTH = 10;

  /** Any graph; those that know the architecture go first. */
  private static final String LAST_RESORT = "onnx";

  private final Arcuate arcuate;

  Models(Arcuate arcuate) {
    this.arcuate = requireNonNull(arcuate, "arcuate");
  }

  /**
   * A model that can be opened.
   *
   * @param component that reads it
   * @param path its folder or file, which may lie inside the one asked for
   */
  public record Described(String component, Path path, LanguageModel.Card card) {}

  /**
   * What is to be added.
   *
   * @param from a path, or {@code hub:ID@revision}
   * @param name for the catalogue; that of the folder or the model unless given
   * @param licence as the user knows it
   * @param files of a model on a hub, where not the usual ones
   * @param offline whether the network may not be used
   */
  public record Wanted(
      String from,
      Optional<String> name,
      Optional<String> licence,
      List<String> files,
      boolean offline) {}

  /**
   * Adds a model.
   *
   * @param environment for the hub: {@code HF_ENDPOINT}, {@code HF_TOKEN}, proxies
   * @param progress file and its size in bytes, before each that is fetched
   * @throws ProblemException saying why not; the catalogue is as it was then
   */
  public ModelEntry add(
      Wanted wanted, Map<String, String> environment, BiConsumer<String, Long> progress)
      throws IOException {
    if (!HubModel.isMeant(wanted.from())) {
      Path path = Path.of(wanted.from()).toAbsolutePath().normalize();
      String licence = wanted.licence().isPresent() ? wanted.licence().get() : licence(path);
      String name = wanted.name().orElse(plainName(path));
      return put(name, describe(path), path.toString(), licence);
    }
    HubModel model = HubModel.parse(wanted.from());
    String name = wanted.name().orElse(model.name());
    Hub hub = new Hub(environment, wanted.offline());
    Path place = arcuate.models().folderOf(name);
    try (FetchedModel fetched = hub.fetch(model, wanted.files(), place, progress)) {
      // Opened before it takes its place: what cannot be opened is not kept.
      Described found = describe(fetched.folder());
      Path inside = fetched.folder().relativize(found.path());
      Path folder = fetched.publish();
      return put(
          name,
          new Described(found.component(), folder.resolve(inside).normalize(), found.card()),
          "hub:" + model.id() + "@" + fetched.commit(),
          wanted.licence().orElse(fetched.licence()));
    }
  }

  private static String licence(Path path) throws IOException {
    return Files.exists(path) ? Licences.of(path) : Licences.NOT_STATED;
  }

  private static String plainName(Path path) {
    return path.getFileName().toString().replaceFirst("\\.onnx$", "");
  }

  private ModelEntry put(String name, Described found, String source, String licence)
      throws IOException {
    LanguageModel.Card card = found.card();
    ModelContent content = ModelContent.of(found.path(), reads(found));
    ModelEntry entry =
        new ModelEntry(
            name,
            content,
            source,
            licence,
            content.digest(arcuate.store().digests()),
            content.bytes(),
            found.component(),
            card.layers(),
            card.width(),
            card.contextLength(),
            card.causal());
    arcuate.models().put(entry);
    return entry;
  }

  private List<InputPath> reads(Described found) {
    ComponentHandle reader =
        readers().stream()
            .filter(handle -> handle.id().equals(found.component()))
            .findFirst()
            .orElseThrow();
    return reads((LanguageModel<?>) reader.component(), found.path());
  }

  private static <S extends Record> List<InputPath> reads(LanguageModel<S> model, Path path) {
    return model.reads(model.settingsType().cast(settings(model, path)));
  }

  /** The path of a model: of the catalogue by its name, or any other. */
  public Path find(String nameOrPath) {
    String name = nameOrPath.replaceFirst("^models:", "");
    return arcuate
        .models()
        .find(name)
        .map(ModelEntry::path)
        .orElseGet(() -> Path.of(nameOrPath).toAbsolutePath().normalize());
  }

  /**
   * Opens a model with the component that finds most in it.
   *
   * @throws ProblemException {@code MODEL_UNKNOWN} with what each component says of it
   */
  public Described describe(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw Problem.user("MODEL_MISSING", "there is no file or folder '" + path + "'")
          .hint("name one, or a model of those that 'arcuate models list' shows")
          .exception();
    }
    List<Problem> reasons = new ArrayList<>();
    for (Path candidate : candidates(path)) {
      Optional<Described> best = Optional.empty();
      for (ComponentHandle handle : readers()) {
        try {
          Described found = new Described(handle.id(), candidate, card(handle, candidate));
          boolean richer =
              best.isEmpty() || found.card().states().size() > best.get().card().states().size();
          best = richer ? Optional.of(found) : best;
        } catch (ProblemException e) {
          reasons.add(e.problems().get(0));
        }
      }
      if (best.isPresent()) {
        return best.get();
      }
    }
    StringBuilder message =
        new StringBuilder("no component can read a language model from '").append(path).append("'");
    for (int i = 0; i < reasons.size() && i < readers().size(); i++) {
      message
          .append("; ")
          .append(readers().get(i).id())
          .append(": ")
          .append(reasons.get(i).message());
    }
    throw Problem.data("MODEL_UNKNOWN", message.toString())
        .hint(
            archive(path)
                .map(file -> "'" + file + "' is a zip archive: unpack it and add what it holds")
                .orElse(
                    "expected is a folder as a model hub has it: config.json, model.safetensors and"
                        + " a tokenizer, or an .onnx file and tokenizer.json"))
        .exception();
  }

  /** Some artifacts are archives that hold a model in another archive. */
  private static Optional<Path> archive(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path, DEPTH)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
        try (InputStream in = Files.newInputStream(file)) {
          if (Arrays.equals(in.readNBytes(ZIP.length), ZIP)) {
            return Optional.of(path.equals(file) ? file.getFileName() : path.relativize(file));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The path itself, and folders inside it that hold a model. */
  private static List<Path> candidates(Path path) throws IOException {
    List<Path> candidates = new ArrayList<>(List.of(path));
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.walk(path, DEPTH)) {
        files
            .filter(Models::isModelFile)
            .map(Path::getParent)
            .distinct()
            .sorted(Comparator.naturalOrder())
            .filter(folder -> !candidates.contains(folder))
            .forEach(candidates::add);
      }
    }
    return candidates;
  }

  private static boolean isModelFile(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".onnx") || name.endsWith(".safetensors") || name.endsWith(".index");
  }

  private List<ComponentHandle> readers() {
    return arcuate.catalog().components().stream()
        .filter(handle -> handle.component() instanceof LanguageModel)
        .sorted(Comparator.comparing(handle -> handle.id().equals(LAST_RESORT)))
        .toList();
  }

  private LanguageModel.Card card(ComponentHandle handle, Path path) throws IOException {
    Path scratch = Files.createTempDirectory("arcuate-model");
    try {
      return card((LanguageModel<?>) handle.component(), path, scratch);
    } finally {
      SafeFiles.deleteTree(scratch);
    }
  }

  private static <S extends Record> LanguageModel.Card card(
      LanguageModel<S> model, Path path, Path scratch) throws IOException {
    S settings = model.settingsType().cast(settings(model, path));
    try (LanguageModel.Open open = model.open(settings, new TrialTask(scratch))) {
      return open.card();
    }
  }

  /** As if a workflow said {@code with: {model: PATH}}. */
  private static Record settings(Component<?> component, Path path) {
    ComponentSettings types =
        ComponentSettings.of(component.id(), component.settingsType(), Optional.empty());
    String logical = path.getFileName().toString();
    BoundSettings bound =
        SettingsWriter.read(types, Map.of("model", logical), Map.of(logical, path.toString()));
    return bound.own();
  }
}
