package dev.arcuate.plugin.decompose;

import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import java.util.List;
import java.util.Map;

/**
 * What drives a region of each kind, word by word: the strongest directions of a part, each as
 * strong as it varies. A random weight for each then makes a random linear reading of the part.
 */
final class PartDrive {
  /** Small, so that nothing of other parts is left that a straight line could predict. */
  private static final double PENALTY = 1e-4;

  private final LinearAlgebra algebra;
  private final Map<String, Rows> parts;
  private final int directions;

  PartDrive(LinearAlgebra algebra, Map<String, Rows> parts, int directions) {
    this.algebra = algebra;
    this.parts = parts;
    this.directions = directions;
  }

  /** The strongest directions of words. */
  Rows lexical() {
    return strongest(part(Part.LEXICAL_TOTAL));
  }

  /** Of what equivalents share, beyond words. */
  Rows syntactic() {
    return strongest(
        beyond(part(Part.SYNTAX), List.of(part(Part.LEXICAL_TOTAL), part(Part.LEXICAL_SYNTAX))));
  }

  /** Of what equivalents do not share, beyond words and syntax. */
  Rows semantic() {
    return strongest(
        beyond(part(Part.SEMANTICS), List.of(part(Part.LEXICAL_TOTAL), part(Part.SYNTAX))));
  }

  private Rows part(String name) {
    return parts.get(name);
  }

  private Rows beyond(Rows rows, List<Rows> others) {
    Rows known = Rows.beside(others);
    return rows.minus(new Ridge(algebra, known, rows).at(PENALTY).predict(known));
  }

  private Rows strongest(Rows rows) {
    int p = rows.width();
    double[] centred = Columns.minus(rows, Columns.means(rows));
    double[] covariance = new double[p * p];
    double scale = 1.0 / rows.count();
    algebra.multiply(
        Form.TRANSPOSED, Form.PLAIN, p, p, rows.count(), scale, centred, centred, 0, covariance);
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(covariance, p);
    int k = Math.min(directions, p);
    double[] vectors = new double[p * k];
    for (int c = 0; c < k; c++) {
      for (int i = 0; i < p; i++) {
        vectors[i * k + c] = eigen.vectors()[i * p + p - 1 - c];
      }
    }
    double[] result = new double[rows.count() * k];
    algebra.multiply(Form.PLAIN, Form.PLAIN, rows.count(), k, p, 1, centred, vectors, 0, result);
    return Columns.rows(result, rows.count(), k);
  }
}
