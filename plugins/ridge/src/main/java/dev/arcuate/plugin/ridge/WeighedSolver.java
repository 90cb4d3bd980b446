package dev.arcuate.plugin.ridge;

import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.value.Design;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says what a candidate's number stands for: a map {@code gamma-GROUP} per feature group. */
final class WeighedSolver implements Solver {
  private static final String CANDIDATE = "candidate";

  private final TiledSolver solver;
  private final Design design;
  private final double[][] weightings;

  WeighedSolver(TiledSolver solver, Design design, double[][] weightings) {
    this.solver = solver;
    this.design = design;
    this.weightings = weightings;
  }

  @Override
  public int tileWidth(long memoryBytes) {
    return solver.tileWidth(memoryBytes);
  }

  @Override
  public boolean surveys() {
    return solver.surveys();
  }

  @Override
  public void survey(float[] targets, int columns) {
    solver.survey(targets, columns);
  }

  @Override
  public double[] penalties() {
    return solver.penalties();
  }

  @Override
  public double greatestEigenvalue() {
    return solver.greatestEigenvalue();
  }

  @Override
  public Solution solve(float[] targets, int columns) {
    Solution solution = solver.solve(targets, columns);
    Map<String, float[]> maps = new LinkedHashMap<>(solution.maps());
    float[] alpha = maps.get("alpha");
    float[] candidate = maps.remove(CANDIDATE);
    for (int group = 0; group < weightings[0].length; group++) {
      float[] gamma = new float[alpha.length];
      for (int i = 0; i < gamma.length; i++) {
        int chosen = candidate == null ? 0 : (int) candidate[i];
        gamma[i] = Float.isNaN(alpha[i]) ? Float.NaN : (float) weightings[chosen][group];
      }
      maps.put("gamma-" + design.groups().get(group).name(), gamma);
    }
    return solution.with(maps);
  }

  @Override
  public void close() {
    solver.close();
  }
}
