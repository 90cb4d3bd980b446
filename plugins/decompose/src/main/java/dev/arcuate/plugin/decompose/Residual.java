package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Decomposition;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.value.Activations;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import org.pf4j.Extension;

/** What a layer has that others do not predict. */
@Extension
public final class Residual implements Decomposition<ResidualSettings> {
  private static final long MEBIBYTES = 768;

  private final LinearAlgebra algebra;

  @Inject
  public Residual(LinearAlgebra algebra) {
    this.algebra = algebra;
  }

  @Override
  public String id() {
    return "residual";
  }

  @Override
  public String summary() {
    return "Takes out of a layer what others predict of it, fitted on rows that are not tested.";
  }

  @Override
  public Class<ResidualSettings> settingsType() {
    return ResidualSettings.class;
  }

  @Override
  public Resources resources(ResidualSettings settings) {
    return Resources.of(1, MEBIBYTES);
  }

  @Override
  public void decompose(ResidualSettings settings, Task task) throws IOException {
    task.checkCancelled();
    FitRows given = FitRows.of(task, settings.fit(), settings.story());
    Activations original = given.original();
    int layer = Layers.index(original, settings.layer());
    List<Integer> without =
        settings.without().stream().map(name -> Layers.index(original, name)).toList();
    Ridge.Fit ridge =
        new Ridge(algebra, beside(without, given::layer), given.layer(layer))
            .at(settings.penalty());
    task.checkCancelled();
    Rows own = Rows.of(original.layer(layer));
    Rows predicted = ridge.predict(beside(without, place -> Rows.of(original.layer(place))));
    Parts parts = given.parts(id(), task.output("representations"));
    parts.add("residual", own.minus(predicted));
    parts.add("predicted", predicted);
    parts.finish();
  }

  private static Rows beside(List<Integer> layers, IntFunction<Rows> rows) {
    return Rows.beside(layers.stream().map(rows::apply).toList());
  }
}
