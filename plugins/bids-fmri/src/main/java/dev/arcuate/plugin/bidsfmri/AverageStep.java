package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * The mean response of people to one stimulus (methods §5). What they share remains, what is their
 * own averages out: never mix it with recordings of single people, and never use it where people
 * are the samples of a test.
 */
@Extension
public final class AverageStep implements Step<AverageSettings> {
  private static final long MEBIBYTES = 128;
  private static final int BLOCK_VALUES = 1 << 20;

  private static final Port RECORDINGS =
      Port.many("recordings", Recording.class, "people who heard the same, on one grid");

  @Override
  public String id() {
    return "average-subject";
  }

  @Override
  public String summary() {
    return "Averages the recordings of people who heard or read the same.";
  }

  @Override
  public Class<AverageSettings> settingsType() {
    return AverageSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(RECORDINGS);
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one(
            "recording",
            Recording.class,
            "the mean, each run as long as the shortest; targets that a person lacks are averaged"
                + " over the others"));
  }

  @Override
  public Resources resources(AverageSettings settings) {
    return Resources.of(1, MEBIBYTES);
  }

  @Override
  public void run(AverageSettings settings, Task task) throws IOException {
    List<Recording> people =
        task.inputs("recordings", Recording.class).stream().map(Labelled::value).toList();
    Recording first = people.get(0);
    people.forEach(person -> requireComparable(first, person));
    Sampling sampling = shortest(people);
    Recording mean =
        new Recording(
            task.output("recording"), settings.label(), sampling, first.units(), first.geometry());
    int targets = first.geometry().targets();
    int block = Math.max(1, BLOCK_VALUES / targets);
    try (NpyWriter writer = mean.write()) {
      for (int run = 0; run < sampling.runs().size(); run++) {
        int samples = sampling.runs().get(run).samples();
        for (int from = 0; from < samples; from += block) {
          task.checkCancelled();
          int rows = Math.min(block, samples - from);
          float[] values = mean(people, run, from, rows, targets);
          writer.append(values, 0, values.length);
        }
      }
    }
    task.note(Map.of("subjects", people.size(), "samples", sampling.samples()));
  }

  private static float[] mean(List<Recording> people, int run, int from, int rows, int targets) {
    double[] sum = new double[rows * targets];
    int[] count = new int[rows * targets];
    float[] block = new float[rows * targets];
    for (Recording person : people) {
      FloatMatrix matrix = person.matrix();
      matrix.read(person.sampling().firstRow(run) + from, rows, 0, targets, block);
      for (int i = 0; i < block.length; i++) {
        if (!Float.isNaN(block[i])) {
          sum[i] += block[i];
          count[i]++;
        }
      }
    }
    for (int i = 0; i < block.length; i++) {
      block[i] = count[i] == 0 ? Float.NaN : (float) (sum[i] / count[i]);
    }
    return block;
  }

  private static Sampling shortest(List<Recording> people) {
    Sampling first = people.get(0).sampling();
    List<Sampling.Run> runs = new ArrayList<>();
    for (int run = 0; run < first.runs().size(); run++) {
      int at = run;
      int samples =
          people.stream()
              .mapToInt(person -> person.sampling().runs().get(at).samples())
              .min()
              .orElseThrow();
      Sampling.Run shared = first.runs().get(run);
      runs.add(new Sampling.Run(shared.label(), samples, shared.startSeconds(), shared.removed()));
    }
    return new Sampling(first.periodSeconds(), runs, first.referenceSeconds());
  }

  private static void requireComparable(Recording first, Recording other) {
    List<String> differences = new ArrayList<>();
    if (!first.geometry().equals(other.geometry())) {
      differences.add("lie on different targets");
    }
    if (first.sampling().periodSeconds() != other.sampling().periodSeconds()) {
      differences.add("differ in the time between samples");
    }
    if (!labels(first).equals(labels(other))) {
      differences.add("have runs " + labels(first) + " and " + labels(other));
    }
    if (labels(first).equals(labels(other)) && !sameRows(first.sampling(), other.sampling())) {
      differences.add("begin at different times, or lack different volumes");
    }
    if (!first.units().equals(other.units())) {
      differences.add("are in units " + first.units() + " and " + other.units());
    }
    if (!differences.isEmpty()) {
      throw Problem.data(
              "BIDS_FMRI_PEOPLE_DIFFER",
              "subjects "
                  + first.subject()
                  + " and "
                  + other.subject()
                  + " cannot be averaged: they "
                  + String.join(" and ", differences))
          .hint("read them in a common space with one mask and the same settings")
          .exception();
    }
  }

  /** Runs of other lengths can be cut; rows of other times cannot be averaged. */
  private static boolean sameRows(Sampling first, Sampling other) {
    for (int run = 0; run < first.runs().size(); run++) {
      Sampling.Run a = first.runs().get(run);
      Sampling.Run b = other.runs().get(run);
      boolean cut = a.samples() != b.samples() && !a.removed().isEmpty();
      if (a.startSeconds() != b.startSeconds() || !a.removed().equals(b.removed()) || cut) {
        return false;
      }
    }
    return true;
  }

  private static List<String> labels(Recording recording) {
    return recording.sampling().runs().stream().map(Sampling.Run::label).toList();
  }
}
