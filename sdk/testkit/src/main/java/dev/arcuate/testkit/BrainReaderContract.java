package dev.arcuate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.BrainReader;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Recording;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BrainReader} must fulfil.
 *
 * @param <S> the settings record
 */
public abstract class BrainReaderContract<S extends Record> extends TaskContract<S> {
  @Override
  protected abstract BrainReader<S> component();

  /** Settings that ask for something the dataset of {@link #task} does not hold. */
  protected abstract S settingsForAbsentData();

  @Override
  final void run(TestTask task) throws IOException {
    component().read(settings(), task);
  }

  @Override
  final List<Port> inputPorts() {
    return BrainReader.inputs();
  }

  @Override
  final List<Port> outputPorts() {
    return BrainReader.outputs();
  }

  @Test
  void writesAsManyRowsAndColumnsAsSamplingAndGeometrySay() throws IOException {
    TestTask task = task(folder);
    run(task);
    Recording recording = task.result("recording", Recording.class);
    assertThat(recording.matrix().rows()).isEqualTo(recording.sampling().samples());
    assertThat(recording.matrix().columns()).isEqualTo(recording.geometry().targets());
    assertThat(recording.geometry().targets()).isPositive();
  }

  @Test
  void settingsOfOneRecordingMeanOnePerson() {
    assertThat(component().people(settings())).isEmpty();
  }

  @Test
  void saysWhatIsMissingRatherThanFailing() throws IOException {
    TestTask task = task(folder);
    assertThatThrownBy(() -> component().read(settingsForAbsentData(), task))
        .isInstanceOfSatisfying(
            ProblemException.class,
            failure ->
                assertThat(failure.problems())
                    .extracting(Problem::kind)
                    .allMatch(kind -> kind == Problem.Kind.DATA || kind == Problem.Kind.USER));
  }
}
