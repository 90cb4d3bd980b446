package dev.arcuate.plugin.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.decompose.ProbeSettings.Target;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProbeStepTest extends StepContract<ProbeSettings> {
  private static final int WORDS = 350;

  @Override
  protected ProbeStep component() {
    return new ProbeStep(new PlainLinearAlgebra());
  }

  @Override
  protected ProbeSettings settings() {
    return settings(Target.PART_OF_SPEECH, Target.DEPTH, Target.NOUN_VECTOR);
  }

  private static ProbeSettings settings(Target... targets) {
    return new ProbeSettings(
        List.of(), List.of(targets), "noise", Optional.empty(), 5, 20, List.of(.01, 1.0, 100.0));
  }

  /** One representation knows the place of a word in its sentence, the other nothing. */
  @Override
  protected TestTask task(Path place) throws IOException {
    Random random = new Random(1);
    float[] places = new float[WORDS * 7];
    float[] noise = new float[WORDS * 3];
    for (int word = 0; word < WORDS; word++) {
      places[word * 7 + word % 7] = 1;
    }
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    Activations parts =
        Values.activations(
            place.resolve("parts"),
            List.of("places", "noise"),
            List.of(new Rows(places, WORDS, 7), new Rows(noise, WORDS, 3)));
    return new TestTask(place).with("representations", parts).with("parse", Values.parse(WORDS));
  }

  @Test
  void findsWhatIsThereAndNothingElse() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Table probes = task.result("probes", Table.class);
    assertThat(probes.rows()).isEqualTo(6);
    assertThat(probes.text(0, "part")).isEqualTo("places");
    assertThat(probes.number(0, "score")).isGreaterThan(.99);
    assertThat(probes.number(1, "score")).isLessThan(.1);
    assertThat(probes.number(2, "score")).isGreaterThan(.99);
    assertThat(probes.number(3, "score")).isLessThan(.05);
    assertThat(probes.number(4, "score")).isLessThan(.05);
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    TestTask task = task(folder);
    assertThatThrownBy(() -> component().run(settings(Target.NOUN_FREQUENCY), task))
        .hasMessageContaining("DECOMPOSE_NO_LEXICON: noun-frequency needs a lexicon");
    assertThatThrownBy(() -> component().run(settings(Target.NOUN_CATEGORY), task))
        .hasMessageContaining("DECOMPOSE_NO_CATEGORIES");
  }
}
