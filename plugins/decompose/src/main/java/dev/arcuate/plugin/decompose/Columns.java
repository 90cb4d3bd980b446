package dev.arcuate.plugin.decompose;

/** Means of columns, in double precision. */
final class Columns {
  private Columns() {}

  static double[] means(Rows rows) {
    double[] means = new double[rows.width()];
    for (int i = 0; i < rows.values().length; i++) {
      means[i % rows.width()] += rows.values()[i];
    }
    for (int c = 0; c < means.length; c++) {
      means[c] /= rows.count();
    }
    return means;
  }

  static double[] minus(Rows rows, double[] means) {
    double[] centred = new double[rows.values().length];
    for (int i = 0; i < centred.length; i++) {
      centred[i] = rows.values()[i] - means[i % means.length];
    }
    return centred;
  }

  static Rows rows(double[] values, int count, int width) {
    float[] single = new float[values.length];
    for (int i = 0; i < single.length; i++) {
      single[i] = (float) values[i];
    }
    return new Rows(single, count, width);
  }
}
