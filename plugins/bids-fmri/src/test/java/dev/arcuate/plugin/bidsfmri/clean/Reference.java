package dev.arcuate.plugin.bidsfmri.clean;

import dev.arcuate.api.value.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Reads what bench/oracles/cleaning.py stored. */
final class Reference {
  private Reference() {}

  static Json.Node read(Path folder, String name) {
    try (InputStream in = Reference.class.getResourceAsStream("/cleaning/" + name)) {
      Path file = folder.resolve(name);
      Files.write(file, in.readAllBytes());
      return Json.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double[] values(String base64) {
    DoubleBuffer buffer =
        ByteBuffer.wrap(Base64.getDecoder().decode(base64))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asDoubleBuffer();
    double[] values = new double[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  /** One array of targets per sample. */
  static float[][] rows(double[] values, int samples) {
    int width = values.length / samples;
    float[][] rows = new float[samples][width];
    for (int i = 0; i < values.length; i++) {
      rows[i / width][i % width] = (float) values[i];
    }
    return rows;
  }
}
