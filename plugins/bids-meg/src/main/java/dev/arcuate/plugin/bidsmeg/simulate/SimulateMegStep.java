package dev.arcuate.plugin.bidsmeg.simulate;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import dev.arcuate.plugin.bidsmeg.simulate.SimulateMegSettings.Source;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.pf4j.Extension;

/** Makes a BIDS-MEG dataset whose truth is known. */
@Extension
public final class SimulateMegStep implements Step<SimulateMegSettings> {
  private static final double SECONDS_AFTER = 3;
  private static final double REACH = 4;

  private final LinearAlgebra algebra;

  @Inject
  public SimulateMegStep(LinearAlgebra algebra) {
    this.algebra = algebra;
  }

  @Override
  public String id() {
    return "simulate-meg";
  }

  @Override
  public String summary() {
    return "Makes a BIDS dataset of MEG recordings with planted sources, latencies and features.";
  }

  @Override
  public Class<SimulateMegSettings> settingsType() {
    return SimulateMegSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.one("words", Words.class, "the words of one run that the simulated people hear"),
        Port.optional("activations", Activations.class, "the layers that sources follow"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one("dataset", Files.class, "a BIDS dataset, with ground-truth.json beside it"),
        Port.one("truth", Table.class, "what was planted, where and when: columns key and value"));
  }

  @Override
  public Resources resources(SimulateMegSettings settings) {
    // Ten minutes or so of all sensors, twice.
    long bytes = (long) (2.0 * settings.sensors() * settings.samplingRate() * 900 * Double.BYTES);
    return Resources.of(1, 256 + (bytes >> 20));
  }

  @Override
  public void run(SimulateMegSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Words words = task.input("words", Words.class);
    if (words.list().stream().map(Words.Word::run).distinct().count() != 1) {
      throw Problem.user(
              "BIDS_MEG_ONE_RUN", "simulated people hear one run, but the words belong to several")
          .exception();
    }
    List<double[]> amplitudes =
        new Amplitudes(words, task.optionalInput("activations", Activations.class), algebra)
            .of(settings.sources());
    Helmet helmet = new Helmet(settings.sensors());
    SignalInfo info = helmet.info(settings);
    Map<String, Object> truth = truth(settings, words);
    MegDatasetWriter dataset = new MegDatasetWriter(task.output("dataset"), settings, info);
    dataset.write(words, truth);
    for (int s = 0; s < settings.subjects().size(); s++) {
      task.checkCancelled();
      String label = settings.subjects().get(s);
      // Seeds that follow each other give alike beginnings; this one spreads them.
      long seed = new SplittableRandom(settings.seed() * 1_000_003L + label.hashCode()).nextLong();
      dataset.samples(label, person(settings, words, amplitudes, helmet, info, seed, task));
      task.progress().report(s + 1, settings.subjects().size(), "subjects");
    }
    List<List<String>> rows = new ArrayList<>();
    truth.forEach((key, value) -> rows.add(List.of(key, String.valueOf(value))));
    new Table(List.of("key", "value"), rows).write(task.output("truth"));
    task.note(truth);
  }

  private static double[][] person(
      SimulateMegSettings settings,
      Words words,
      List<double[]> amplitudes,
      Helmet helmet,
      SignalInfo info,
      long seed,
      Task task) {
    double rate = settings.samplingRate();
    double end =
        words.list().stream()
            .mapToDouble(w -> w.onsetSeconds() + w.durationSeconds())
            .max()
            .orElseThrow();
    int samples = (int) Math.ceil((end + SECONDS_AFTER) * rate);
    double[][] values = new double[info.channels().size()][samples];
    double[][] noise = new BrainNoise(rate, seed).of(helmet, samples);
    for (int s = 0; s < noise.length; s++) {
      task.checkCancelled();
      for (int t = 0; t < samples; t++) {
        values[s][t] = settings.noise() * noise[s][t];
      }
    }
    double gain = settings.noise() * Math.sqrt(settings.signal() / (1 - settings.signal()));
    Random random = new Random(seed ^ 0x5DEECE66DL);
    for (int k = 0; k < settings.sources().size() && !settings.nullSimulation(); k++) {
      task.checkCancelled();
      source(
          settings.sources().get(k), words, amplitudes.get(k), helmet, gain, rate, random, values);
    }
    for (Words.Word word : words.list()) {
      int at = (int) Math.rint(word.onsetSeconds() * rate);
      for (int t = at; t < Math.min(samples, at + Math.max(1, (int) (0.02 * rate))); t++) {
        if (t >= 0) {
          values[helmet.sensors()][t] = 1;
        }
      }
    }
    if (info.channels().size() > helmet.sensors() + 1) {
      for (int t = 0; t < samples; t++) {
        // The clock of an acquisition does not begin at 0.
        values[helmet.sensors() + 1][t] = 1 + t / rate;
      }
      // What the references hear of the room.
      BrainNoise room = new BrainNoise(rate, ~seed);
      for (int r = helmet.sensors() + 2; r < values.length; r++) {
        double[] heard = room.series(samples);
        Arrays.setAll(values[r], t -> settings.noise() * heard[t]);
      }
    }
    return values;
  }

  /** Adds the answer of a source: each sensor hears another mixture of its directions. */
  private static void source(
      Source source,
      Words words,
      double[] amplitudes,
      Helmet helmet,
      double gain,
      double rate,
      Random random,
      double[][] values) {
    int n = words.list().size();
    int width = amplitudes.length / n;
    double[] topography = helmet.topography(source.center(), source.radius());
    for (int s = 0; s < helmet.sensors(); s++) {
      double[] weights = new double[width];
      double size = 0;
      for (int d = 0; d < width; d++) {
        weights[d] = random.nextGaussian();
        size += weights[d] * weights[d];
      }
      for (int w = 0; w < n; w++) {
        double strength = 0;
        for (int d = 0; d < width; d++) {
          strength += weights[d] * amplitudes[w * width + d];
        }
        strength *= gain * topography[s] / Math.sqrt(size);
        double peak = words.list().get(w).onsetSeconds() + source.latency();
        int from = (int) Math.max(0, Math.ceil((peak - REACH * source.width()) * rate));
        int to =
            (int)
                Math.min(
                    values[s].length - 1.0, Math.floor((peak + REACH * source.width()) * rate));
        for (int t = from; t <= to; t++) {
          double away = (t / rate - peak) / source.width();
          values[s][t] += strength * Math.exp(-away * away / 2);
        }
      }
    }
  }

  private static Map<String, Object> truth(SimulateMegSettings settings, Words words) {
    Map<String, Object> truth = new LinkedHashMap<>();
    truth.put("null", settings.nullSimulation());
    truth.put("subjects", settings.subjects().size());
    truth.put("words", words.list().size());
    truth.put("sampling-rate", settings.samplingRate());
    truth.put("signal", settings.nullSimulation() ? 0 : settings.signal());
    truth.put("noise-tesla", settings.noise());
    truth.put("seed", settings.seed());
    for (Source source : settings.sources()) {
      truth.put(source.name() + "-feature", feature(source));
      truth.put(source.name() + "-latency-seconds", source.latency());
      truth.put(
          source.name() + "-centre-metres",
          source.center().get(0) + " " + source.center().get(1) + " " + source.center().get(2));
      truth.put(source.name() + "-radius-metres", source.radius());
    }
    return truth;
  }

  private static String feature(Source source) {
    return source.layer().map(layer -> "layer " + layer).orElse("word-length");
  }
}
