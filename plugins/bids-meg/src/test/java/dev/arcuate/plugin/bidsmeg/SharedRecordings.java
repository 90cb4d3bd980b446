package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.api.value.Json;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** Real recordings that may not be passed on, and what MNE reads from them. */
public final class SharedRecordings {
  private static final Path ROOT =
      Path.of(System.getProperty("arcuate.shared", "shared/data"), "meg");

  private SharedRecordings() {}

  /** A file below the folder of recordings; the test is skipped where the folder is absent. */
  public static Path file(String name) {
    Assumptions.assumeTrue(
        Files.isDirectory(ROOT), () -> "skipped: no folder 'meg' below arcuate.shared");
    return ROOT.resolve(name);
  }

  /** What MNE reads from a recording. */
  public static Json.Node expected(String key) {
    return Json.read(Path.of("src/test/resources/oracles/readings.json")).object(key);
  }

  /** SHA-256 of samples as big-endian doubles, channel by channel. */
  public static String digest(double[][] values) {
    MessageDigest sha = sha();
    for (double[] channel : values) {
      ByteBuffer bytes = ByteBuffer.allocate(channel.length * Double.BYTES);
      bytes.asDoubleBuffer().put(channel);
      sha.update(bytes);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** SHA-256 of whole numbers, big-endian. */
  public static String digest(int[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    bytes.asIntBuffer().put(values);
    MessageDigest sha = sha();
    sha.update(bytes);
    return HexFormat.of().formatHex(sha.digest());
  }

  public static String names(SignalInfo info) {
    return digest(info.names());
  }

  public static String types(SignalInfo info) {
    return digest(
        info.channels().stream()
            .map(Channel::type)
            .map(type -> type.label().replace('-', '_'))
            .toList());
  }

  private static String digest(List<String> lines) {
    String text = lines.stream().collect(Collectors.joining("\n"));
    return HexFormat.of().formatHex(sha().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
