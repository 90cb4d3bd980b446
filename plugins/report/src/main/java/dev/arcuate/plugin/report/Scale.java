package dev.arcuate.plugin.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From values to places on a drawing, with marks at round values.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 */
record Scale(double low, double high, double from, double to, List<Double> marks) {

  /** A scale that holds all values and 0, and ends at marks. */
  static Scale around(double least, double greatest, double from, double to, int wanted) {
    double low = Math.min(0, least);
    double high = Math.max(0, greatest);
    if (!(high > low)) {
      high = low + 1;
    }
    double rough = (high - low) / wanted;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double factor : new double[] {2, 5, 10}) {
      step = rough > step * (1 + 1e-9) ? factor * power : step;
    }
    long first = (long) Math.floor(low / step + 1e-9);
    long last = (long) Math.ceil(high / step - 1e-9);
    List<Double> marks = new ArrayList<>();
    for (long mark = first; mark <= last; mark++) {
      marks.add(mark * step);
    }
    return new Scale(first * step, last * step, from, to, marks);
  }

  double at(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }

  /** A mark as text, with as many digits as the marks need. */
  String label(double mark) {
    double step = marks.size() > 1 ? marks.get(1) - marks.get(0) : 1;
    int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    String text = String.format(Locale.ROOT, "%." + digits + "f", mark);
    return text.replace('-', '\u2212');
  }
}
