package dev.arcuate.plugin.ridge;

import dev.arcuate.api.array.Npy;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.Tensor;
import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.onnx.OnnxType;
import dev.arcuate.api.onnx.OnnxValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/**
 * Products as ONNX graphs, on the device that graphs run on. On the CPU operators and the design
 * are constants of graphs of their own, mapped from where they were prepared. A GPU takes one
 * session at a time: there a single graph multiplies what it is given, and operators travel as
 * targets do.
 */
final class OnnxProducts implements Products {
  private static final Inference.Options OPTIONS = new Inference.Options(1, Set.of());

  /** In place of a part: any two matrices. */
  private static final Part ANY = new Part(Path.of(""), 0, 0, 0, false);

  private final Inference inference;
  private final LinearAlgebra algebra;
  private final Map<Part, Inference.Session> sessions = new ConcurrentHashMap<>();

  /** Neighbouring rows of a matrix in a file, which begin with a value of it. */
  private record Part(Path file, long first, int rows, int columns, boolean turned) {}

  OnnxProducts(Inference inference, LinearAlgebra algebra) {
    this.inference = inference;
    this.algebra = algebra;
  }

  @Override
  public void apply(
      Cells operator, int outputs, int width, Cells source, int columns, Cells into, int at) {
    if (outputs == 0 || width == 0) {
      return;
    }
    Part part = new Part(file(operator), operator.first(), outputs, width, false);
    float[] product = run(part, source, 0, width, columns);
    ((Cells.Singles) into).values().put(at, product);
  }

  @Override
  public void across(
      Cells.Sizes sizes, double sign, Cells.Matrix a, Cells.Matrix b, double beta, Cells.Matrix c) {
    long first = a.cells().first() + (long) a.offset();
    Part part = new Part(file(a.cells()), first, sizes.k(), sizes.m(), true);
    float[] product = run(part, b.cells(), b.offset(), sizes.k(), sizes.n());
    double[] sum = new double[product.length];
    if (beta != 0) {
      c.cells().get(c.offset(), sum, 0, sum.length);
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] = beta * sum[i] + sign * product[i];
    }
    c.cells().put(c.offset(), sum, 0, sum.length);
  }

  private static Path file(Cells cells) {
    return cells.file().orElseThrow(() -> new IllegalArgumentException("no file to map"));
  }

  private float[] run(Part part, Cells source, int at, int rows, int columns) {
    float[] values = new float[rows * columns];
    ((Cells.Singles) source).values().get(at, values);
    Tensor targets = new Tensor.Floats(new long[] {rows, columns}, values);
    boolean one = inference.device() == Inference.Device.CUDA;
    Map<String, Tensor> given =
        one ? Map.of("matrix", matrix(part), "source", targets) : Map.of("source", targets);
    Inference.Session session =
        one
            ? sessions.computeIfAbsent(ANY, any -> openForAny())
            : sessions.computeIfAbsent(part, this::open);
    Map<String, Tensor> result = session.run(given, Set.of("product"));
    return ((Tensor.Floats) result.get("product")).values();
  }

  private Inference.Session openForAny() {
    OnnxGraph graph = new OnnxGraph("product");
    OnnxValue matrix = graph.input("matrix", OnnxType.FLOAT32, "outputs", "inputs");
    OnnxValue source = graph.input("source", OnnxType.FLOAT32, "inputs", "targets");
    graph.output(graph.call("MatMul", matrix, source).as("product"));
    return inference.open(graph.toBytes(), List.of(), OPTIONS);
  }

  private static Tensor matrix(Part part) {
    float[] rows = new float[part.rows() * part.columns()];
    Npy.mapFloats(part.file()).get(Math.toIntExact(part.first()), rows);
    if (!part.turned()) {
      return new Tensor.Floats(new long[] {part.rows(), part.columns()}, rows);
    }
    float[] columns = new float[rows.length];
    for (int row = 0; row < part.rows(); row++) {
      for (int column = 0; column < part.columns(); column++) {
        columns[column * part.rows() + row] = rows[row * part.columns() + column];
      }
    }
    return new Tensor.Floats(new long[] {part.columns(), part.rows()}, columns);
  }

  private Inference.Session open(Part part) {
    OnnxGraph graph = new OnnxGraph("product");
    OnnxValue source =
        graph.input(
            "source", OnnxType.FLOAT32, part.turned() ? part.rows() : part.columns(), "targets");
    OnnxValue matrix = graph.external("matrix", OnnxType.FLOAT32, part.rows(), part.columns());
    OnnxValue product =
        part.turned()
            ? graph.call("Gemm", matrix, source).with("transA", 1L).as("product")
            : graph.call("MatMul", matrix, source).as("product");
    graph.output(
        product, OnnxType.FLOAT32, part.turned() ? part.columns() : part.rows(), "targets");
    Inference.Signature signature =
        new Inference.Signature(
            "matrix", "float32", List.of((long) part.rows(), (long) part.columns()));
    long offset = header(part) + part.first() * Float.BYTES;
    return inference.open(
        graph.toBytes(), List.of(new Inference.Weight(signature, part.file(), offset)), OPTIONS);
  }

  /** Where the values begin. */
  private static long header(Part part) {
    try {
      int[] shape = Npy.shape(part.file());
      return Files.size(part.file()) - (long) shape[0] * shape[1] * Float.BYTES;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void sideBySide(int count, IntConsumer work) {
    algebra.sideBySide(count, work);
  }

  @Override
  public void close() {
    sessions.values().forEach(Inference.Session::close);
    sessions.clear();
  }
}
