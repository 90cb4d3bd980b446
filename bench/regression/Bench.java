import dev.arcuate.api.Labelled;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Progress;
import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Value;
import dev.arcuate.engine.accel.Accel;
import dev.arcuate.engine.accel.Device;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One regression backend on arrays, timed without the start of the JVM: preparing a design, solving
 * all targets, and solving them again as a second subject would be.
 *
 * <p>Arguments: folder with X.npy and Y.npy, folder for results, backend, then name=value: train (rows
 * to train on, the others are tested), runs (equal runs of the training rows), memory (MiB), times
 * (how often the targets are solved), bands (columns of feature groups), and settings of the backend.
 */
public final class Bench {
  private Bench() {}

  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[0]);
    Path out = Files.createDirectories(Path.of(args[1]));
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 3; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      given.put(args[i].substring(0, equals), args[i].substring(equals + 1));
    }
    int cores = Runtime.getRuntime().availableProcessors();
    Path cache = Files.createDirectories(out.resolve("natives"));
    try (Accel accel = new Accel(new Accel.Options(Device.AUTO, cache, cores))) {
      AtomicLong flops = new AtomicLong();
      LinearAlgebra algebra = counted(accel.linearAlgebra(), flops);
      RegressionBackend<?> backend = backend(args[2], algebra, accel.inference());
      run(backend, data, out, given, flops, algebra);
    }
  }

  /** Counts the products with targets, which are those outside the heap. */
  private static LinearAlgebra counted(LinearAlgebra algebra, AtomicLong flops) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("multiply")
              && !(arguments[6] instanceof float[])
              && !(arguments[6] instanceof double[])) {
            flops.addAndGet(
                2L * (int) arguments[2] * (int) arguments[3] * (int) arguments[4]);
          }
          try {
            return method.invoke(algebra, arguments);
          } catch (java.lang.reflect.InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (LinearAlgebra)
        Proxy.newProxyInstance(
            Bench.class.getClassLoader(), new Class<?>[] {LinearAlgebra.class}, handler);
  }

  private static RegressionBackend<?> backend(
      String id, LinearAlgebra algebra, Inference inference) throws Exception {
    String name = "dev.arcuate.plugin.ridge." + switch (id) {
      case "ridge-cpu" -> "RidgeCpu";
      case "ridge-onnx" -> "RidgeOnnx";
      case "banded" -> "Banded";
      case "kernel" -> "KernelRidge";
      default -> throw new IllegalArgumentException(id);
    };
    Constructor<?> constructor = Class.forName(name).getConstructors()[0];
    Object[] services =
        Arrays.stream(constructor.getParameterTypes())
            .map(type -> type == LinearAlgebra.class ? algebra : (Object) inference)
            .toArray();
    return (RegressionBackend<?>) constructor.newInstance(services);
  }

  private static <S extends Record> void run(
      RegressionBackend<S> backend,
      Path data,
      Path out,
      Map<String, String> given,
      AtomicLong flops,
      LinearAlgebra algebra)
      throws Exception {
    FloatMatrix x = Npy.open(data.resolve("X.npy"));
    FloatMatrix y = Npy.open(data.resolve("Y.npy"));
    int train = Integer.parseInt(given.getOrDefault("train", "" + x.rows()));
    int runs = Integer.parseInt(given.getOrDefault("runs", "1"));
    List<Sampling.Run> list = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      int from = (int) ((long) train * run / runs);
      int to = (int) ((long) train * (run + 1) / runs);
      list.add(new Sampling.Run("" + run, to - from));
    }
    if (train < x.rows()) {
      list.add(new Sampling.Run("test", x.rows() - train));
    }
    Sampling sampling = new Sampling(2, list);
    List<Design.Group> groups = new ArrayList<>();
    for (String band : given.getOrDefault("bands", "" + x.columns()).split(",")) {
      groups.add(new Design.Group("band-" + groups.size(), Integer.parseInt(band), List.of()));
    }
    Path designFolder = Files.createDirectories(out.resolve("design"));
    Design design = Design.write(designFolder, sampling, groups, 0, x.toArray());
    Folds.Fold fold =
        new Folds.Fold(
            IntStream.range(0, train).toArray(), IntStream.range(train, x.rows()).toArray());
    Folds folds = new Folds(List.of(fold), 0, false);
    S settings = backend.settingsType().cast(settings(backend.settingsType(), given));
    long memory = Long.parseLong(given.getOrDefault("memory", "6144")) << 20;
    Quiet task = new Quiet(out, new Resources(1, memory, 0));
    Path prepared = Files.createDirectories(out.resolve("prepared"));
    algebra.sideBySide(1, i -> {});

    long start = System.nanoTime();
    backend.prepare(settings, design, folds, prepared, task);
    double prepare = seconds(start);
    int times = Integer.parseInt(given.getOrDefault("times", "4"));
    double[] solve = new double[times];
    long products = 0;
    try (RegressionBackend.Solver solver =
        backend.open(settings, prepared, design, folds, task)) {
      for (int time = 0; time < times; time++) {
        long before = flops.get();
        start = System.nanoTime();
        solve(solver, y, folds, time == 0 ? Optional.of(out) : Optional.empty(), memory);
        solve[time] = seconds(start);
        products = flops.get() - before;
      }
    }
    double rate = gemm(algebra);
    System.out.printf(
        Locale.ROOT,
        "{\"backend\": \"%s\", \"prepare\": %.3f, \"solve\": %.3f, \"again\": %.3f,"
            + " \"gflop\": %.1f, \"gflops\": %.1f, \"gemm\": %.3f, \"rss\": %.2f}%n",
        backend.id(),
        prepare,
        solve[0],
        Arrays.stream(solve).skip(Math.min(1, times - 1)).average().orElseThrow(),
        products / 1e9,
        rate / 1e9,
        products / rate,
        peak());
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void solve(
      RegressionBackend.Solver solver, FloatMatrix y, Folds folds, Optional<Path> out, long memory)
      throws IOException {
    int train = folds.list().get(0).train().length;
    int width = Math.min(y.columns(), solver.tileWidth(memory / 2));
    if (solver.surveys()) {
      for (int first = 0; first < y.columns(); first += width) {
        int columns = Math.min(width, y.columns() - first);
        solver.survey(read(y, first, columns), columns);
      }
    }
    NpyWriter predictions = null;
    NpyWriter alphas = null;
    if (out.isPresent()) {
      predictions =
          NpyWriter.create(out.get().resolve("predictions.npy"), y.rows() - train, y.columns());
      alphas = NpyWriter.create(out.get().resolve("alphas.npy"), 1, y.columns());
    }
    for (int first = 0; first < y.columns(); first += width) {
      int columns = Math.min(width, y.columns() - first);
      RegressionBackend.Solution solution = solver.solve(read(y, first, columns), columns);
      if (out.isPresent()) {
        float[] tested =
            Arrays.copyOfRange(
                solution.whole(folds, columns).predictions(), train * columns, y.rows() * columns);
        predictions.writeBlock(0, y.rows() - train, first, columns, tested);
        alphas.writeBlock(0, 1, first, columns, solution.maps().get("alpha"));
      }
    }
    if (out.isPresent()) {
      predictions.close();
      alphas.close();
    }
  }

  private static float[] read(FloatMatrix y, int first, int columns) {
    float[] values = new float[y.rows() * columns];
    y.read(0, y.rows(), first, columns, values);
    return values;
  }

  /** Operations per second of plain float32 products, all cores together. */
  private static double gemm(LinearAlgebra algebra) {
    int size = 1024;
    int wide = 768;
    int pieces = Runtime.getRuntime().availableProcessors();
    int rounds = 20;
    FloatBuffer[][] buffers = new FloatBuffer[pieces][];
    for (int piece = 0; piece < pieces; piece++) {
      buffers[piece] =
          new FloatBuffer[] {floats(size * size), floats(size * wide), floats(size * wide)};
    }
    double best = Double.POSITIVE_INFINITY;
    for (int trial = 0; trial < 3; trial++) {
      long start = System.nanoTime();
      algebra.sideBySide(
          pieces,
          piece -> {
            for (int round = 0; round < rounds; round++) {
              algebra.multiply(
                  Form.PLAIN,
                  Form.PLAIN,
                  size,
                  wide,
                  size,
                  1f,
                  new LinearAlgebra.Block(buffers[piece][0], 0, size),
                  new LinearAlgebra.Block(buffers[piece][1], 0, wide),
                  0f,
                  new LinearAlgebra.Block(buffers[piece][2], 0, wide));
            }
          });
      best = Math.min(best, seconds(start));
    }
    return 2.0 * size * wide * size * rounds * pieces / best;
  }

  private static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** The process' high-water mark in GiB, where the system tells. */
  private static double peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / (1 << 20))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** A settings record from text; what is not given has its default. */
  private static Object settings(Class<?> type, Map<String, String> given) throws Exception {
    RecordComponent[] parts = type.getRecordComponents();
    Object[] values = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      Method getter = parts[i].getAccessor();
      dev.arcuate.api.settings.Default standard =
          type.getDeclaredConstructors()[0].getParameters()[i].getAnnotation(
              dev.arcuate.api.settings.Default.class);
      if (standard == null) {
        standard = parts[i].getAnnotation(dev.arcuate.api.settings.Default.class);
      }
      String text =
          given.getOrDefault(parts[i].getName(), standard == null ? null : standard.value());
      values[i] = value(getter.getReturnType(), text);
    }
    Class<?>[] types =
        Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return type.getDeclaredConstructor(types).newInstance(values);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Object value(Class<?> type, String text) {
    if (type == Optional.class) {
      return text == null ? Optional.empty() : Optional.of(list(text));
    }
    if (type == List.class) {
      return list(text);
    }
    if (type == boolean.class) {
      return Boolean.parseBoolean(text);
    }
    if (type == int.class) {
      return Integer.parseInt(text);
    }
    if (type == long.class) {
      return Long.parseLong(text);
    }
    if (type == double.class) {
      return Double.parseDouble(text);
    }
    if (type == Duration.class) {
      return Duration.parse(text);
    }
    return Enum.valueOf((Class) type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static List<?> list(String text) {
    String inside = text.strip();
    if (inside.startsWith("[")) {
      inside = inside.substring(1, inside.length() - 1).strip();
    }
    return inside.isEmpty()
        ? List.of()
        : Arrays.stream(inside.split(",")).map(part -> Double.valueOf(part.strip())).toList();
  }

  /** A task that nobody watches. */
  private record Quiet(Path folder, Resources resources) implements Task {
    @Override
    public String id() {
      return "bench";
    }

    @Override
    public <V extends Value> V input(String port, Class<V> type) {
      throw new IllegalArgumentException(port);
    }

    @Override
    public <V extends Value> Optional<V> optionalInput(String port, Class<V> type) {
      return Optional.empty();
    }

    @Override
    public <V extends Value> List<Labelled<V>> inputs(String port, Class<V> type) {
      return List.of();
    }

    @Override
    public Path output(String port) {
      return folder;
    }

    @Override
    public Path scratch() {
      return folder;
    }

    @Override
    public Progress progress() {
      return (done, total, unit) -> {};
    }

    @Override
    public void warn(Problem problem) {
      System.err.println(problem);
    }

    @Override
    public void note(Map<String, Object> facts) {}

    @Override
    public void checkCancelled() {}

    @Override
    public Logger log() {
      return LoggerFactory.getLogger(Bench.class);
    }
  }
}
