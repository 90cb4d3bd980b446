import dev.arcuate.plugin.bidsmeg.fif.FifRaw;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Reads a FIF recording whole into float32, or window by window; prints seconds and peak memory. */
public final class ReadFif {
  public static void main(String[] arguments) throws Exception {
    boolean whole = arguments[1].equals("whole");
    long begin = System.nanoTime();
    double sum = 0;
    try (Signal signal = FifRaw.open(Path.of(arguments[0]), arguments[0])) {
      int channels = signal.info().channels().size();
      int samples = Math.toIntExact(signal.samples());
      int[] all = IntStream.range(0, channels).toArray();
      float[][] kept = new float[whole ? channels : 0][samples];
      int block = 1 << 12;
      double[][] window = new double[channels][block];
      for (int first = 0; first < samples; first += block) {
        int count = Math.min(block, samples - first);
        signal.read(all, first, count, window);
        for (int c = 0; c < channels; c++) {
          if (whole) {
            for (int t = 0; t < count; t++) {
              kept[c][first + t] = (float) window[c][t];
            }
          }
          sum += window[c][0];
        }
      }
      if (whole) {
        sum = kept[channels - 1][samples - 1];
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    String peak =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .map(line -> line.replaceAll("\\D", ""))
            .findFirst()
            .orElse("0");
    System.out.printf(
        java.util.Locale.ROOT,
        "arcuate, %-20s %6.2f s  %6.0f MB peak  (%g)%n",
        whole ? "float32 in memory" : "window by window",
        seconds,
        Long.parseLong(peak) / 1024.0,
        sum);
  }
}
