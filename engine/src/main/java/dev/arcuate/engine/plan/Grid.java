package dev.arcuate.engine.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All combinations of the points of some axes, numbered from 0, the last axis running fastest. */
final class Grid {
  private final List<Axis> axes;
  private final int[] strides;
  private final int size;

  /**
   * @throws ArithmeticException if there are more than 2^31 combinations
   */
  Grid(List<Axis> axes) {
    this.axes = List.copyOf(axes);
    this.strides = new int[axes.size()];
    int product = 1;
    for (int a = axes.size() - 1; a >= 0; a--) {
      strides[a] = product;
      product = Math.multiplyExact(product, axes.get(a).points().size());
    }
    this.size = product;
  }

  List<Axis> axes() {
    return axes;
  }

  int size() {
    return size;
  }

  int stride(int axis) {
    return strides[axis];
  }

  /** The point of an axis in a combination. */
  int point(int combination, int axis) {
    return combination / strides[axis] % axes.get(axis).points().size();
  }

  /** The place of the axis with these variables, or −1. */
  int place(List<String> variables) {
    for (int a = 0; a < axes.size(); a++) {
      if (axes.get(a).variables().equals(variables)) {
        return a;
      }
    }
    return -1;
  }

  /** Variable → label of a combination, in the order of the axes. */
  Map<String, String> labels(int combination) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int a = 0; a < axes.size(); a++) {
      Axis axis = axes.get(a);
      List<String> own = axis.points().get(point(combination, a)).labels();
      for (int v = 0; v < own.size(); v++) {
        labels.put(axis.variables().get(v), own.get(v));
      }
    }
    return labels;
  }
}
