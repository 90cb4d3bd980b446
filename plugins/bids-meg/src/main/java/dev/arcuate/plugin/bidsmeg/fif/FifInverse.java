package dev.arcuate.plugin.bidsmeg.fif;

import dev.arcuate.plugin.bidsmeg.signal.Damage;
import dev.arcuate.plugin.bidsmeg.signal.NamedMatrix;
import dev.arcuate.plugin.bidsmeg.signal.Projector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An inverse operator saved by MNE, as the one matrix that it amounts to: leads · regularised
 * singular values · fields · whitener · projection. A row is right up to a positive factor (the
 * prior of its source), which no correlation depends on.
 */
public final class FifInverse {
  private static final int NOISE = 1;
  private static final double DEPENDENT = 1e-2;

  private FifInverse() {}

  /**
   * Reads an operator.
   *
   * @param lambda2 regularisation, one over the square of the signal-to-noise ratio
   * @return sources × channels; three neighbouring rows per source where orientations are free
   */
  public static NamedMatrix read(Path path, String name, double lambda2) throws IOException {
    try (FifFile file = FifFile.open(path, name)) {
      Block inverse =
          file.root()
              .first(Fif.B_INVERSE)
              .orElseThrow(() -> Damage.notOne(name, "it holds no inverse operator"));
      NamedMatrix fields =
          file.namedMatrix(holder(file, inverse, Fif.INVERSE_FIELDS), Fif.INVERSE_FIELDS);
      Tag singularTag =
          inverse
              .tag(Fif.INVERSE_SINGULAR)
              .orElseThrow(() -> file.missing(inverse, "its singular values"));
      double[] singular = file.reals(singularTag);
      int leadsKind =
          has(inverse, Fif.INVERSE_LEADS) ? Fif.INVERSE_LEADS : Fif.INVERSE_LEADS_WEIGHTED;
      Tag leadsTag = holder(file, inverse, leadsKind).tag(leadsKind).orElseThrow();
      FifFile.Matrix leads = file.matrix(leadsTag);
      int rank = singular.length;
      if (leads.sizes().length != 2 || leads.sizes()[0] != rank || fields.height() != rank) {
        throw Damage.at(name, leadsTag.position(), "leads and fields of another rank than " + rank);
      }
      int channels = fields.columns().size();
      double[] white = product(fields.values(), whitener(file, inverse, fields), rank, channels);
      int sources = leads.sizes()[1];
      double[] kernel = new double[sources * channels];
      for (int k = 0; k < rank; k++) {
        double weight = singular[k] == 0 ? 0 : singular[k] / (singular[k] * singular[k] + lambda2);
        for (int s = 0; s < sources; s++) {
          double lead = leads.values()[k * sources + s] * weight;
          for (int c = 0; c < channels; c++) {
            kernel[s * channels + c] += lead * white[k * channels + c];
          }
        }
      }
      return new NamedMatrix(List.of(), fields.columns(), kernel);
    }
  }

  private static boolean has(Block inverse, int kind) {
    return inverse.all(Fif.B_NAMED_MATRIX).stream().anyMatch(b -> b.tag(kind).isPresent());
  }

  private static Block holder(FifFile file, Block inverse, int kind) {
    return inverse.all(Fif.B_NAMED_MATRIX).stream()
        .filter(b -> b.tag(kind).isPresent())
        .findFirst()
        .orElseThrow(() -> file.missing(inverse, "the matrix of kind " + kind));
  }

  private static double[] product(double[] a, double[] b, int rows, int n) {
    double[] c = new double[rows * n];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < n; k++) {
        for (int j = 0; j < n; j++) {
          c[i * n + j] += a[i * n + k] * b[k * n + j];
        }
      }
    }
    return c;
  }

  /** Whitening of the noise after projection, [channels × channels]. */
  private static double[] whitener(FifFile file, Block inverse, NamedMatrix fields)
      throws IOException {
    Block noise =
        inverse.all(Fif.B_COVARIANCE).stream()
            .filter(block -> kind(file, block) == NOISE)
            .findFirst()
            .orElseThrow(() -> file.missing(inverse, "the covariance of its noise"));
    int n = fields.columns().size();
    List<double[]> directions =
        directions(FifInfo.projectors(file, file.root(), Map.of()), fields.columns());
    double[] whitener = new double[n * n];
    Optional<Tag> vectors = noise.tag(Fif.COVARIANCE_VECTORS);
    if (vectors.isPresent()) {
      double[] rows = file.matrix(vectors.get()).values();
      double[] values =
          file.reals(
              noise
                  .tag(Fif.COVARIANCE_VALUES)
                  .orElseThrow(() -> file.missing(noise, "eigenvalues")));
      requireSize(file, vectors.get(), rows.length == n * n && values.length == n);
      for (int k = directions.size(); k < n; k++) {
        for (int c = 0; c < n && values[k] > 0; c++) {
          whitener[k * n + c] = rows[k * n + c] / Math.sqrt(values[k]);
        }
      }
    } else {
      Tag diagonal =
          noise.tag(Fif.COVARIANCE_DIAGONAL).orElseThrow(() -> file.missing(noise, "eigenvectors"));
      double[] values = file.reals(diagonal);
      requireSize(file, diagonal, values.length == n);
      for (int k = 0; k < n; k++) {
        whitener[k * n + k] = values[k] > 0 ? 1 / Math.sqrt(values[k]) : 0;
      }
    }
    double[] projection = new double[n * n];
    for (int i = 0; i < n; i++) {
      projection[i * n + i] = 1;
      for (double[] direction : directions) {
        for (int j = 0; j < n; j++) {
          projection[i * n + j] -= direction[i] * direction[j];
        }
      }
    }
    return product(whitener, projection, n, n);
  }

  private static void requireSize(FifFile file, Tag tag, boolean fits) {
    if (!fits) {
      throw Damage.at(file.name(), tag.position(), "a covariance of another number of channels");
    }
  }

  private static int kind(FifFile file, Block block) {
    try {
      return file.integer(block, Fif.COVARIANCE_KIND).orElse(0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Orthonormal directions that are projected out. */
  private static List<double[]> directions(List<Projector> projectors, List<String> channels) {
    List<double[]> kept = new ArrayList<>();
    for (Projector projector : projectors) {
      NamedMatrix vectors = projector.vectors();
      for (int row = 0; row < vectors.height(); row++) {
        double[] direction = new double[channels.size()];
        for (int c = 0; c < direction.length; c++) {
          int column = vectors.columns().indexOf(channels.get(c));
          direction[c] = column < 0 ? 0 : vectors.values()[row * vectors.columns().size() + column];
        }
        double before = size(direction);
        for (double[] other : kept) {
          double along = 0;
          for (int c = 0; c < direction.length; c++) {
            along += direction[c] * other[c];
          }
          for (int c = 0; c < direction.length; c++) {
            direction[c] -= along * other[c];
          }
        }
        double after = size(direction);
        if (before > 0 && after > DEPENDENT * before) {
          for (int c = 0; c < direction.length; c++) {
            direction[c] /= after;
          }
          kept.add(direction);
        }
      }
    }
    return kept;
  }

  private static double size(double[] vector) {
    double sum = 0;
    for (double value : vector) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
