package dev.arcuate.plugin.bidsfmri.simulate;

import dev.arcuate.api.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;

/** Makes the recording of one subject. */
final class SubjectWriter {
  private static final double BASELINE = 1000;

  /** Standard deviation of signal and noise together, as a share of the baseline. */
  private static final double FLUCTUATION = 0.02;

  /**
   * What responds to the stimulus.
   *
   * @param planted [volumes × directions] response to the planted layer
   * @param directions number of columns of {@code planted}
   * @param rate response to the rate of words
   * @param inPlanted voxels that the layer drives
   * @param inRate voxels that the rate of words drives
   */
  record Responses(
      double[] planted, int directions, double[] rate, boolean[] inPlanted, boolean[] inRate) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private final SimulateSettings settings;
  private final Brain brain;
  private final Responses responses;
  private final StimulusRuns runs;

  SubjectWriter(SimulateSettings settings, Brain brain, Responses responses, StimulusRuns runs) {
    this.settings = settings;
    this.brain = brain;
    this.responses = responses;
    this.runs = runs;
  }

  /**
   * Writes the recording, run by run.
   *
   * @param folder where the files belong
   * @param stems beginnings of their names
   */
  void write(Path folder, IntFunction<String> stems, String subject, Task task) throws IOException {
    SeriesWriter writer =
        new SeriesWriter(brain, responses.inPlanted(), responses.inRate(), settings);
    float[][] series = series(subject, task);
    for (int run = 0; run < runs.count(); run++) {
      float[][] part = new float[series.length][];
      for (int v = 0; v < part.length; v++) {
        int first = runs.first(run);
        part[v] = Arrays.copyOfRange(series[v], first, first + runs.volumes(run));
      }
      writer.write(folder, stems.apply(run), part, subject);
    }
  }

  private float[][] series(String subject, Task task) {
    Random noise = Series.random(settings.seed(), subject, "noise");
    Random drift = Series.random(settings.seed(), subject, "drift");
    Random weights = Series.random(settings.seed(), subject, "weights");
    Random level = Series.random(settings.seed(), subject, "level");
    float[][] series = new float[brain.voxels().length][runs.volumes()];
    for (int v = 0; v < series.length; v++) {
      if (v % 256 == 0) {
        task.checkCancelled();
      }
      double[] response = response(v, weights);
      double signal = response.length == 0 ? 0 : settings.signal();
      double baseline = BASELINE * (1 + 0.1 * Math.tanh(level.nextGaussian()));
      for (int run = 0; run < runs.count(); run++) {
        int volumes = runs.volumes(run);
        double[] disturbance = Series.noise(noise, volumes, settings.noiseAutocorrelation());
        double[] slow = Series.drift(drift, volumes, settings.repetitionTime());
        for (int t = 0; t < volumes; t++) {
          int at = runs.first(run) + t;
          double value = Math.sqrt(1 - signal) * disturbance[t] + settings.drift() * slow[t];
          value += signal == 0 ? 0 : Math.sqrt(signal) * response[at];
          series[v][at] = (float) (baseline * (1 + FLUCTUATION * value));
        }
      }
    }
    return series;
  }

  /** Of mean 0 and variance 1; empty for a voxel that does not respond. */
  private double[] response(int voxel, Random weights) {
    if (settings.nullSimulation()) {
      return new double[0];
    }
    if (responses.inRate()[voxel] && !responses.inPlanted()[voxel]) {
      return responses.rate();
    }
    if (!responses.inPlanted()[voxel]) {
      return new double[0];
    }
    int directions = responses.directions();
    double[] mixed = new double[runs.volumes()];
    for (int d = 0; d < directions; d++) {
      double weight = weights.nextGaussian();
      for (int t = 0; t < mixed.length; t++) {
        mixed[t] += weight * responses.planted()[t * directions + d];
      }
    }
    Series.standardise(mixed, 1, 0);
    return mixed;
  }
}
