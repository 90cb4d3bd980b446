package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Quirk;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.stimulus.DesignSettings.Pooling;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Makes columns of a design out of features of words. */
final class Columns {
  /**
   * Columns of one origin.
   *
   * @param rows [samples of the recording × width]
   * @param delaysSeconds of blocks of columns, empty without delays
   */
  record Made(float[] rows, int width, List<Double> delaysSeconds) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private static final Set<Quirk> OF_VOLUMES = Set.of(Quirk.DELAY_WRAP, Quirk.DELAY_CONCAT);

  private final DesignSettings settings;
  private final Words words;
  private final Sampling sampling;
  private final ScanGrid grid;
  private final Sampling full;
  private final WordsOnClock clock;
  private final Lags lags;
  private final List<Convolution> convolutions;
  private final boolean scaled;

  Columns(
      DesignSettings settings,
      Lags lags,
      Words words,
      Sampling sampling,
      ScanGrid grid,
      WordsOnClock clock) {
    this.sampling = sampling;
    this.settings = settings;
    this.words = words;
    this.grid = grid;
    this.full = grid.full();
    this.clock = clock;
    this.lags = lags;
    this.scaled = Quirk.SCALE_BEFORE_SPLIT.in(settings.quirks());
    this.convolutions =
        Lags.kind(settings) == Lags.Kind.RESPONSE
            ? Convolution.ofRuns(
                grid, settings.hrf(), settings.derivatives(), settings.sliceTimeReference())
            : List.of();
  }

  /** The quirks that columns follow. */
  static List<String> quirks(DesignSettings settings) {
    return Stream.of(
            Quirk.DELAY_WRAP, Quirk.DELAY_CONCAT, Quirk.BIN_PLUS_ONE, Quirk.SCALE_BEFORE_SPLIT)
        .filter(quirk -> quirk.in(settings.quirks()))
        .filter(quirk -> Lags.kind(settings) == Lags.Kind.VOLUMES || !OF_VOLUMES.contains(quirk))
        .map(Quirk::named)
        .toList();
  }

  /** As {@link #of}; with {@code scale.before-split} words are scaled by whole runs first. */
  Made ofModel(float[] features, int width, Pooling pooling) {
    return of(scaled ? Standardised.words(features, width, words) : features, width, pooling);
  }

  /**
   * @param features [words × width]
   */
  Made of(float[] features, int width, Pooling pooling) {
    Made made = unscaled(features, width, pooling);
    return scaled
        ? new Made(
            Standardised.rows(made.rows(), made.width(), sampling),
            made.width(),
            made.delaysSeconds())
        : made;
  }

  private Made unscaled(float[] features, int width, Pooling pooling) {
    return switch (Lags.kind(settings)) {
      case RESPONSE -> responding(features, width);
      case SECONDS -> moved(features, width, pooling);
      case VOLUMES -> delayed(features, width, pooling);
    };
  }

  private Made delayed(float[] features, int width, Pooling pooling) {
    float[] rows = floats(aligner(pooling, clock).apply(features, width));
    int columns = Math.multiplyExact(width, lags.copies());
    float[] delayed = Delays.apply(rows, width, full, lags.delays(), edges());
    return new Made(grid.select(delayed, columns), columns, lags.delaysSeconds());
  }

  private Delays.Edges edges() {
    if (Quirk.DELAY_WRAP.in(settings.quirks())) {
      return Delays.Edges.WRAP;
    }
    return Quirk.DELAY_CONCAT.in(settings.quirks()) ? Delays.Edges.CONCAT : Delays.Edges.ZERO;
  }

  private Aligner aligner(Pooling pooling, WordsOnClock onsets) {
    return pooling == Pooling.LANCZOS
        ? Aligner.filtering(
            Lags.lanczos(settings),
            grid.reference(settings.sliceTimeReference(), 0.5),
            full,
            onsets)
        : Aligner.pooling(pooling, full, onsets);
  }

  private Made responding(float[] features, int width) {
    List<double[]> blocks = new ArrayList<>();
    int kernels = convolutions.get(0).kernels();
    for (int kernel = 0; kernel < kernels; kernel++) {
      blocks.add(Aligner.responding(convolutions, kernel, full, clock).apply(features, width));
    }
    double[] rows = sideBySide(blocks, width);
    Orthogonal.derivatives(rows, width, kernels, full);
    int columns = width * kernels;
    return new Made(grid.select(floats(rows), columns), columns, List.of());
  }

  /** Onsets are moved rather than rows, so that a delay need not be a multiple of the period. */
  private Made moved(float[] features, int width, Pooling pooling) {
    List<double[]> blocks = new ArrayList<>();
    for (double delay : settings.delaysSeconds()) {
      WordsOnClock later =
          WordsOnClock.of(words, full, settings.shiftSeconds(full.periodSeconds()) + delay);
      blocks.add(aligner(pooling, later).apply(features, width));
    }
    int columns = width * blocks.size();
    return new Made(
        grid.select(floats(sideBySide(blocks, width)), columns), columns, settings.delaysSeconds());
  }

  private double[] sideBySide(List<double[]> blocks, int width) {
    int columns = Math.multiplyExact(width, blocks.size());
    double[] values = new double[Math.multiplyExact(full.samples(), columns)];
    for (int b = 0; b < blocks.size(); b++) {
      for (int row = 0; row < full.samples(); row++) {
        System.arraycopy(blocks.get(b), row * width, values, row * columns + b * width, width);
      }
    }
    return values;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
