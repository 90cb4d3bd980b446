package dev.arcuate.plugin.bidsfmri.glm;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Scores;
import dev.arcuate.plugin.bidsfmri.clean.Drift;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** Fits a general linear model by least squares and tests contrasts of it. */
@Extension
public final class GlmStep implements Step<GlmSettings> {
  private static final long MEBIBYTES = 512;
  private static final int TILE_VALUES = 1 << 20;

  private final LinearAlgebra algebra;

  @Inject
  public GlmStep(LinearAlgebra algebra) {
    this.algebra = algebra;
  }

  @Override
  public String id() {
    return "glm";
  }

  @Override
  public String summary() {
    return "Fits a general linear model to every series and gives t values of contrasts.";
  }

  @Override
  public Class<GlmSettings> settingsType() {
    return GlmSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.one("design", Design.class, "regressors, such as task-design makes"),
        Port.one("targets", Recording.class, "the series, on the same clock"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one("scores", Scores.class, "maps NAME-effect and NAME-t of each contrast, and r2"));
  }

  @Override
  public Resources resources(GlmSettings settings) {
    return Resources.of(1, MEBIBYTES);
  }

  @Override
  public void run(GlmSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Design design = task.input("design", Design.class);
    Recording recording = task.input("targets", Recording.class);
    requireOneClock(design, recording);
    List<double[]> drift = drift(recording.sampling(), settings.driftPeriod());
    Map<String, double[]> contrasts = new LinkedHashMap<>();
    settings
        .contrasts()
        .forEach(
            (name, formula) ->
                contrasts.put(
                    name,
                    Contrast.weights(name, formula, design, design.features() + drift.size())));
    Estimates estimates =
        new Estimates(
            columns(design, drift),
            recording.sampling().samples(),
            recording.geometry().targets(),
            contrasts,
            settings.noise() == GlmSettings.Noise.AR1
                ? Optional.of(new Whitening(recording.sampling()))
                : Optional.empty(),
            algebra);
    fit(estimates, recording, task);
    Model model = estimates.model();
    List<String> names = new ArrayList<>();
    contrasts.keySet().forEach(name -> names.addAll(List.of(name + "-effect", name + "-t")));
    names.add("r2");
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put(
        "model",
        settings.noise() == GlmSettings.Noise.AR1
            ? "least squares after whitening, noise taken as autoregressive of order 1"
            : "ordinary least squares, noise taken as white");
    settings.contrasts().forEach((name, formula) -> facts.put("contrast-" + name, formula));
    facts.put("regressors", model.rank());
    facts.put("degrees-of-freedom", model.degreesOfFreedom());
    facts.put("rows", recording.sampling().samples());
    Scores scores =
        new Scores(task.output("scores"), recording.subject(), names, facts, recording.geometry());
    scores.write();
    for (String name : contrasts.keySet()) {
      scores.writeMap(name + "-effect", estimates.effects(name));
      scores.writeMap(name + "-t", estimates.tValues(name));
    }
    scores.writeMap("r2", estimates.explained());
    task.note(Map.of("degrees-of-freedom", model.degreesOfFreedom()));
  }

  private static void requireOneClock(Design design, Recording recording) {
    Sampling a = design.sampling();
    Sampling b = recording.sampling();
    boolean same =
        a.runs().equals(b.runs())
            && Math.abs(a.periodSeconds() - b.periodSeconds()) < 1e-6 * b.periodSeconds();
    if (!same) {
      throw Problem.data(
              "BIDS_FMRI_CLOCKS_DIFFER",
              "the design has "
                  + a.samples()
                  + " rows every "
                  + a.periodSeconds()
                  + " s, the series have "
                  + b.samples()
                  + " every "
                  + b.periodSeconds()
                  + " s, or their runs begin at different times")
          .hint("connect the recording to 'clock' of the step that makes the design")
          .exception();
    }
  }

  /** A constant and cosines for each run. */
  private static List<double[]> drift(Sampling sampling, double driftPeriod) {
    List<double[]> columns = new ArrayList<>();
    for (int run = 0; run < sampling.runs().size(); run++) {
      Sampling.Run one = sampling.runs().get(run);
      List<double[]> own = new ArrayList<>();
      double[] constant = new double[one.samples()];
      java.util.Arrays.fill(constant, 1);
      own.add(constant);
      if (driftPeriod > 0) {
        own.addAll(
            Drift.cosines(one.places(), 0, one.span(), 1 / driftPeriod, sampling.periodSeconds()));
      }
      for (double[] values : own) {
        double[] column = new double[sampling.samples()];
        System.arraycopy(values, 0, column, sampling.firstRow(run), values.length);
        columns.add(column);
      }
    }
    return columns;
  }

  /** [samples × columns] */
  private static double[] columns(Design design, List<double[]> drift) {
    int samples = design.sampling().samples();
    int features = design.features();
    int width = features + drift.size();
    float[] values = design.matrix().toArray();
    double[] all = new double[samples * width];
    for (int row = 0; row < samples; row++) {
      for (int c = 0; c < features; c++) {
        all[row * width + c] = values[row * features + c];
      }
      for (int c = 0; c < drift.size(); c++) {
        all[row * width + features + c] = drift.get(c)[row];
      }
    }
    return all;
  }

  private static void fit(Estimates estimates, Recording recording, Task task) {
    int targets = recording.geometry().targets();
    int samples = recording.sampling().samples();
    FloatMatrix matrix = recording.matrix();
    int tile = Math.max(1, Math.min(targets, TILE_VALUES / samples));
    for (int from = 0; from < targets; from += tile) {
      task.checkCancelled();
      int width = Math.min(tile, targets - from);
      float[] block = new float[samples * width];
      matrix.read(0, samples, from, width, block);
      estimates.add(block, width, from);
      task.progress().report(from + width, targets, "targets");
    }
  }
}
