import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Greatest difference between the float32 arrays of two folders, as a part of the largest value of an
 * array: {@code Compare ONE OTHER MOST}. Fails if it is more than the last.
 */
final class Compare {
  public static void main(String[] arguments) throws IOException {
    List<Path> arrays;
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      arrays = files.filter(file -> file.toString().endsWith(".npy")).sorted().toList();
    }
    double most = Double.parseDouble(arguments[2]);
    double greatest = 0;
    for (Path array : arrays) {
      FloatBuffer one = values(array);
      FloatBuffer other = values(Path.of(arguments[1]).resolve(array.getFileName()));
      double difference = 0;
      double largest = Float.MIN_NORMAL;
      for (int i = 0; i < one.limit(); i++) {
        // Not Math.max, in which a number that is none would be lost.
        double here = Math.abs(one.get(i) - (double) other.get(i));
        difference = here <= difference ? difference : here;
        largest = Math.max(largest, Math.abs(one.get(i)));
      }
      double part = difference / largest;
      greatest = part <= greatest ? greatest : part;
    }
    System.out.printf(
        "  %d arrays, greatest difference %.1e of the largest value%n", arrays.size(), greatest);
    System.exit(arrays.isEmpty() || !(greatest <= most) ? 1 : 0);
  }

  /** Version 1.0 of the format, little-endian, in C order: what Arcuate writes. */
  private static FloatBuffer values(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = 10 + Short.toUnsignedInt(bytes.getShort(8));
    return bytes.position(header).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
