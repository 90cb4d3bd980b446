package dev.arcuate.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChanceTest {
  @Test
  void countsTheFlipsOfPeople() {
    float[][] sure = {{1}, {2}, {3}, {4}, {5}, {6}};
    float[][] unsure = {{1}, {-2}, {3}, {-4}, {5}, {-6}};
    assertThat(p(1, sure)).isEqualTo(1 / 64.0);
    assertThat(p(1, unsure)).isGreaterThan(0.3);
    assertThat(p(1, sure, unsure))
        .as("corrected for another point that could have been the best")
        .isGreaterThan(1 / 64.0);
  }

  @Test
  void choosingTargetsDoesNotMakeSomethingOfNoise() {
    Random random = new Random(5);
    int studies = 300;
    int alarms = 0;
    for (int study = 0; study < studies; study++) {
      float[][][] noise = noise(random, 2, 6, 120);
      alarms += new Chance(noise, 10).p(() -> {}) <= 0.05 ? 1 : 0;
    }
    // 3 of 64 flips are at most 0.05: 4.7 % are expected, 14 of 300; more than 24 are unlikely.
    assertThat(alarms).isBetween(4, 24);
  }

  @Test
  void findsWhatIsThereInManyPeopleToo() {
    for (int people : new int[] {6, 20}) {
      float[][][] values = noise(new Random(6), 3, people, 200);
      for (float[] ofPerson : values[1]) {
        for (int target = 0; target < 10; target++) {
          ofPerson[target] += 2;
        }
      }
      assertThat(new Chance(values, 10).p(() -> {})).isLessThan(0.02);
    }
  }

  @Test
  void whatWouldTakeTooLongIsNotKnown() {
    float[][][] many = new float[20][2000][];
    float[] shared = new float[1000];
    for (float[][] ofPoint : many) {
      Arrays.fill(ofPoint, shared);
    }
    assertThat(new Chance(many, 10).p(() -> {})).isNaN();
  }

  @Test
  void selectsByRank() {
    Random random = new Random(7);
    for (int size = 1; size < 60; size++) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = random.nextInt(20);
      }
      float[] sorted = values.clone();
      Arrays.sort(sorted);
      int place = random.nextInt(size);
      assertThat(Chance.select(values, place)).isEqualTo(sorted[place]);
    }
  }

  private static double p(int chosen, float[][]... points) {
    return new Chance(points, chosen).p(() -> {});
  }

  private static float[][][] noise(Random random, int points, int people, int targets) {
    float[][][] values = new float[points][people][targets];
    for (float[][] ofPoint : values) {
      for (float[] ofPerson : ofPoint) {
        for (int target = 0; target < targets; target++) {
          ofPerson[target] = (float) random.nextGaussian();
        }
      }
    }
    return values;
  }
}
