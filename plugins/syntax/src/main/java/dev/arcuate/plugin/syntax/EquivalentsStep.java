package dev.arcuate.plugin.syntax;

import dev.arcuate.api.Port;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** Makes equivalents whose structure holds by construction. */
@Extension
public final class EquivalentsStep implements Step<EquivalentsSettings> {
  private static final long MEBIBYTES = 512;

  @Override
  public String id() {
    return "equivalents";
  }

  @Override
  public String summary() {
    return "Makes sentences of the same syntax and random content, by drawing words of each class.";
  }

  @Override
  public Class<EquivalentsSettings> settingsType() {
    return EquivalentsSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return EquivalentsMaker.inputs();
  }

  @Override
  public List<Port> outputs() {
    return EquivalentsMaker.outputs();
  }

  @Override
  public Resources resources(EquivalentsSettings settings) {
    return Resources.of(1, MEBIBYTES);
  }

  @Override
  public void run(EquivalentsSettings settings, Task task) throws IOException {
    EquivalentsMaker.run(settings, Optional.empty(), task);
  }
}
