package dev.arcuate.engine.run;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Port;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A step that does what a test wants. Takes any number of tables and writes one. */
record FakeStep(String id, Body body) implements Step<FakeStep.Settings> {
  static final String IN = "in";
  static final String OUT = "out";

  record Settings(
      @Doc("What to write.") @Default("\"\"") String text,
      @Doc("How many times.") @Default("1") int rows) {}

  /** What the step does. */
  @FunctionalInterface
  interface Body {
    void run(Settings settings, Task task) throws IOException;
  }

  /** Writes its text as often as asked, below all that its inputs hold. */
  static FakeStep echo() {
    return new FakeStep("echo", FakeStep::writeEcho);
  }

  static void writeEcho(Settings settings, Task task) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (Labelled<Table> input : task.inputs(IN, Table.class)) {
      input.value().cells().forEach(row -> rows.add(List.of("<" + row.get(0))));
    }
    for (int i = 0; i < settings.rows(); i++) {
      rows.add(List.of(settings.text()));
    }
    new Table(List.of("text"), rows).write(task.output(OUT));
  }

  @Override
  public String summary() {
    return "Does what a test wants.";
  }

  @Override
  public Class<Settings> settingsType() {
    return Settings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(Port.many(IN, Table.class, "Anything."));
  }

  @Override
  public List<Port> outputs() {
    return List.of(Port.one(OUT, Table.class, "What was written."));
  }

  @Override
  public void run(Settings settings, Task task) throws IOException {
    body.run(settings, task);
  }
}
