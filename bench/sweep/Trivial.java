package trivial;

import dev.arcuate.api.Port;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.util.List;
import org.pf4j.Extension;

@Extension
public final class Trivial implements Step<Trivial.Settings> {
  public record Settings(@Doc("A number.") int value) {}

  @Override
  public String id() {
    return "trivial";
  }

  @Override
  public String summary() {
    return "Writes a number into a table.";
  }

  @Override
  public Class<Settings> settingsType() {
    return Settings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of();
  }

  @Override
  public List<Port> outputs() {
    return List.of(Port.one("table", Table.class, "the number"));
  }

  @Override
  public void run(Settings settings, Task task) throws IOException {
    String text = Integer.toString(settings.value());
    new Table(List.of("value"), List.of(List.of(text))).write(task.output("table"));
  }
}
