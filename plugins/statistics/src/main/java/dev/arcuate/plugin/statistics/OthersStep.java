package dev.arcuate.plugin.statistics;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Recording;
import java.io.IOException;
import java.util.List;
import org.pf4j.Extension;

/**
 * The mean response of all other people as predictors of one: encoded with the same regression and
 * folds as a model of the stimulus, it tells how well any model could do. Source: methods
 * reference, section 10 (inter-subject regression).
 */
@Extension
public final class OthersStep implements Step<OthersSettings> {
  private static final Port INPUT =
      Port.many("recordings", Recording.class, "recordings of all subjects, one each");
  private static final Port OUTPUT =
      Port.one("design", Design.class, "mean of the others, every target a feature");

  @Override
  public String id() {
    return "others";
  }

  @Override
  public String summary() {
    return "Makes a design of the mean response of all other subjects, for a noise ceiling.";
  }

  @Override
  public Class<OthersSettings> settingsType() {
    return OthersSettings.class;
  }

  @Override
  public Resources resources(OthersSettings settings) {
    return Resources.of(1, 512);
  }

  @Override
  public List<Port> inputs() {
    return List.of(INPUT);
  }

  @Override
  public List<Port> outputs() {
    return List.of(OUTPUT);
  }

  @Override
  public void run(OthersSettings settings, Task task) throws IOException {
    List<Labelled<Recording>> inputs = task.inputs(INPUT.name(), Recording.class);
    Inputs.requireSubjects(inputs, 2, Recording::subject, Recording::geometry);
    CeilingStep.requireOneSampling(inputs);
    List<Recording> all = inputs.stream().map(Labelled::value).toList();
    List<Recording> others =
        all.stream().filter(r -> !r.subject().equals(settings.subject())).toList();
    if (others.size() == all.size()) {
      throw Problem.user(
              "STATISTICS_SUBJECT_UNKNOWN",
              "there is no recording of subject "
                  + settings.subject()
                  + "; there are "
                  + String.join(", ", all.stream().map(Recording::subject).toList()))
          .hint("sweep 'subject' over the subjects whose recordings are gathered")
          .exception();
    }
    Recording first = all.get(0);
    int targets = first.geometry().targets();
    Design design =
        new Design(
            task.output(OUTPUT.name()),
            first.sampling(),
            List.of(new Design.Group("others", targets, List.of())),
            0);
    InterSubject series = new InterSubject(all, task);
    int width = series.tileWidth(task.resources().memoryBytes());
    try (NpyWriter writer = design.write()) {
      for (int from = 0; from < targets; from += width) {
        int columns = Math.min(width, targets - from);
        float[] mean = mean(others, series, from, columns);
        writer.writeBlock(0, first.sampling().samples(), from, columns, mean);
        task.progress().report(from + columns, targets, "targets");
      }
    }
  }

  /** People without data for a target do not count in it; a target without any is 0. */
  private static float[] mean(List<Recording> others, InterSubject series, int from, int columns) {
    double[] sum = null;
    int[] count = new int[columns];
    for (Recording other : others) {
      double[] z = series.standardised(other, from, columns);
      sum = sum == null ? new double[z.length] : sum;
      for (int i = 0; i < z.length; i++) {
        sum[i] += Double.isNaN(z[i]) ? 0 : z[i];
      }
      for (int column = 0; column < columns; column++) {
        count[column] += Double.isNaN(z[column]) ? 0 : 1;
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / Math.max(1, count[i % columns]));
    }
    return mean;
  }
}
