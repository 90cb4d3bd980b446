import com.sun.management.OperatingSystemMXBean;
import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.Resources;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Json;
import dev.arcuate.engine.accel.Accel;
import dev.arcuate.engine.accel.Device;
import dev.arcuate.plugin.bert.BertModel;
import dev.arcuate.plugin.bert.BertSettings;
import dev.arcuate.plugin.gpt2.Gpt2Model;
import dev.arcuate.plugin.gpt2.Gpt2Settings;
import dev.arcuate.pretrained.PretrainedModel;
import dev.arcuate.pretrained.Precision;
import dev.arcuate.testkit.TestTask;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Runs one batch through a model as the engine does: {@code States PLUGIN FOLDER WORK}. Reads
 * WORK/ids.json; writes WORK/states.f32 (sequence, layer, token, column), WORK/graph.onnx and
 * WORK/java.json, then says "ready". For every line of standard input it runs the batch again and
 * says how many seconds it took, by the clock and of the processor: so peers can take turns.
 */
final class States {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]).toAbsolutePath();
    Path work = Path.of(arguments[2]).toAbsolutePath();
    int threads = Integer.getInteger("threads", 2);
    Device device = Device.valueOf(System.getProperty("device", "CPU"));
    Precision precision = Precision.valueOf(System.getProperty("precision", "FLOAT32"));
    InputPath path = new InputPath(folder, folder.getFileName().toString());
    TestTask task =
        new TestTask(Files.createTempDirectory(work, "task")).with(Resources.of(threads, 4096));
    long[][] ids = ids(work);
    long begin = System.nanoTime();
    try (Accel accel = new Accel(new Accel.Options(device, work.resolve("natives"), threads));
        LanguageModel.Open model = open(arguments[0], path, precision, accel, task)) {
      int[] layers = IntStream.range(0, model.card().layers().size()).toArray();
      float[][][] states = model.hiddenStates(ids, layers);
      double first = (System.nanoTime() - begin) / 1e9;
      write(work.resolve("states.f32"), states);
      TreeSet<Integer> places = new TreeSet<>();
      Arrays.stream(layers).forEach(places::add);
      Files.write(
          work.resolve("graph.onnx"), ((PretrainedModel) model).graph(places, false));
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("first", first);
      facts.put("memory", memory());
      facts.put("heap", Runtime.getRuntime().totalMemory());
      Json.write(work.resolve("java.json"), facts);
      System.out.println("ready");
      BufferedReader asked =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (asked.readLine() != null) {
        long start = System.nanoTime();
        long busy = SYSTEM.getProcessCpuTime();
        model.hiddenStates(ids, layers);
        double wall = (System.nanoTime() - start) / 1e9;
        System.out.println(wall + " " + (SYSTEM.getProcessCpuTime() - busy) / 1e9);
      }
    }
  }

  private static LanguageModel.Open open(
      String plugin, InputPath path, Precision precision, Accel accel, TestTask task)
      throws Exception {
    return plugin.equals("gpt2")
        ? new Gpt2Model(accel.inference(), accel.tokenizers())
            .open(new Gpt2Settings(path, Optional.empty(), true, precision), task)
        : new BertModel(accel.inference(), accel.tokenizers())
            .open(
                new BertSettings(
                    path,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    precision),
                task);
  }

  private static long[][] ids(Path work) {
    List<?> rows = (List<?>) Json.read(work.resolve("ids.json")).fields().get("ids");
    return rows.stream()
        .map(row -> ((List<?>) row).stream().mapToLong(id -> ((Number) id).longValue()).toArray())
        .toArray(long[][]::new);
  }

  private static void write(Path file, float[][][] states) throws Exception {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (float[][] sequence : states) {
        for (float[] layer : sequence) {
          ByteBuffer bytes =
              ByteBuffer.allocate(Float.BYTES * layer.length).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asFloatBuffer().put(layer);
          channel.write(bytes);
        }
      }
    }
  }

  /** Peak of resident memory, where the system tells. */
  private static Map<String, Object> memory() throws Exception {
    Map<String, Object> peaks = new LinkedHashMap<>();
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM") || line.startsWith("Rss")) {
          peaks.put(line.split(":")[0], line.split(":")[1].strip());
        }
      }
    }
    return peaks;
  }
}
