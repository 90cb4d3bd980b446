package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Fitted;
import dev.arcuate.api.value.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The activations to transform, and those to fit the transformation on.
 *
 * @param original to transform
 * @param fit to fit on, one after another
 * @param rows which rows of them to fit on; null for all
 * @param runs whose rows these are; empty for all
 */
record FitRows(Activations original, List<Activations> fit, int[] rows, List<String> runs) {

  /** What comes of the original; says on which of its rows {@code method} was fitted. */
  Parts parts(String method, Path folder) {
    List<Fitted> fitted = new ArrayList<>(original.fitted());
    if (fit.contains(original)) {
      fitted.add(new Fitted(method, runs));
    }
    return new Parts(folder, original.model(), fitted, original.quirks());
  }

  /**
   * Sorts what is connected.
   *
   * @throws dev.arcuate.api.ProblemException {@code DECOMPOSE_LEAKY_FIT} unless rows to fit on are
   *     named
   */
  static FitRows of(Task task, FitSettings settings, String story) {
    List<Labelled<Activations>> all = task.inputs("activations", Activations.class);
    List<Activations> originals =
        all.stream()
            .filter(value -> !settings.on().filter(value.step()::equals).isPresent())
            .filter(value -> !value.labels().containsKey(story))
            .map(Labelled::value)
            .toList();
    if (originals.size() != 1) {
      throw Problem.user(
              "DECOMPOSE_NO_ORIGINAL",
              originals.size() + " activations are to be transformed; one was expected")
          .hint("connect the model of the story once; see 'fit: {on: …}'")
          .exception();
    }
    Activations original = originals.get(0);
    if (settings.on().isPresent()) {
      return new FitRows(original, others(all, settings.on().get(), original), null, List.of());
    }
    if (!settings.runs().isEmpty()) {
      return new FitRows(
          original, List.of(original), ofRuns(task, settings, original), settings.runs());
    }
    if (!settings.allowLeaky()) {
      throw Problem.user(
              "DECOMPOSE_LEAKY_FIT",
              "nothing says what to fit on; fitted on the whole story it would have seen the rows"
                  + " that are tested later")
          .hint(
              "write 'fit: {on: STEP}', a step that runs the model on another text, or 'fit: {runs:"
                  + " […]}', or 'fit: {allow-leaky: true}' and the output will say so")
          .exception();
    }
    task.warn(
        Problem.user(
                "DECOMPOSE_LEAKY_FIT",
                "fitted on all rows of the story, among them those that are tested later")
            .hint("write 'fit: {on: STEP}', a step that runs the model on another text")
            .asWarning());
    return new FitRows(original, List.of(original), null, List.of());
  }

  private static List<Activations> others(
      List<Labelled<Activations>> all, String step, Activations original) {
    List<Activations> others =
        all.stream().filter(value -> value.step().equals(step)).map(Labelled::value).toList();
    if (others.isEmpty()) {
      throw Problem.user(
              "DECOMPOSE_FIT_STEP", "'fit: {on: " + step + "}' names a step that is not connected")
          .hint("inputs: {activations: [model, " + step + "]}")
          .exception();
    }
    for (Activations other : others) {
      if (!other.layers().equals(original.layers())) {
        throw Problem.user(
                "DECOMPOSE_LAYERS_DIFFER",
                "the activations to fit on have the layers "
                    + String.join(", ", other.layers())
                    + ", those to transform have "
                    + String.join(", ", original.layers()))
            .hint("run the same model with the same 'layers' over both")
            .exception();
      }
    }
    return others;
  }

  private static int[] ofRuns(Task task, FitSettings settings, Activations original) {
    int count = original.layer(0).rows();
    Words words =
        task.optionalInput("words", Words.class)
            .filter(table -> table.list().size() == count)
            .orElseThrow(
                () ->
                    Problem.user(
                            "DECOMPOSE_NO_WORDS",
                            "'fit: {runs: …}' needs the words of these " + count + " rows")
                        .hint("connect them under inputs: {words: …}")
                        .exception());
    int[] rows =
        IntStream.range(0, count)
            .filter(word -> settings.runs().contains(words.list().get(word).run()))
            .toArray();
    if (rows.length == 0) {
      throw Problem.user(
              "DECOMPOSE_FIT_RUNS", "no word belongs to run " + String.join(", ", settings.runs()))
          .hint(
              "the runs are "
                  + String.join(
                      ", ", words.list().stream().map(Words.Word::run).distinct().toList()))
          .exception();
    }
    return rows;
  }

  /** The rows of a layer to fit on. */
  Rows layer(int layer) {
    int width = original.layer(layer).columns();
    int count =
        rows == null ? fit.stream().mapToInt(a -> a.layer(layer).rows()).sum() : rows.length;
    float[] values = new float[Math.multiplyExact(count, width)];
    int at = 0;
    for (Activations activations : fit) {
      float[] all = activations.layer(layer).toArray();
      if (rows == null) {
        System.arraycopy(all, 0, values, at, all.length);
        at += all.length;
      } else {
        for (int row : rows) {
          System.arraycopy(all, row * width, values, at, width);
          at += width;
        }
      }
    }
    return new Rows(values, count, width);
  }
}
