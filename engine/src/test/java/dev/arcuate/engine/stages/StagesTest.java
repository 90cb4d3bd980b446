package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.BrainReader;
import dev.arcuate.api.Component;
import dev.arcuate.api.Decomposition;
import dev.arcuate.api.Executor;
import dev.arcuate.api.Port;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Table;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagesTest {
  private static final Port IN = Port.optional("in", Table.class, "a table");
  private static final Port OUT = Port.one("out", Table.class, "a table");

  private final Stages stages = new Stages();
  private final List<String> calls = new ArrayList<>();

  @TempDir Path folder;

  record Settings(String name) {}

  @Test
  void everyExtensionPointThatMakesValuesHasItsStage() {
    assertThat(stages.of(new AStep())).map(Stage::name).hasValue("step");
    assertThat(stages.of(new AReader())).map(Stage::name).hasValue("brain-reader");
    assertThat(stages.of(new ADecomposition())).map(Stage::name).hasValue("decomposition");
    assertThat(stages.of(new FakeModel(true, 10))).map(Stage::name).hasValue("language-model");
    assertThat(stages.of(new PlainRidge())).map(Stage::name).hasValue("regression");
    assertThat(stages.of(new AnExecutor())).isEmpty();
  }

  @Test
  void stagesAreFoundByTheNamesInKeys() {
    for (String name :
        List.of(
            "step",
            "brain-reader",
            "decomposition",
            "language-model",
            "regression",
            "regression-prepare")) {
      assertThat(stages.named(name)).map(Stage::name).hasValue(name);
    }
    assertThat(stages.named("other")).isEmpty();
  }

  @Test
  void whatPassesBetweenStagesIsNotConnectedByAWorkflow() {
    Stage regression = stages.of(new PlainRidge()).orElseThrow();
    assertThat(regression.inputs(new PlainRidge()))
        .extracting(Port::name)
        .containsExactly("design", "targets", "untrained", "prepared");
    assertThat(regression.stepInputs(new PlainRidge()))
        .extracting(Port::name)
        .containsExactly("design", "targets", "untrained");
    assertThat(regression.before()).map(Stage::name).hasValue("regression-prepare");
  }

  @Test
  void portsAndResourcesAreThoseOfTheComponent() {
    Stage step = stages.of(new AStep()).orElseThrow();
    assertThat(step.inputs(new AStep())).containsExactly(IN);
    assertThat(step.outputs(new AStep())).containsExactly(OUT);
    assertThat(step.resources(new AStep(), new Settings("x"), Optional.empty()))
        .isEqualTo(Resources.of(3, 7));
  }

  @Test
  void componentsAreCalledWithTheirSettings() throws IOException {
    for (Component<?> component : List.of(new AStep(), new AReader(), new ADecomposition())) {
      stages
          .of(component)
          .orElseThrow()
          .run(component, new Settings(component.id()), Optional.empty(), new TestTask(folder));
    }
    assertThat(calls).containsExactly("step step", "reader reader", "decomposition decomposition");
  }

  private abstract static class Named implements Component<Settings> {
    @Override
    public String summary() {
      return "For tests.";
    }

    @Override
    public Class<Settings> settingsType() {
      return Settings.class;
    }
  }

  private final class AStep extends Named implements Step<Settings> {
    @Override
    public String id() {
      return "step";
    }

    @Override
    public Resources resources(Settings settings) {
      return Resources.of(3, 7);
    }

    @Override
    public List<Port> inputs() {
      return List.of(IN);
    }

    @Override
    public List<Port> outputs() {
      return List.of(OUT);
    }

    @Override
    public void run(Settings settings, Task task) {
      calls.add("step " + settings.name());
    }
  }

  private final class AReader extends Named implements BrainReader<Settings> {
    @Override
    public String id() {
      return "reader";
    }

    @Override
    public void read(Settings settings, Task task) {
      calls.add("reader " + settings.name());
    }
  }

  private final class ADecomposition extends Named implements Decomposition<Settings> {
    @Override
    public String id() {
      return "decomposition";
    }

    @Override
    public void decompose(Settings settings, Task task) {
      calls.add("decomposition " + settings.name());
    }
  }

  private static final class AnExecutor extends Named implements Executor<Settings> {
    @Override
    public String id() {
      return "executor";
    }

    @Override
    public CompletableFuture<Void> submit(Settings settings, Submission submission, Here here) {
      throw new UnsupportedOperationException();
    }
  }
}
