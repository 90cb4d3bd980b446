package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.decompose.SimulatePartsSettings.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * A brain whose regions follow words, syntax, semantics, both or nothing, and it is known which.
 */
@Extension
public final class SimulatePartsStep implements Step<SimulatePartsSettings> {
  static final String LEXICAL = "lexical";
  static final String SYNTACTIC = "syntactic";
  static final String SEMANTIC = "semantic";
  private static final long MEBIBYTES = 192;
  private static final double FINE_SECONDS = 0.1;
  private static final double RESPONSE_SECONDS = 32;

  @Override
  public String id() {
    return "simulate-parts";
  }

  @Override
  public String summary() {
    return "Simulates a person whose regions follow lexical, syntactic or semantic parts of a"
        + " model.";
  }

  @Override
  public Class<SimulatePartsSettings> settingsType() {
    return SimulatePartsSettings.class;
  }

  @Override
  public Resources resources(SimulatePartsSettings settings) {
    return Resources.of(1, MEBIBYTES);
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.one("words", Words.class, "the words that are heard"),
        Port.one("drives", Activations.class, "what drives regions, made by part-drives"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one(
            "recording",
            Recording.class,
            "one target per region, or voxels whose areas are regions"),
        Port.one("truth", Table.class, "what each region follows"));
  }

  @Override
  public void run(SimulatePartsSettings settings, Task task) throws IOException {
    Words words = task.input("words", Words.class);
    Activations given = given(task, words);
    Sampling sampling =
        new Sampling(
            settings.repetitionTime(),
            settings.runs().entrySet().stream()
                .map(run -> new Sampling.Run(run.getKey(), run.getValue()))
                .toList());
    List<String> names = new ArrayList<>();
    List<List<String>> truth = new ArrayList<>();
    List<double[]> series = new ArrayList<>();
    for (Kind kind : settings.kinds()) {
      task.checkCancelled();
      String name = kind.name().toLowerCase(Locale.ROOT);
      List<Rows> groups = settings.nullSimulation() ? List.of() : drives(kind, given);
      List<double[][]> responses = new ArrayList<>();
      for (Rows group : groups) {
        responses.add(responses(group, words, sampling));
      }
      for (int target = 0; target < settings.targets(); target++) {
        Random random =
            new Random(
                (settings.seed() + "/" + settings.subject() + "/" + name + "/" + target).hashCode()
                        * 0x5DEECE66DL
                    + settings.seed());
        series.add(series(responses, sampling, settings, random));
      }
      names.add(name);
      truth.add(List.of(name, settings.nullSimulation() ? "none" : name));
    }
    write(task, settings, sampling, names, series);
    new Table(List.of("region", "kind"), truth).write(task.output("truth"));
  }

  /** The drives of a kind of region. */
  private static List<Rows> drives(Kind kind, Activations given) {
    return switch (kind) {
      case LEXICAL -> List.of(drive(LEXICAL, given));
      case SYNTACTIC -> List.of(drive(SYNTACTIC, given));
      case SEMANTIC -> List.of(drive(SEMANTIC, given));
      case MIXED -> List.of(drive(SYNTACTIC, given), drive(SEMANTIC, given));
      case NONE -> List.of();
    };
  }

  private static Rows drive(String name, Activations given) {
    return Rows.of(given.layer(given.layers().indexOf(name)));
  }

  private static Activations given(Task task, Words words) {
    Activations given = task.input("drives", Activations.class);
    boolean known = given.layers().containsAll(List.of(LEXICAL, SYNTACTIC, SEMANTIC));
    if (!known || given.layer(0).rows() != words.list().size()) {
      throw Problem.user(
              "DECOMPOSE_NO_DRIVES",
              known
                  ? "the drives have "
                      + given.layer(0).rows()
                      + " rows, but there are "
                      + words.list().size()
                      + " words"
                  : "these are no drives: they are " + String.join(", ", given.layers()))
          .hint("connect the output of part-drives, made of the same words")
          .exception();
    }
    return given;
  }

  /** Every direction as impulses at word onsets, convolved: [directions][samples]. */
  private static double[][] responses(Rows drive, Words words, Sampling sampling) {
    double[][] responses = new double[drive.width()][sampling.samples()];
    for (int run = 0; run < sampling.runs().size(); run++) {
      Sampling.Run own = sampling.runs().get(run);
      int first = sampling.firstRow(run);
      for (int word = 0; word < words.list().size(); word++) {
        Words.Word heard = words.list().get(word);
        if (!heard.run().equals(own.label())) {
          continue;
        }
        double onset = Math.round(heard.onsetSeconds() / FINE_SECONDS) * FINE_SECONDS;
        int from = (int) Math.max(0, Math.ceil(onset / sampling.periodSeconds()));
        for (int sample = from; sample < own.samples(); sample++) {
          double after = sample * sampling.periodSeconds() - onset;
          if (after > RESPONSE_SECONDS) {
            break;
          }
          double response = response(after);
          for (int d = 0; d < responses.length; d++) {
            responses[d][first + sample] += response * drive.values()[word * drive.width() + d];
          }
        }
      }
    }
    return responses;
  }

  /** t⁵e⁻ᵗ/5! − t¹⁵e⁻ᵗ/(6·15!), the usual difference of two gamma densities. */
  private static double response(double t) {
    return Math.exp(5 * Math.log(t + 1e-12) - t) / 120
        - Math.exp(15 * Math.log(t + 1e-12) - t) / 1307674368000.0 / 6;
  }

  private static void standardise(double[] series) {
    double mean = 0;
    for (double value : series) {
      mean += value / series.length;
    }
    double square = 0;
    for (double value : series) {
      square += (value - mean) * (value - mean) / series.length;
    }
    double scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (int i = 0; i < series.length; i++) {
      series[i] = (series[i] - mean) * scale;
    }
  }

  private static double[] series(
      List<double[][]> groups, Sampling sampling, SimulatePartsSettings settings, Random random) {
    double[] signal = new double[sampling.samples()];
    for (double[][] group : groups) {
      double[] own = new double[signal.length];
      for (double[] direction : group) {
        double weight = random.nextGaussian();
        for (int i = 0; i < own.length; i++) {
          own[i] += weight * direction[i];
        }
      }
      standardise(own);
      for (int i = 0; i < own.length; i++) {
        signal[i] += own[i];
      }
    }
    standardise(signal);
    double[] noise = new double[signal.length];
    double fresh = Math.sqrt(1 - settings.noiseAutocorrelation() * settings.noiseAutocorrelation());
    for (int i = 0; i < noise.length; i++) {
      noise[i] =
          (i == 0 ? 0 : settings.noiseAutocorrelation() * noise[i - 1])
              + fresh * random.nextGaussian();
    }
    standardise(noise);
    double share = groups.isEmpty() ? 0 : settings.signal();
    for (int i = 0; i < signal.length; i++) {
      signal[i] = Math.sqrt(share) * signal[i] + Math.sqrt(1 - share) * noise[i];
    }
    return signal;
  }

  /** Regions; or voxels side by side along i, with a region for every j. */
  private static Geometry geometry(List<String> regions, int targets) {
    if (targets == 1) {
      return new Geometry.Regions(regions);
    }
    int[] voxels = IntStream.range(0, regions.size() * targets).toArray();
    return new Geometry.Volume(
        new int[] {targets, regions.size(), 1},
        new double[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1},
        "simulated",
        voxels,
        new Geometry.Areas(regions, IntStream.of(voxels).map(v -> v / targets).toArray()));
  }

  private static void write(
      Task task,
      SimulatePartsSettings settings,
      Sampling sampling,
      List<String> names,
      List<double[]> series)
      throws IOException {
    Recording recording =
        new Recording(
            task.output("recording"),
            settings.subject(),
            sampling,
            "z",
            geometry(names, settings.targets()));
    try (NpyWriter writer = recording.write()) {
      for (int row = 0; row < sampling.samples(); row++) {
        float[] values = new float[series.size()];
        for (int target = 0; target < values.length; target++) {
          values[target] = (float) series.get(target)[row];
        }
        writer.append(values, 0, values.length);
      }
    }
  }
}
