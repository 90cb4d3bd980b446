package dev.arcuate.plugin.bidsmeg.epochs;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Epochs;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.bidsmeg.epochs.EpochDesignSettings.Feature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** A design with one row per epoch: the features of the word that the epoch is locked to. */
@Extension
public final class EpochDesignStep implements Step<EpochDesignSettings> {

  @Override
  public String id() {
    return "epoch-design";
  }

  @Override
  public String summary() {
    return "Makes a design with one row per epoch, from words and a language model.";
  }

  @Override
  public Class<EpochDesignSettings> settingsType() {
    return EpochDesignSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.one("words", Words.class, "the words that the epochs were cut around"),
        Port.optional("activations", Activations.class, "one row per word, for 'layer'"),
        Port.optional(
            "epochs",
            Epochs.class,
            "says which words have an epoch; left out, all have one, and the design serves everybody"
                + " of whom that is true"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(Port.one("design", Design.class, "one row per epoch"));
  }

  @Override
  public Resources resources(EpochDesignSettings settings) {
    return Resources.of(1, 384);
  }

  @Override
  public void run(EpochDesignSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Words words = task.input("words", Words.class);
    Rows events = rows(settings, words, task.optionalInput("epochs", Epochs.class));
    Optional<Activations> activations = task.optionalInput("activations", Activations.class);
    List<Design.Group> groups = new ArrayList<>();
    List<float[]> blocks = new ArrayList<>();
    for (Feature feature : settings.features()) {
      groups.add(new Design.Group(EpochDesignSettings.name(feature), 1, List.of(), true));
      blocks.add(feature(feature, words, events.words()));
    }
    if (activations.isPresent()) {
      for (int index : indices(activations.get(), settings.layers())) {
        layer(activations.get(), index, words, events.words(), groups, blocks);
      }
    } else if (!settings.layers().isEmpty()) {
      throw Problem.user(
              "BIDS_MEG_LAYER_WITHOUT_ACTIVATIONS",
              "layers " + settings.layers() + " are asked for, but no activations are connected")
          .hint("connect a language model under inputs: {activations: …}")
          .exception();
    }
    if (groups.isEmpty()) {
      throw Problem.user("BIDS_MEG_EMPTY_DESIGN", "the design has neither features nor a layer")
          .hint("name features, or connect activations")
          .exception();
    }
    int rows = events.words().size();
    int columns = groups.stream().mapToInt(Design.Group::columns).sum();
    float[] values = new float[Math.multiplyExact(rows, columns)];
    int at = 0;
    for (float[] block : blocks) {
      int width = block.length / rows;
      for (int row = 0; row < rows; row++) {
        System.arraycopy(block, row * width, values, row * columns + at, width);
      }
      at += width;
    }
    Design design =
        new Design(
            task.output("design"),
            events.sampling(),
            groups,
            // Epochs of words that are closer than this share samples.
            events.spanSeconds(),
            activations.map(Activations::fitted).orElse(List.of()),
            activations.map(Activations::quirks).orElse(List.of()));
    design.write(values);
  }

  /**
   * The rows of the design.
   *
   * @param words for each, the row of its word
   */
  private record Rows(List<Integer> words, Sampling sampling, double spanSeconds) {}

  private static Rows rows(EpochDesignSettings settings, Words words, Optional<Epochs> connected) {
    if (connected.isPresent() == settings.span().isPresent()) {
      throw Problem.user(
              "BIDS_MEG_WHICH_EPOCHS",
              connected.isPresent()
                  ? "epochs are connected, and 'span' says how long they are too"
                  : "no epochs are connected, and 'span' does not say how long they are")
          .hint(
              "connect 'epochs' where words were dropped; write 'span' where all people keep all"
                  + " words, and share one design")
          .exception();
    }
    if (connected.isEmpty()) {
      List<Integer> locked = EventRows.locked(words, settings.lock());
      List<EventRows.Event> events =
          locked.stream()
              .map(w -> words.list().get(w))
              .map(word -> new EventRows.Event(word.run(), word, word.onsetSeconds()))
              .toList();
      return new Rows(
          locked,
          EventRows.sampling(events, settings.sentencesPerBlock()),
          settings.span().orElseThrow());
    }
    Epochs epochs = connected.get();
    int last = epochs.words().get(epochs.words().size() - 1);
    if (last >= words.list().size()) {
      throw Problem.user(
              "BIDS_MEG_WORDS_DIFFER",
              "the epochs are locked to word "
                  + (last + 1)
                  + ", but there are "
                  + words.list().size()
                  + " words")
          .hint("connect this step and 'epochs' to the same words")
          .exception();
    }
    return new Rows(epochs.words(), epochs.sampling(), epochs.spanSeconds());
  }

  private static float[] feature(Feature feature, Words words, List<Integer> rows) {
    float[] column = new float[rows.size()];
    for (int row = 0; row < column.length; row++) {
      int w = rows.get(row);
      Words.Word word = words.list().get(w);
      column[row] =
          (float)
              switch (feature) {
                case WORD_LENGTH -> word.form().codePointCount(0, word.form().length());
                case WORD_DURATION -> word.durationSeconds();
                case SINCE_LAST_WORD ->
                    w > 0 && words.list().get(w - 1).run().equals(word.run())
                        ? word.onsetSeconds() - words.list().get(w - 1).onsetSeconds()
                        : 0;
                case SENTENCE_POSITION -> position(words, w);
              };
    }
    return column;
  }

  private static double position(Words words, int w) {
    int sentence = words.list().get(w).sentence();
    int first = w;
    while (first > 0 && words.list().get(first - 1).sentence() == sentence) {
      first--;
    }
    int last = w;
    while (last + 1 < words.list().size() && words.list().get(last + 1).sentence() == sentence) {
      last++;
    }
    return last == first ? 0 : (double) (w - first) / (last - first);
  }

  private static void layer(
      Activations activations,
      int index,
      Words words,
      List<Integer> rows,
      List<Design.Group> groups,
      List<float[]> blocks) {
    FloatMatrix matrix = activations.layer(index);
    if (matrix.rows() != words.list().size()) {
      throw Problem.user(
              "BIDS_MEG_WORDS_DIFFER",
              "the activations have "
                  + matrix.rows()
                  + " rows, but there are "
                  + words.list().size()
                  + " words")
          .hint("connect the language model and this step to the same words")
          .exception();
    }
    int width = matrix.columns();
    float[] values = new float[Math.multiplyExact(rows.size(), width)];
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(matrix.row(rows.get(row)), 0, values, row * width, width);
    }
    groups.add(
        new Design.Group("layer-" + activations.layers().get(index), width, List.of(), false));
    blocks.add(values);
  }

  private static List<Integer> indices(Activations activations, List<String> wanted) {
    List<String> layers = activations.layers();
    if (wanted.isEmpty() && layers.size() == 1) {
      return List.of(0);
    }
    List<Integer> indices = new ArrayList<>();
    for (String name : wanted.isEmpty() ? List.of("") : wanted) {
      int index = layers.indexOf(name);
      if (index < 0 && name.matches("-?\\d{1,6}")) {
        int place = Integer.parseInt(name);
        index = place < 0 ? layers.size() + place : place;
      }
      if (index < 0 || index >= layers.size()) {
        throw Problem.user(
                "BIDS_MEG_NO_SUCH_LAYER",
                (wanted.isEmpty() ? "no layer is chosen" : "there is no layer '" + name + "'")
                    + "; there are "
                    + String.join(", ", layers))
            .exception();
      }
      indices.add(index);
    }
    return indices.stream().distinct().toList();
  }
}
