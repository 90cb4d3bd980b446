package dev.arcuate.plugin.corenlp;

import dev.arcuate.api.Port;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.plugin.syntax.EquivalentsMaker;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** Makes equivalents and keeps those whose structure CoreNLP finds again. */
@Extension
public final class CoreNlpEquivalentsStep implements Step<CoreNlpEquivalentsSettings> {
  @Override
  public String id() {
    return "equivalents-corenlp";
  }

  @Override
  public String summary() {
    return "Makes sentences of the same syntax, and keeps those that CoreNLP parses in the same way.";
  }

  @Override
  public Class<CoreNlpEquivalentsSettings> settingsType() {
    return CoreNlpEquivalentsSettings.class;
  }

  @Override
  public Resources resources(CoreNlpEquivalentsSettings settings) {
    return Resources.of(1, CoreNlpParseStep.MEBIBYTES);
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
  public void run(CoreNlpEquivalentsSettings settings, Task task) throws IOException {
    task.checkCancelled();
    CoreNlp parser = CoreNlp.open(settings.parser(), task);
    EquivalentsMaker.run(settings.equivalents(), Optional.of(parser), task);
  }
}
