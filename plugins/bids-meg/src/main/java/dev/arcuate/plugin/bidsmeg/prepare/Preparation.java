package dev.arcuate.plugin.bidsmeg.prepare;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.statistics.Percentiles;
import dev.arcuate.plugin.bidsmeg.filter.Butterworth;
import dev.arcuate.plugin.bidsmeg.filter.Envelope;
import dev.arcuate.plugin.bidsmeg.filter.FirDesign;
import dev.arcuate.plugin.bidsmeg.filter.FirFilter;
import dev.arcuate.plugin.bidsmeg.filter.Resampling;
import dev.arcuate.plugin.bidsmeg.prepare.PrepareStep.EnvelopeKind;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the chosen channels of one run and does what the settings ask for, in their order. */
public final class Preparation {
  private static final int BLOCK = 1 << 14;

  /** The acquisition's own low-pass may not reach as low as the decimation needs. */
  private static final double ANTI_ALIASING = 3;

  private final List<PrepareStep> steps;
  private final LinearAlgebra algebra;
  private final Task task;
  private final List<String> done = new ArrayList<>();

  public Preparation(List<PrepareStep> steps, LinearAlgebra algebra, Task task) {
    this.steps = List.copyOf(steps);
    this.algebra = algebra;
    this.task = task;
  }

  /** What was done, in words, in order. */
  public List<String> operations() {
    return List.copyOf(done);
  }

  /** Prepared samples of a run; the caller closes them. */
  public Prepared run(Signal signal, List<Channel> channels) throws IOException {
    SignalInfo info = signal.info();
    int samples = Math.toIntExact(signal.samples());
    List<Channel> loaded = new ArrayList<>(channels);
    boolean references = steps.stream().anyMatch(s -> s.compensate().isPresent());
    if (references) {
      info.channels().stream()
          .filter(c -> c.type() == dev.arcuate.plugin.bidsmeg.signal.ChannelType.REF_MEG)
          .filter(c -> channels.stream().noneMatch(own -> own.name().equals(c.name())))
          .forEach(loaded::add);
    }
    ChannelRows rows = rows(loaded.size(), samples);
    try {
      load(signal, loaded, rows);
      List<Integer> starts = signal.starts().stream().map(Math::toIntExact).toList();
      Stretches stretches = new Stretches(rows, info.samplingHz(), starts, info.lowPassHz());
      for (PrepareStep step : steps) {
        task.checkCancelled();
        Stretches next = apply(step, stretches, info, loaded);
        if (next.rows() != stretches.rows()) {
          stretches.rows().close();
        }
        stretches = next;
        rows = stretches.rows();
      }
      return new Prepared(stretches, channels.size());
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  private ChannelRows rows(int channels, int samples) throws IOException {
    return new ChannelRows(channels, samples, task.resources().memoryBytes() / 3, task.scratch());
  }

  private void load(Signal signal, List<Channel> channels, ChannelRows rows) throws IOException {
    int[] picks = new int[channels.size()];
    for (int c = 0; c < picks.length; c++) {
      picks[c] = signal.info().index(channels.get(c).name()).orElseThrow();
    }
    double[][] block = new double[picks.length][BLOCK];
    for (int first = 0; first < rows.samples(); first += BLOCK) {
      task.checkCancelled();
      int count = Math.min(BLOCK, rows.samples() - first);
      signal.read(picks, first, count, block);
      for (int c = 0; c < picks.length; c++) {
        rows.put(c, first, block[c], count);
      }
      task.progress().report(first + count, rows.samples(), "samples");
    }
  }

  private Stretches apply(PrepareStep step, Stretches in, SignalInfo info, List<Channel> channels)
      throws IOException {
    if (step.compensate().isPresent()) {
      int grade = step.compensate().get();
      done.add("compensation grade " + grade);
      return mix(in, Mixing.compensation(info, channels, grade));
    }
    if (step.project().isPresent()) {
      Optional<double[]> projection = Mixing.projection(info.projectors(), channels, algebra);
      done.add("projection of " + info.projectors().size() + " stored items");
      if (projection.isEmpty()) {
        task.warn(
            Problem.data(
                    "BIDS_MEG_NO_PROJECTION",
                    "'project' is asked for, but the recording holds no directions of its channels")
                .asWarning());
        return in;
      }
      return mix(in, projection.get());
    }
    if (step.reference().isPresent()) {
      done.add("average reference of EEG");
      return mix(in, Mixing.averageReference(channels));
    }
    if (!step.notch().isEmpty()) {
      require(
          step.notch().stream().mapToDouble(f -> f + 1).max().orElseThrow(), in.rate(), "notch");
      done.add("notch at " + step.notch() + " Hz");
      return fir(FirDesign.notch(in.rate(), step.notch()), in, in.lowPassHz());
    }
    if (step.filter().isPresent()) {
      return filter(step.filter().get(), in);
    }
    if (step.envelope().isPresent()) {
      return envelope(step.envelope().get(), in);
    }
    if (step.resample().isPresent()) {
      return resample(step.resample().get(), in);
    }
    if (step.decimate().isPresent()) {
      return decimate(step.decimate().get(), in);
    }
    return perRun(step, in);
  }

  /** A number with few digits, as people write it. */
  private static String plain(double number) {
    return new BigDecimal(number)
        .round(new MathContext(4, RoundingMode.DOWN))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static void require(double hertz, double rate, String what) {
    if (!(hertz < rate / 2)) {
      throw Problem.user(
              "BIDS_MEG_ABOVE_NYQUIST",
              what
                  + " at "
                  + plain(hertz)
                  + " Hz needs a sampling rate above "
                  + plain(2 * hertz)
                  + " Hz; the recording has "
                  + plain(rate)
                  + " Hz")
          .hint("choose a lower frequency, or filter before 'resample' and 'decimate'")
          .exception();
    }
  }

  private Stretches filter(PrepareStep.Filter filter, Stretches in) throws IOException {
    filter.highPass().ifPresent(f -> require(f, in.rate(), "high-pass"));
    filter.lowPass().ifPresent(f -> require(f, in.rate(), "low-pass"));
    double lowPass = Math.min(in.lowPassHz(), filter.lowPass().orElse(Double.POSITIVE_INFINITY));
    String band =
        filter.highPass().map(f -> f + " Hz").orElse("0")
            + " to "
            + filter.lowPass().map(f -> f + " Hz").orElse("Nyquist");
    if (filter.method() == PrepareStep.Filter.Method.FIR) {
      done.add("FIR filter, zero phase, " + band);
      return fir(FirDesign.band(in.rate(), filter.highPass(), filter.lowPass()), in, lowPass);
    }
    done.add("Butterworth filter of order " + filter.order() + ", both ways, " + band);
    Butterworth iir =
        new Butterworth(filter.order(), in.rate(), filter.highPass(), filter.lowPass());
    List<Stretches.Operation> each = new ArrayList<>();
    in.starts().forEach(start -> each.add(iir::apply));
    return sameLength(each, in, lowPass);
  }

  private Stretches fir(double[] h, Stretches in, double lowPass) throws IOException {
    List<Stretches.Operation> each = new ArrayList<>();
    for (int length : in.lengths()) {
      if (h.length > length) {
        task.warn(
            Problem.user(
                    "BIDS_MEG_FILTER_TOO_LONG",
                    "a filter of "
                        + h.length
                        + " samples meets a stretch of "
                        + length
                        + ": its edges are distorted")
                .hint("filter longer stretches, or raise 'high-pass'")
                .asWarning());
      }
      each.add(new FirFilter(h, length)::apply);
    }
    return sameLength(each, in, lowPass);
  }

  private Stretches sameLength(List<Stretches.Operation> each, Stretches in, double lowPass)
      throws IOException {
    ChannelRows rows = in.rows();
    for (int c = 0; c < rows.channels(); c++) {
      task.checkCancelled();
      rows.set(c, in.through(c, each, rows.samples()));
      task.progress().report(c + 1, rows.channels(), "channels");
    }
    return new Stretches(rows, in.rate(), in.starts(), lowPass);
  }

  private Stretches envelope(EnvelopeKind kind, Stretches in) throws IOException {
    done.add("envelope (" + kind.name().toLowerCase(Locale.ROOT) + ")");
    List<Stretches.Operation> each = new ArrayList<>();
    for (int length : in.lengths()) {
      Envelope envelope = new Envelope(length);
      each.add(
          x -> {
            double[] size = envelope.apply(x);
            if (kind == EnvelopeKind.POWER) {
              java.util.Arrays.setAll(size, i -> size[i] * size[i]);
            }
            return size;
          });
    }
    return sameLength(each, in, in.lowPassHz());
  }

  private Stretches resample(double hertz, Stretches in) throws IOException {
    done.add("resampling to " + hertz + " Hz");
    List<Stretches.Operation> each = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    int total = 0;
    for (int length : in.lengths()) {
      Resampling resampling = new Resampling(hertz / in.rate(), length);
      each.add(resampling::apply);
      starts.add(total);
      total += resampling.length();
    }
    ChannelRows out = rows(in.rows().channels(), total);
    for (int c = 0; c < out.channels(); c++) {
      task.checkCancelled();
      out.set(c, in.through(c, each, total));
    }
    return new Stretches(out, hertz, starts, Math.min(in.lowPassHz(), hertz / 2));
  }

  private Stretches decimate(int factor, Stretches in) throws IOException {
    double hertz = in.rate() / factor;
    if (factor > 1 && in.lowPassHz() > hertz / ANTI_ALIASING) {
      throw Problem.user(
              "BIDS_MEG_ALIASING",
              "decimate: "
                  + factor
                  + " leaves "
                  + plain(hertz)
                  + " Hz, but the recording holds up to "
                  + plain(in.lowPassHz())
                  + " Hz, which would appear at other frequencies")
          .hint(
              "put a filter with low-pass: "
                  + plain(hertz / ANTI_ALIASING)
                  + " or less before it, or use 'resample'")
          .exception();
    }
    done.add("every " + factor + "th sample");
    List<Stretches.Operation> each = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    int total = 0;
    for (int length : in.lengths()) {
      int kept = (length + factor - 1) / factor;
      each.add(
          x -> {
            double[] out = new double[kept];
            java.util.Arrays.setAll(out, i -> x[i * factor]);
            return out;
          });
      starts.add(total);
      total += kept;
    }
    ChannelRows out = rows(in.rows().channels(), total);
    for (int c = 0; c < out.channels(); c++) {
      out.set(c, in.through(c, each, total));
    }
    return new Stretches(out, hertz, starts, in.lowPassHz());
  }

  private Stretches mix(Stretches in, double[] matrix) throws IOException {
    ChannelRows rows = in.rows();
    int n = rows.channels();
    double[] block = new double[n * BLOCK];
    double[] out = new double[n * BLOCK];
    double[] one = new double[BLOCK];
    for (int first = 0; first < rows.samples(); first += BLOCK) {
      task.checkCancelled();
      int count = Math.min(BLOCK, rows.samples() - first);
      for (int c = 0; c < n; c++) {
        rows.get(c, first, one, count);
        System.arraycopy(one, 0, block, c * count, count);
      }
      algebra.multiply(
          LinearAlgebra.Form.PLAIN,
          LinearAlgebra.Form.PLAIN,
          n,
          count,
          n,
          1,
          matrix,
          block,
          0,
          out);
      for (int c = 0; c < n; c++) {
        System.arraycopy(out, c * count, one, 0, count);
        rows.put(c, first, one, count);
      }
    }
    return in;
  }

  private Stretches perRun(PrepareStep step, Stretches in) throws IOException {
    ChannelRows rows = in.rows();
    for (int c = 0; c < rows.channels(); c++) {
      task.checkCancelled();
      double[] x = rows.row(c);
      if (!step.clip().isEmpty()) {
        double[] limits = Percentiles.of(x, step.clip().get(0), step.clip().get(1));
        for (int t = 0; t < x.length; t++) {
          x[t] = Math.max(limits[0], Math.min(limits[1], x[t]));
        }
      } else if (!step.robustScale().isEmpty()) {
        double[] points =
            Percentiles.of(x, step.robustScale().get(0), 50, step.robustScale().get(1));
        standardise(x, points[1], points[2] - points[0]);
      } else {
        double mean = java.util.Arrays.stream(x).average().orElse(0);
        double variance = 0;
        for (double value : x) {
          variance += (value - mean) * (value - mean) / x.length;
        }
        standardise(x, mean, Math.sqrt(variance));
      }
      rows.set(c, x);
    }
    done.add(
        !step.clip().isEmpty()
            ? "clipping at percentiles " + step.clip()
            : !step.robustScale().isEmpty()
                ? "robust scaling between percentiles " + step.robustScale()
                : "z-score");
    return in;
  }

  private static void standardise(double[] x, double centre, double spread) {
    for (int t = 0; t < x.length; t++) {
      x[t] = spread > 0 ? (x[t] - centre) / spread : x[t] - centre;
    }
  }

  /** Whether samples lose their physical unit on the way. */
  public static boolean scales(List<PrepareStep> steps) {
    return steps.stream().anyMatch(s -> s.scale().isPresent() || !s.robustScale().isEmpty());
  }
}
