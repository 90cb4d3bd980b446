package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real run: a model with another response found a largest t of 23.7 for pictures against rest and
 * 468 voxels above 5, and 4.2 with the time between volumes that the converter guessed.
 */
class TaskGlmTest {
  private static final Path SHARED =
      Path.of(System.getProperty("arcuate.shared"), "nifti/studyforrest")
          .toAbsolutePath()
          .normalize();

  private static final String STEM = "sub-02_task-oneback_run-1_";

  @TempDir Path folder;

  @Test
  void findsTheResponseToPictures() throws Exception {
    // What nilearn finds with either model of noise: see bench/oracles/glm.py.
    requirePeak(map("", "white"), 23.29376, 465);
  }

  @Test
  void findsItInAutoregressiveNoise() throws Exception {
    requirePeak(map("", "ar1"), 17.44258, 374);
  }

  private static void requirePeak(float[] t, double largest, int aboveFive) {
    int peak = 0;
    int above = 0;
    for (int voxel = 0; voxel < t.length; voxel++) {
      peak = t[voxel] > t[peak] || Float.isNaN(t[peak]) ? voxel : peak;
      above += t[voxel] > 5 ? 1 : 0;
    }
    assertThat((double) t[peak]).isCloseTo(largest, within(1e-3));
    assertThat(above).isEqualTo(aboveFive);
    // The back of the brain: of 40 × 40 × 17 voxels, the second axis runs from back to front.
    assertThat(peak / 40 % 40).isLessThan(16);
  }

  @Test
  void findsNothingAtTheWrongTime() throws Exception {
    float largest = 0;
    for (float value : map("1.79355", "white")) {
      largest = Math.max(largest, Float.isNaN(value) ? 0 : value);
    }
    assertThat(largest).isLessThan(6);
  }

  private float[] map(String period, String noise) throws Exception {
    assumeTrue(Files.isDirectory(SHARED), "skipped: no recordings at " + SHARED);
    Path dataset = folder.resolve("data");
    Path func = Files.createDirectories(dataset.resolve("sub-02/func"));
    String side = Files.readString(SHARED.resolve(STEM + "desc-2x2x2mean_bold.json"));
    if (!period.isEmpty()) {
      side = side.replaceAll("\"RepetitionTime\": *[0-9.]+", "\"RepetitionTime\": " + period);
      assertThat(side).contains(period);
    }
    Files.writeString(func.resolve(STEM + "desc-2x2x2mean_bold.json"), side);
    for (String name : new String[] {"desc-2x2x2mean_bold.nii.gz", "events.tsv"}) {
      Files.copy(SHARED.resolve(STEM + name), func.resolve(STEM + name));
    }
    Command.Ended run =
        new Command(folder)
            .within(Duration.ofMinutes(5))
            .run(
                "run",
                Command.distribution().resolve("workflows/fmri/task-glm.yaml").toString(),
                "--set",
                "dataset=" + dataset,
                "--set",
                "noise=" + noise);
    assertThat(run.status()).as(run.all()).isZero();
    try (var files = Files.walk(folder.resolve("results/task-glm"))) {
      Path image =
          files
              .filter(file -> file.toString().matches(".*stat-pictures.*[tT]_statmap\\.nii\\.gz"))
              .findFirst()
              .orElseThrow();
      return values(image);
    }
  }

  private static float[] values(Path image) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(image))) {
      byte[] bytes = new DataInputStream(in).readAllBytes();
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[40 * 40 * 17];
      buffer
          .position((int) buffer.getFloat(108))
          .slice()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
      return values;
    }
  }
}
