package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Recording;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import org.pf4j.Extension;

/**
 * Takes out of a recording what low-level features predict of it: fitted on the training rows of
 * one fold, subtracted everywhere. The result serves that fold only, so one is made for each.
 * Source: methods reference, 4.2 (b).
 */
@Extension
public final class RegressOutStep implements Step<RegressOutSettings> {
  private static final long MEBIBYTES = 512;
  private static final int TILE = 4096;

  private final LinearAlgebra algebra;

  @Inject
  public RegressOutStep(LinearAlgebra algebra) {
    this.algebra = algebra;
  }

  @Override
  public String id() {
    return "regress-out";
  }

  @Override
  public String summary() {
    return "Takes out of a recording what low-level features predict of it, for one fold.";
  }

  @Override
  public Class<RegressOutSettings> settingsType() {
    return RegressOutSettings.class;
  }

  @Override
  public Resources resources(RegressOutSettings settings) {
    return Resources.of(1, MEBIBYTES);
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.one("design", Design.class, "the features to take out"),
        Port.one("targets", Recording.class, "what to take them out of"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(Port.one("targets", Recording.class, "what is left"));
  }

  @Override
  public void run(RegressOutSettings settings, Task task) throws IOException {
    Design design = task.input("design", Design.class);
    Recording recording = task.input("targets", Recording.class);
    if (!design.sampling().runs().equals(recording.sampling().runs())) {
      throw Problem.user(
              "DECOMPOSE_SAMPLING_DIFFERS",
              "the features have "
                  + design.sampling().samples()
                  + " samples, the targets "
                  + recording.sampling().samples()
                  + ", or other runs")
          .hint("make the design from this recording, or choose the same runs for both")
          .exception();
    }
    Folds folds = Folds.of(design.sampling(), design.maxDelaySeconds(), settings.folds());
    if (settings.fold() >= folds.list().size()) {
      throw Problem.user(
              "DECOMPOSE_FOLD_UNKNOWN",
              "there is no fold "
                  + settings.fold()
                  + "; folds count from 0 to "
                  + (folds.list().size() - 1))
          .hint("write the same 'folds' as for the encoding")
          .exception();
    }
    int[] train = folds.list().get(settings.fold()).train();
    Rows x = Rows.of(design.matrix());
    Rows ofTraining = pick(x, train);
    int targets = recording.geometry().targets();
    int samples = recording.sampling().samples();
    Recording left =
        new Recording(
            task.output("targets"),
            recording.subject(),
            recording.sampling(),
            recording.units(),
            recording.geometry());
    try (NpyWriter writer = left.write()) {
      float[] none = new float[Math.max(1, targets)];
      for (int row = 0; row < samples; row++) {
        writer.append(none, 0, targets);
      }
      for (int first = 0; first < targets; first += TILE) {
        task.checkCancelled();
        int columns = Math.min(TILE, targets - first);
        float[] values = new float[samples * columns];
        recording.matrix().read(0, samples, first, columns, values);
        float[] rest = rest(x, ofTraining, train, values, columns, settings);
        writer.writeBlock(0, samples, first, columns, rest);
      }
    }
  }

  private float[] rest(
      Rows x,
      Rows ofTraining,
      int[] train,
      float[] values,
      int columns,
      RegressOutSettings settings) {
    boolean[] missing = new boolean[columns];
    for (int i = 0; i < values.length; i++) {
      missing[i % columns] |= !Float.isFinite(values[i]);
    }
    float[] filled = values.clone();
    for (int i = 0; i < filled.length; i++) {
      filled[i] = missing[i % columns] ? 0 : filled[i];
    }
    Rows y = new Rows(filled, x.count(), columns);
    Rows predicted =
        new Ridge(algebra, ofTraining, pick(y, train)).at(settings.penalty()).predict(x);
    float[] rest = y.minus(predicted).values();
    for (int i = 0; i < rest.length; i++) {
      rest[i] = missing[i % columns] ? Float.NaN : rest[i];
    }
    return rest;
  }

  private static Rows pick(Rows rows, int[] picked) {
    float[] values = new float[picked.length * rows.width()];
    for (int i = 0; i < picked.length; i++) {
      System.arraycopy(
          rows.values(), picked[i] * rows.width(), values, i * rows.width(), rows.width());
    }
    return new Rows(values, picked.length, rows.width());
  }
}
