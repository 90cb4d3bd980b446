package dev.arcuate.plugin.bidsmeg.simulate;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.List;
import java.util.Optional;

/** The {@code with:} block of {@code simulate-meg}. */
public record SimulateMegSettings(
    @Doc("Labels of the simulated people.") @Default("[01, 02, 03]") List<String> subjects,
    @Doc("Label of the task.") @Default("reading") String task,
    @Doc("Samples per second.") @Default("200") @Range(min = 50, max = 5000) double samplingRate,
    @Doc("Number of magnetometers, spread evenly over a helmet.")
        @Default("60")
        @Range(min = 8, max = 1000)
        int sensors,
    @Doc("What the brain answers to every word, and where and when.")
        @Default(
            "[{name: visual, feature: word-length, latency: 0.1, center: [0, -0.09, 0.02]}, {name:"
                + " lexical, feature: layer, layer: 0, latency: 0.2, center: [-0.1, 0, 0.02]}, {name:"
                + " contextual, feature: layer, layer: -1, latency: 0.4, center: [0.05, 0.07, 0.05]}]")
        List<Source> sources,
    @Doc("Share of a sensor's variance that a source explains at its place and latency.")
        @Default("0.15")
        @Range(min = 0, max = 0.99)
        double signal,
    @Doc(
            "Root mean square of the noise in tesla. It falls with frequency as that of a brain does,"
                + " has a rhythm at 10 Hz, and neighbouring sensors share most of it.")
        @Default("3e-13")
        @Range(min = 0, above = true)
        double noise,
    @Doc("fif: one file per person. ctf: a .ds folder of trials of ten seconds without gaps.")
        @Default("fif")
        Format format,
    @Doc("Another seed gives other noise and other weights, the same seed the same bytes.")
        @Default("1")
        long seed,
    @Doc("Make the same noise without any response to the words: nothing may be found in it.")
        @Default("false")
        boolean nullSimulation) {

  /** How recordings are stored. */
  public enum Format {
    FIF,
    CTF
  }

  /** What drives a source. */
  public enum Feature {
    /** The number of characters of a word. */
    WORD_LENGTH,
    /** A layer of the connected activations, as far as the sources before it do not tell of it. */
    LAYER
  }

  /** A place of the brain that answers to every word. */
  @Doc("A place of the brain that answers to every word.")
  public record Source(
      @Doc("For the ground truth.") String name,
      @Doc("word-length: its number of characters. layer: a layer of the activations.")
          Feature feature,
      @Doc("Name or place of the layer, counted from 0, or from the end with -1.")
          Optional<String> layer,
      @Doc("Seconds from the onset of a word to the peak of the answer.") @Range(min = 0, max = 10)
          double latency,
      @Doc("Standard deviation of the answer over time, in seconds.")
          @Default("0.03")
          @Range(min = 0, above = true)
          double width,
      @Doc("Metres to the right, to the front and upward; the nearest sensors hear it best.")
          List<Double> center,
      @Doc("Distance in metres at which a sensor hears it 0.6 times as well as at its centre.")
          @Default("0.05")
          @Range(min = 0, above = true)
          double radius) {
    public Source {
      center = List.copyOf(center);
      if (center.size() != 3) {
        throw new IllegalArgumentException("center needs three numbers, got " + center.size());
      }
      if ((feature == Feature.LAYER) != layer.isPresent()) {
        throw new IllegalArgumentException(
            "source " + name + ": 'layer' belongs to feature: layer, and to it alone");
      }
    }
  }

  public SimulateMegSettings {
    subjects = List.copyOf(subjects);
    sources = List.copyOf(sources);
    if (subjects.isEmpty() || subjects.stream().distinct().count() != subjects.size()) {
      throw new IllegalArgumentException("subjects must be distinct, and at least one");
    }
    for (String label : subjects) {
      requireLabel("subjects", label);
    }
    requireLabel("task", task);
    if (sources.stream().map(Source::name).distinct().count() != sources.size()) {
      throw new IllegalArgumentException("two sources have one name");
    }
  }

  private static void requireLabel(String setting, String label) {
    if (!label.matches("[A-Za-z0-9]+")) {
      throw new IllegalArgumentException(
          setting + ": BIDS labels are made of letters and digits, got '" + label + "'");
    }
  }
}
