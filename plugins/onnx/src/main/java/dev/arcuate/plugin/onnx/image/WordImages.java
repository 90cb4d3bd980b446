package dev.arcuate.plugin.onnx.image;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Session;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Tensor;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.onnx.GraphFiles;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.pf4j.Extension;

/** What an image network sees in written words. */
@Extension
public final class WordImages implements Step<WordImagesSettings> {
  private static final int BATCH = 64;
  private static final int SHOWN = 10;

  private final Inference inference;

  @Inject
  public WordImages(Inference inference) {
    this.inference = requireNonNull(inference, "inference");
  }

  @Override
  public String id() {
    return "word-images";
  }

  @Override
  public String summary() {
    return "Draws every word and keeps what an image network computes for the picture.";
  }

  @Override
  public Class<WordImagesSettings> settingsType() {
    return WordImagesSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(Port.one("words", Words.class, "the words to be drawn"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one("activations", Activations.class, "one row per word for every tensor kept"));
  }

  @Override
  public List<InputPath> reads(WordImagesSettings settings) {
    Path network = settings.model().path();
    if (Files.notExists(network)) {
      // Said by whoever reads all that settings name.
      return List.of();
    }
    List<InputPath> files = new ArrayList<>(GraphFiles.of(inference, settings.model(), network));
    settings.font().ifPresent(files::add);
    return files;
  }

  @Override
  public Resources resources(WordImagesSettings settings) {
    return Resources.of(2, 1024);
  }

  @Override
  public void run(WordImagesSettings settings, Task task) throws IOException {
    Words words = task.input("words", Words.class);
    if (words.list().isEmpty()) {
      throw Problem.data("ONNX_NO_WORDS", "the word table has no words").exception();
    }
    PictureInput input = PictureInput.of(inference.inputs(settings.model().path()), settings);
    Outlines font =
        settings.font().isPresent() ? new FontFile(settings.font().get()) : new Glyphs();
    WordPicture picture = new WordPicture(font, settings, input.width(), input.height());
    requireSigns(words, picture, settings.font().isPresent(), task);
    // Equal words are drawn and looked at once.
    Map<String, List<Integer>> forms = new LinkedHashMap<>();
    for (int word = 0; word < words.list().size(); word++) {
      forms
          .computeIfAbsent(picture.shown(words.list().get(word).form()), form -> new ArrayList<>())
          .add(word);
    }
    try (Session session =
        inference.open(
            settings.model().path(),
            new Inference.Options(
                task.resources().threads(), new LinkedHashSet<>(settings.tensors())))) {
      look(session, input, picture, forms, words.list().size(), settings, task);
    }
    task.note(
        Map.of(
            "model", name(settings),
            "words", words.list().size(),
            "different-words", forms.size(),
            "picture", input.width() + " x " + input.height() + " x " + input.channels()));
  }

  private static String name(WordImagesSettings settings) {
    return settings
        .name()
        .orElseGet(
            () -> settings.model().path().getFileName().toString().replaceFirst("\\.onnx$", ""));
  }

  private static void look(
      Session session,
      PictureInput input,
      WordPicture picture,
      Map<String, List<Integer>> forms,
      int words,
      WordImagesSettings settings,
      Task task)
      throws IOException {
    List<String> tensors =
        settings.tensors().isEmpty()
            ? session.outputs().stream().map(Signature::name).toList()
            : settings.tensors();
    Activations activations =
        Activations.write(task.output("activations"), name(settings), tensors);
    List<String> all = List.copyOf(forms.keySet());
    int batch = input.batch() > 0 ? (int) input.batch() : BATCH;
    List<NpyWriter> writers = new ArrayList<>();
    try {
      for (int from = 0; from < all.size(); from += batch) {
        task.checkCancelled();
        List<String> part = all.subList(from, Math.min(all.size(), from + batch));
        List<int[]> pictures = new ArrayList<>(part.stream().map(picture::draw).toList());
        while (input.batch() > 0 && pictures.size() < batch) {
          pictures.add(pictures.get(0));
        }
        Map<String, Tensor> out =
            session.run(
                Map.of(input.name(), input.tensor(pictures, settings)),
                new LinkedHashSet<>(tensors));
        for (int tensor = 0; tensor < tensors.size(); tensor++) {
          float[] values = values(tensors.get(tensor), out, pictures.size());
          int width = values.length / pictures.size();
          if (writers.size() == tensor) {
            writers.add(activations.layerWriter(tensor, words, width));
          }
          for (int form = 0; form < part.size(); form++) {
            float[] row = Arrays.copyOfRange(values, form * width, (form + 1) * width);
            for (int word : forms.get(part.get(form))) {
              writers.get(tensor).writeBlock(word, 1, 0, width, row);
            }
          }
        }
        task.progress().report(Math.min(all.size(), from + batch), all.size(), "words");
      }
    } finally {
      for (NpyWriter writer : writers) {
        writer.close();
      }
    }
  }

  private static float[] values(String name, Map<String, Tensor> out, int pictures) {
    Tensor tensor = out.get(name);
    boolean fits =
        tensor instanceof Tensor.Floats
            && tensor.shape().length > 0
            && tensor.shape()[0] == pictures;
    if (!fits) {
      throw Problem.data(
              "ONNX_NOT_PER_PICTURE",
              "tensor '"
                  + name
                  + "' has shape "
                  + Arrays.toString(tensor.shape())
                  + " for "
                  + pictures
                  + " pictures; one entry per picture is expected, as numbers with a point")
          .hint("name other tensors; 'arcuate inspect' lists what the graph computes")
          .exception();
    }
    return ((Tensor.Floats) tensor).values();
  }

  /** A word of which nothing can be drawn would be an empty picture, the same for all of them. */
  private static void requireSigns(Words words, WordPicture picture, boolean own, Task task) {
    Set<String> unknown = new TreeSet<>();
    Set<String> blank = new LinkedHashSet<>();
    for (Words.Word word : words.list()) {
      List<Integer> signs = picture.shown(word.form()).codePoints().boxed().toList();
      List<Integer> absent = signs.stream().filter(sign -> !picture.glyphs().has(sign)).toList();
      absent.forEach(sign -> unknown.add(Character.toString(sign)));
      if (absent.size() == signs.size()) {
        blank.add(word.form());
      }
    }
    String cure =
        own
            ? "name a font with 'font' that has them"
            : "Latin, Greek, Cyrillic and Hebrew letters can be drawn; for others name a .ttf or"
                + " .otf file with 'font'";
    if (!blank.isEmpty()) {
      throw Problem.data(
              "ONNX_WORDS_NOT_DRAWN",
              "the font has no sign of "
                  + blank.size()
                  + " different words: "
                  + String.join(" ", blank.stream().limit(SHOWN).toList()))
          .hint(cure)
          .exception();
    }
    if (!unknown.isEmpty()) {
      task.warn(
          Problem.data(
                  "ONNX_SIGNS_NOT_DRAWN",
                  "there is no picture of "
                      + unknown.size()
                      + " signs, which are left out: "
                      + String.join(" ", unknown.stream().limit(SHOWN).toList()))
              .hint(cure)
              .asWarning());
    }
  }
}
