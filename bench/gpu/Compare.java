import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Greatest difference between the float32 arrays of two folders: {@code Compare ONE OTHER}. */
final class Compare {
  private static final double MOST = 1e-3;

  public static void main(String[] arguments) throws IOException {
    List<Path> arrays;
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      arrays = files.filter(file -> file.toString().endsWith(".npy")).sorted().toList();
    }
    double greatest = 0;
    for (Path array : arrays) {
      FloatBuffer one = values(array);
      FloatBuffer other = values(Path.of(arguments[1]).resolve(array.getFileName()));
      for (int i = 0; i < one.limit(); i++) {
        greatest = Math.max(greatest, Math.abs(one.get(i) - (double) other.get(i)));
      }
    }
    System.out.printf("  %d layers, greatest difference %.1e%n", arrays.size(), greatest);
    System.exit(arrays.isEmpty() || !(greatest <= MOST) ? 1 : 0);
  }

  /** Version 1.0 of the format, little-endian, in C order: what Arcuate writes. */
  private static FloatBuffer values(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = 10 + Short.toUnsignedInt(bytes.getShort(8));
    return bytes.position(header).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
