package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Activations;
import java.util.List;

/**
 * The activations a decomposition is given: those of the story itself, and those of its
 * equivalents, which are known by the sweep variable they were made under.
 *
 * @param original activations of the story
 * @param stories activations of its equivalents, in order; may be empty
 */
record Given(Activations original, List<Activations> stories) {
  Given {
    stories = List.copyOf(stories);
  }

  /**
   * Sorts what is connected.
   *
   * @throws dev.arcuate.api.ProblemException {@code DECOMPOSE_NO_ORIGINAL}, {@code
   *     DECOMPOSE_ROWS_DIFFER}
   */
  static Given of(Task task, String variable) {
    List<Labelled<Activations>> all = task.inputs("activations", Activations.class);
    List<Labelled<Activations>> originals =
        all.stream().filter(value -> !value.labels().containsKey(variable)).toList();
    if (originals.size() != 1) {
      throw Problem.user(
              "DECOMPOSE_NO_ORIGINAL",
              (originals.isEmpty() ? "none" : Integer.toString(originals.size()))
                  + " of the "
                  + all.size()
                  + " activations connected are of the story itself; one was expected beside those"
                  + " of a sweep over '"
                  + variable
                  + "'")
          .hint(
              "inputs: {activations: [model, model-of-equivalents]} with gather: ["
                  + variable
                  + "]")
          .exception();
    }
    Activations original = originals.get(0).value();
    List<Activations> stories =
        all.stream()
            .filter(value -> value.labels().containsKey(variable))
            .map(Labelled::value)
            .toList();
    int rows = original.layer(0).rows();
    for (Activations story : stories) {
      if (story.layer(0).rows() != rows) {
        throw Problem.user(
                "DECOMPOSE_ROWS_DIFFER",
                "the story has " + rows + " words, an equivalent has " + story.layer(0).rows())
            .hint("make the equivalents of the same words")
            .exception();
      }
      if (!story.layers().equals(original.layers())) {
        throw Problem.user(
                "DECOMPOSE_LAYERS_DIFFER",
                "the story has the layers "
                    + String.join(", ", original.layers())
                    + ", an equivalent has "
                    + String.join(", ", story.layers()))
            .hint("run the same model with the same 'layers' over both")
            .exception();
      }
    }
    return new Given(original, stories);
  }

  /** As {@link #of}, with at least one story. */
  static Given withStories(Task task, String variable) {
    Given given = of(task, variable);
    if (given.stories().isEmpty()) {
      throw Problem.user(
              "DECOMPOSE_NO_STORIES", "no activations come from a sweep over '" + variable + "'")
          .hint(
              "run the model over equivalent-story with sweep: {"
                  + variable
                  + ": [0, 1, …]}, and gather: ["
                  + variable
                  + "] here")
          .exception();
    }
    return given;
  }

  Rows original(int layer) {
    return Rows.of(original.layer(layer));
  }

  /** The mean over stories, summed in double precision. */
  Rows mean(int layer, Task task) {
    Rows first = Rows.of(stories.get(0).layer(layer));
    double[] sum = new double[first.values().length];
    for (Activations story : stories) {
      task.checkCancelled();
      float[] values = story.layer(layer).toArray();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += values[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / stories.size());
    }
    return new Rows(mean, first.count(), first.width());
  }
}
