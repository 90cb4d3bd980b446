package dev.arcuate.plugin.bidsfmri.clean;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What was projected out of a run and how it was filtered: what a report shows. */
public final class Nuisance {
  /** Points of a curve of a filter. */
  private static final int POINTS = 101;

  /**
   * What a filter lets through.
   *
   * @param hertz frequencies
   * @param gains size of an oscillation after filtering, as a share of that before
   */
  public record Response(String name, double[] hertz, double[] gains) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private final int recorded;
  private final List<String> operations = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<double[]> columns = new ArrayList<>();
  private final List<Response> responses = new ArrayList<>();
  private int rank;

  Nuisance(int recorded) {
    this.recorded = recorded;
  }

  void did(String words) {
    operations.add(words);
  }

  /** Adds columns as they were projected out, on recorded samples; NaN at the others. */
  void add(List<String> titles, List<double[]> values, int[] places) {
    for (int c = 0; c < titles.size(); c++) {
      double[] column = new double[recorded];
      Arrays.fill(column, Double.NaN);
      for (int row = 0; row < places.length; row++) {
        column[places[row]] = values.get(c)[row];
      }
      names.add(titles.get(c));
      columns.add(column);
    }
  }

  void took(int independent) {
    rank += independent;
  }

  void filtered(String name, Butterworth filter, double nyquist) {
    double[] hertz = new double[POINTS];
    double[] gains = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      hertz[i] = nyquist * i / (POINTS - 1);
      gains[i] = filter.response(i / (double) (POINTS - 1));
    }
    responses.add(new Response(name, hertz, gains));
  }

  /** Recorded samples. */
  public int recorded() {
    return recorded;
  }

  public List<String> operations() {
    return List.copyOf(operations);
  }

  public List<String> names() {
    return List.copyOf(names);
  }

  /** On recorded samples, NaN where a sample was gone already. */
  public List<double[]> columns() {
    return List.copyOf(columns);
  }

  public List<Response> responses() {
    return List.copyOf(responses);
  }

  /** Independent columns taken out, over all projections. */
  public int rank() {
    return rank;
  }
}
