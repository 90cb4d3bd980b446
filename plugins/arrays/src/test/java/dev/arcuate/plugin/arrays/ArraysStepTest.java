package dev.arcuate.plugin.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.array.Npy;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArraysStepTest extends StepContract<ArraysSettings> {
  private static final int SAMPLES = 6;

  @BeforeEach
  void writeArrays() throws IOException {
    write("X.npy", SAMPLES, 3);
    write("Y.npy", SAMPLES, 2);
    Npy.write(folder.resolve("G.npy"), new float[] {7, 7, 2, 2, 2, 2.5f}, SAMPLES);
  }

  @Override
  protected ArraysStep component() {
    return new ArraysStep();
  }

  @Override
  protected ArraysSettings settings() {
    return settings("X.npy", "Y.npy", Optional.of("G.npy"), List.of(1, 2));
  }

  @Override
  protected TestTask task(Path place) {
    return new TestTask(place);
  }

  @Test
  void takesArraysAsTheyAre() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Design design = task.result("design", Design.class);
    Recording targets = task.result("targets", Recording.class);
    assertThat(design.matrix().toArray()).containsExactly(values(SAMPLES * 3));
    assertThat(targets.matrix().toArray()).containsExactly(values(SAMPLES * 2));
    assertThat(design.sampling().runs())
        .extracting(Sampling.Run::label)
        .containsExactly("7", "2", "2.5");
    assertThat(design.sampling()).isEqualTo(targets.sampling());
    assertThat(design.groups()).extracting(Design.Group::name).containsExactly("band-1", "band-2");
  }

  @Test
  void badArraysAreRefusedBeforeTheRunAndInIt() throws IOException {
    write("short.npy", 4, 2);
    assertRefused(
        settings("X.npy", "short.npy", Optional.empty(), List.of()),
        "error ARRAYS_ROWS_DIFFER: 'y' (short.npy) has 4 rows, and 'x' (X.npy) has 6: each row is"
            + " one sample");
    Npy.write(folder.resolve("few.npy"), new float[4], 4);
    assertRefused(
        settings("X.npy", "Y.npy", Optional.of("few.npy"), List.of()),
        "error ARRAYS_ROWS_DIFFER: 'groups' (few.npy) has 4 rows, and 'x' (X.npy) has 6: each row"
            + " is one sample");
    Npy.write(folder.resolve("again.npy"), new float[] {1, 1, 2, 2, 1, 1}, SAMPLES);
    assertRefused(
        settings("X.npy", "Y.npy", Optional.of("again.npy"), List.of()),
        "error ARRAYS_GROUP_SCATTERED: group 1 of again.npy begins again at row 4 (counted from 0):"
            + " the rows of a group are one run and stand next to each other");
    Npy.write(folder.resolve("holes.npy"), new float[] {1, 1, Float.NaN, Float.NaN, 2, 2}, SAMPLES);
    assertRefused(
        settings("X.npy", "Y.npy", Optional.of("holes.npy"), List.of()),
        "error ARRAYS_GROUP_NUMBER: groups (holes.npy) is NaN at row 2 (counted from 0); a finite"
            + " number was expected");
    write("wide.npy", SAMPLES, 2);
    assertRefused(
        settings("X.npy", "Y.npy", Optional.of("wide.npy"), List.of()),
        "error ARRAYS_GROUPS_SHAPE: groups (wide.npy) has 2 columns; one number per sample was"
            + " expected");
    write("none.npy", SAMPLES, 0);
    assertRefused(
        settings("none.npy", "Y.npy", Optional.empty(), List.of()),
        "error ARRAYS_EMPTY: none.npy has no values: at least one sample and one column were"
            + " expected");
    assertRefused(
        settings("X.npy", "Y.npy", Optional.empty(), List.of(1, 1)),
        "error ARRAYS_BANDS: 'bands' add up to 2 columns, and x (X.npy) has 3");
  }

  @Test
  void arraysOfTextAreRefused() throws IOException {
    String header = "{'descr': '<U3', 'fortran_order': False, 'shape': (6, 1), }";
    header += " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    byte[] bytes = new byte[10 + header.length() + 6 * 12];
    byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0};
    System.arraycopy(magic, 0, bytes, 0, 10);
    System.arraycopy(header.getBytes(StandardCharsets.US_ASCII), 0, bytes, 10, header.length());
    Files.write(folder.resolve("text.npy"), bytes);
    assertThatThrownBy(
            () ->
                component()
                    .run(settings("text.npy", "Y.npy", Optional.empty(), List.of()), task(folder)))
        .hasMessageContaining("text.npy")
        .hasMessageContaining("<U3");
  }

  private void assertRefused(ArraysSettings settings, String text) {
    TestTask task = task(folder);
    assertThatThrownBy(() -> component().foresee(settings, task.foreseen())).hasMessage(text);
    assertThatThrownBy(() -> component().run(settings, task)).hasMessage(text);
  }

  private ArraysSettings settings(
      String x, String y, Optional<String> groups, List<Integer> bands) {
    return new ArraysSettings(path(x), path(y), groups.map(this::path), 2, 0, bands, "01");
  }

  private InputPath path(String name) {
    return new InputPath(folder.resolve(name), name);
  }

  private void write(String name, int rows, int columns) throws IOException {
    Npy.write(folder.resolve(name), values(rows * columns), rows, columns);
  }

  private static float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i * i;
    }
    return values;
  }
}
