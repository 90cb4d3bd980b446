package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Decomposition;
import dev.arcuate.api.Port;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pf4j.Extension;

/** Shows from which number of equivalents on their mean no longer changes. */
@Extension
public final class ConvergenceStep implements Step<ConvergenceSettings> {
  @Override
  public String id() {
    return "convergence";
  }

  @Override
  public String summary() {
    return "Measures how the mean over equivalents settles with their number, layer by layer.";
  }

  @Override
  public Class<ConvergenceSettings> settingsType() {
    return ConvergenceSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(Decomposition.ACTIVATIONS);
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one(
            "convergence",
            Table.class,
            "per layer and number k: 1 minus the cosine between the means over k and over all"));
  }

  @Override
  public void run(ConvergenceSettings settings, Task task) throws IOException {
    Given given = Given.withStories(task, settings.story());
    List<List<String>> rows = new ArrayList<>();
    List<String> layers = given.original().layers();
    for (int layer = 0; layer < layers.size(); layer++) {
      double[] distances = Convergence.of(given, layer, task);
      for (int k = 0; k < distances.length; k++) {
        rows.add(
            List.of(
                layers.get(layer),
                Integer.toString(k + 1),
                String.format(Locale.ROOT, "%.6f", distances[k])));
      }
    }
    new Table(List.of("layer", "stories", "one-minus-cosine"), rows)
        .write(task.output("convergence"));
  }
}
