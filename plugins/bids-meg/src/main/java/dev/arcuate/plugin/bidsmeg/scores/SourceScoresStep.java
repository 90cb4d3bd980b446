package dev.arcuate.plugin.bidsmeg.scores;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import dev.arcuate.api.value.Epochs;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import dev.arcuate.plugin.bidsmeg.fif.FifInverse;
import dev.arcuate.plugin.bidsmeg.signal.NamedMatrix;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * Correlates in the space of sources: measured and predicted sensors go through the same linear
 * operator, and are compared only then.
 */
@Extension
public final class SourceScoresStep implements Step<SourceScoresSettings> {
  private final LinearAlgebra algebra;

  @Inject
  public SourceScoresStep(LinearAlgebra algebra) {
    this.algebra = algebra;
  }

  @Override
  public String id() {
    return "source-scores";
  }

  @Override
  public String summary() {
    return "Projects measured and predicted sensors through an inverse operator, then correlates.";
  }

  @Override
  public Class<SourceScoresSettings> settingsType() {
    return SourceScoresSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.one("scores", Scores.class, "of an encoding with 'predictions: true'"),
        Port.one("targets", Epochs.class, "the epochs that were encoded"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one("scores", Scores.class, "r of every source at every time, over all test rows"));
  }

  @Override
  public Resources resources(SourceScoresSettings settings) {
    return Resources.of(1, 512);
  }

  @Override
  public void run(SourceScoresSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Scores scores = task.input("scores", Scores.class);
    Epochs epochs = task.input("targets", Epochs.class);
    Path array = scores.folder().resolve("predictions.npy");
    if (!Files.exists(array)) {
      throw Problem.user("BIDS_MEG_NO_PREDICTIONS", "the encoding did not keep what it predicted")
          .hint("write predictions: true among the settings of the encoding step")
          .exception();
    }
    FloatMatrix predicted = Npy.open(array);
    FloatMatrix measured = epochs.matrix();
    if (predicted.rows() != measured.rows() || predicted.columns() != measured.columns()) {
      throw Problem.user(
              "BIDS_MEG_EPOCHS_DIFFER", "the predictions are not those of the connected epochs")
          .hint("connect 'targets' to the epochs that the encoding read")
          .exception();
    }
    int channels = epochs.geometry().targets();
    double[] kernel = kernel(settings, epochs);
    int sources = kernel.length / channels;
    double[] r = correlate(kernel, sources, epochs, measured, predicted, task);
    Map<String, Object> facts = new LinkedHashMap<>(scores.facts());
    facts.put("operator", settings.operator().logical());
    facts.put("sources", sources);
    Scores out =
        new Scores(
            task.output("scores"),
            scores.subject(),
            List.of("r"),
            facts,
            new Geometry.OverTime(
                new Geometry.Regions(
                    IntStream.rangeClosed(1, sources).mapToObj(s -> "source-" + s).toList()),
                epochs.times(),
                epochs.startSeconds(),
                epochs.periodSeconds()));
    out.writeMap("r", r);
    out.write();
  }

  /** [sources × channels of the epochs] */
  private static double[] kernel(SourceScoresSettings settings, Epochs epochs) throws IOException {
    Path path = settings.operator().path();
    String name = settings.operator().logical();
    int channels = epochs.geometry().targets();
    if (!Files.isRegularFile(path)) {
      throw Problem.data("BIDS_MEG_FILE_ABSENT", "there is no file " + name).exception();
    }
    if (name.endsWith(".npy")) {
      FloatMatrix matrix = Npy.open(path);
      if (matrix.columns() != channels) {
        throw Problem.data(
                "BIDS_MEG_OPERATOR",
                name
                    + " has "
                    + matrix.columns()
                    + " columns, the epochs have "
                    + channels
                    + " channels")
            .exception();
      }
      float[] values = matrix.toArray();
      double[] kernel = new double[values.length];
      java.util.Arrays.setAll(kernel, i -> values[i]);
      return kernel;
    }
    double lambda2 = 1 / (settings.signalToNoise() * settings.signalToNoise());
    NamedMatrix inverse = FifInverse.read(path, name, lambda2);
    List<String> own =
        IntStream.range(0, channels).mapToObj(c -> epochs.geometry().targetName(c)).toList();
    List<String> absent = new ArrayList<>(inverse.columns());
    absent.removeAll(own);
    if (!absent.isEmpty()) {
      throw Problem.data(
              "BIDS_MEG_OPERATOR",
              name
                  + " needs channels that the epochs lack: "
                  + String.join(", ", absent.subList(0, Math.min(10, absent.size()))))
          .hint("make the operator without them, or read them: bads: keep, or other 'channels'")
          .exception();
    }
    int width = inverse.columns().size();
    double[] kernel = new double[inverse.height() * channels];
    for (int s = 0; s < inverse.height(); s++) {
      for (int c = 0; c < width; c++) {
        int place = own.indexOf(inverse.columns().get(c));
        kernel[s * channels + place] = inverse.values()[s * width + c];
      }
    }
    return kernel;
  }

  private double[] correlate(
      double[] kernel,
      int sources,
      Epochs epochs,
      FloatMatrix measured,
      FloatMatrix predicted,
      Task task) {
    int channels = epochs.geometry().targets();
    int times = epochs.times();
    int size = Math.multiplyExact(sources, times);
    double[][] sums = new double[5][size];
    double[] y = new double[channels * times];
    double[] p = new double[channels * times];
    double[] sourceY = new double[size];
    double[] sourceP = new double[size];
    for (int e = 0; e < epochs.events(); e++) {
      task.checkCancelled();
      task.progress().report(e, epochs.events(), "epochs");
      fill(measured.row(e), y);
      fill(predicted.row(e), p);
      for (int i = 0; i < p.length; i++) {
        // A sensor that could not be fitted is left out on both sides.
        if (Double.isNaN(p[i]) || Double.isNaN(y[i])) {
          p[i] = 0;
          y[i] = 0;
        }
      }
      algebra.multiply(Form.PLAIN, Form.PLAIN, sources, times, channels, 1, kernel, y, 0, sourceY);
      algebra.multiply(Form.PLAIN, Form.PLAIN, sources, times, channels, 1, kernel, p, 0, sourceP);
      for (int i = 0; i < size; i++) {
        sums[0][i] += sourceY[i];
        sums[1][i] += sourceP[i];
        sums[2][i] += sourceY[i] * sourceY[i];
        sums[3][i] += sourceP[i] * sourceP[i];
        sums[4][i] += sourceY[i] * sourceP[i];
      }
    }
    double n = epochs.events();
    double[] r = new double[size];
    for (int i = 0; i < size; i++) {
      double yy = sums[2][i] - sums[0][i] * sums[0][i] / n;
      double pp = sums[3][i] - sums[1][i] * sums[1][i] / n;
      double yp = sums[4][i] - sums[0][i] * sums[1][i] / n;
      r[i] = yy > 0 && pp > 0 ? yp / Math.sqrt(yy * pp) : 0;
    }
    return r;
  }

  private static void fill(float[] from, double[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = from[i];
    }
  }
}
