package dev.arcuate.api.onnx;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An ONNX graph being written: declare inputs and constants, call operators on them, declare
 * outputs, take the bytes. Every tensor is made before it is used. Not safe for concurrent use.
 *
 * <pre>{@code
 * OnnxGraph graph = new OnnxGraph("affine");
 * OnnxValue x = graph.input("x", OnnxType.FLOAT32, "rows", 3);
 * OnnxValue weights = graph.constant("weights", new long[] {3, 1}, new float[] {1, 2, 3});
 * graph.output(graph.call("MatMul", x, weights).as("y"));
 * Inference.Session session = inference.open(graph.toBytes(), List.of(), options);
 * }</pre>
 *
 * <p>Values of {@link #external} constants are named when the graph is opened; see {@link
 * dev.arcuate.api.host.Inference#open(byte[], List, dev.arcuate.api.host.Inference.Options)}.
 */
public final class OnnxGraph {
  /** The set of operators that graphs are written for. */
  public static final int OPERATOR_SET = 21;

  /** Operators of ONNX Runtime beyond ONNX, such as MultiHeadAttention. */
  public static final String MICROSOFT = "com.microsoft";

  private static final int FORMAT_VERSION = 10;

  private static final int MODEL_VERSION = 1;
  private static final int MODEL_PRODUCER = 2;
  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_OPERATORS = 8;
  private static final int OPERATORS_DOMAIN = 1;
  private static final int OPERATORS_VERSION = 2;

  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_NAME = 2;
  private static final int GRAPH_CONSTANT = 5;
  private static final int GRAPH_INPUT = 11;
  private static final int GRAPH_OUTPUT = 12;

  private static final int NODE_INPUT = 1;
  private static final int NODE_OUTPUT = 2;
  private static final int NODE_NAME = 3;
  private static final int NODE_OPERATOR = 4;
  private static final int NODE_ATTRIBUTE = 5;
  private static final int NODE_DOMAIN = 7;

  private static final int TENSOR_SIZE = 1;
  private static final int TENSOR_TYPE = 2;
  private static final int TENSOR_NAME = 8;
  private static final int TENSOR_BYTES = 9;
  private static final int TENSOR_EXTERNAL = 13;
  private static final int TENSOR_PLACE = 14;
  private static final int PLACE_EXTERNAL = 1;

  private static final int VALUE_NAME = 1;
  private static final int VALUE_TYPE = 2;
  private static final int TYPE_TENSOR = 1;
  private static final int TENSOR_TYPE_ELEMENT = 1;
  private static final int TENSOR_TYPE_SHAPE = 2;
  private static final int SHAPE_SIZE = 1;
  private static final int SIZE_NUMBER = 1;
  private static final int SIZE_NAME = 2;

  private final Wire content = new Wire();
  private final Set<String> names = new HashSet<>();
  private final Set<String> domains = new TreeSet<>();
  private int unnamed;

  public OnnxGraph(String name) {
    content.text(GRAPH_NAME, requireNonNull(name, "name"));
  }

  /**
   * Declares an input.
   *
   * @param shape per dimension a number, or a text that names a size decided at run time
   */
  public OnnxValue input(String name, OnnxType type, Object... shape) {
    content.message(GRAPH_INPUT, declaration(name, type, shape));
    return defined(name);
  }

  /** Makes a tensor an output; its type and shape are found by the runtime. */
  public void output(OnnxValue value) {
    content.message(GRAPH_OUTPUT, new Wire().text(VALUE_NAME, known(value).name()));
  }

  /**
   * Makes a tensor an output of a type and shape.
   *
   * @param shape per dimension a number, or a text that names a size decided at run time
   */
  public void output(OnnxValue value, OnnxType type, Object... shape) {
    content.message(GRAPH_OUTPUT, declaration(known(value).name(), type, shape));
  }

  /** float32, row-major. */
  public OnnxValue constant(String name, long[] shape, float[] values) {
    ByteBuffer bytes = buffer(values.length, Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return constant(name, OnnxType.FLOAT32, shape, bytes.array());
  }

  /** float64, row-major. */
  public OnnxValue constant(String name, long[] shape, double[] values) {
    ByteBuffer bytes = buffer(values.length, Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    return constant(name, OnnxType.FLOAT64, shape, bytes.array());
  }

  /** int64, row-major. */
  public OnnxValue constant(String name, long[] shape, long[] values) {
    ByteBuffer bytes = buffer(values.length, Long.BYTES);
    bytes.asLongBuffer().put(values);
    return constant(name, OnnxType.INT64, shape, bytes.array());
  }

  /**
   * Any type.
   *
   * @param bytes its values, little-endian and row-major
   */
  public OnnxValue constant(String name, OnnxType type, long[] shape, byte[] bytes) {
    if (bytes.length != size(shape) * type.bytes()) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " does not hold " + bytes.length + " bytes");
    }
    content.message(GRAPH_CONSTANT, tensor(name, type, shape).bytes(TENSOR_BYTES, bytes));
    return defined(name);
  }

  /** A single float32 without dimensions. */
  public OnnxValue scalar(float value) {
    return constant(freeName("scalar"), new long[0], new float[] {value});
  }

  /** A single int64 without dimensions. */
  public OnnxValue scalar(long value) {
    return constant(freeName("scalar"), new long[0], new long[] {value});
  }

  /** A row of int64, as shapes and axes are given. */
  public OnnxValue row(long... values) {
    return constant(freeName("row"), new long[] {values.length}, values);
  }

  /** A constant whose values are named when the graph is opened. */
  public OnnxValue external(String name, OnnxType type, long... shape) {
    return external(name, type, shape, "given-when-opened", 0);
  }

  /**
   * A constant whose values lie in a file.
   *
   * @param file its name relative to the folder of the graph
   * @param offset where its first byte stands there
   */
  public OnnxValue external(String name, OnnxType type, long[] shape, String file, long offset) {
    Wire tensor = tensor(name, type, shape);
    entry(tensor, "location", file);
    entry(tensor, "offset", Long.toString(offset));
    entry(tensor, "length", Long.toString(size(shape) * type.bytes()));
    content.message(GRAPH_CONSTANT, tensor.number(TENSOR_PLACE, PLACE_EXTERNAL));
    return defined(name);
  }

  private static void entry(Wire tensor, String key, String value) {
    tensor.message(TENSOR_EXTERNAL, new Wire().text(1, key).text(2, value));
  }

  /**
   * Uses an operator, such as {@code MatMul}.
   *
   * @param inputs in the operator's order; {@link OnnxValue#NONE} leaves one out
   */
  public OnnxCall call(String operator, OnnxValue... inputs) {
    return call(operator, List.of(inputs));
  }

  /** The same with a list. */
  public OnnxCall call(String operator, List<OnnxValue> inputs) {
    inputs.forEach(this::known);
    return new OnnxCall(this, operator, inputs);
  }

  List<OnnxValue> add(
      String domain,
      String operator,
      List<OnnxValue> inputs,
      List<String> outputs,
      List<Wire> attributes) {
    Wire node = new Wire();
    inputs.forEach(input -> node.text(NODE_INPUT, input.name()));
    List<OnnxValue> values = outputs.stream().map(this::definedUnlessEmpty).toList();
    outputs.forEach(output -> node.text(NODE_OUTPUT, output));
    node.text(NODE_NAME, operator + ":" + outputs.get(0)).text(NODE_OPERATOR, operator);
    attributes.forEach(attribute -> node.message(NODE_ATTRIBUTE, attribute));
    if (!domain.isEmpty()) {
      domains.add(domain);
      node.text(NODE_DOMAIN, domain);
    }
    content.message(GRAPH_NODE, node);
    return values;
  }

  /** The graph as a file would hold it. */
  public byte[] toBytes() {
    Wire model =
        new Wire()
            .number(MODEL_VERSION, FORMAT_VERSION)
            .text(MODEL_PRODUCER, "arcuate")
            .message(MODEL_GRAPH, content)
            .message(
                MODEL_OPERATORS,
                new Wire().text(OPERATORS_DOMAIN, "").number(OPERATORS_VERSION, OPERATOR_SET));
    for (String domain : domains) {
      model.message(
          MODEL_OPERATORS, new Wire().text(OPERATORS_DOMAIN, domain).number(OPERATORS_VERSION, 1));
    }
    return model.toBytes();
  }

  /** Writes the graph to a file. */
  public void write(Path file) throws IOException {
    Files.write(file, toBytes());
  }

  /** A name that no tensor has yet, nor will get from {@link OnnxCall#value}. */
  public String freeName(String stem) {
    String name;
    do {
      name = stem + "#" + unnamed++;
    } while (names.contains(name));
    return name;
  }

  private OnnxValue definedUnlessEmpty(String name) {
    return name.isEmpty() ? OnnxValue.NONE : defined(name);
  }

  private OnnxValue defined(String name) {
    if (name.isEmpty() || !names.add(name)) {
      throw new IllegalArgumentException("the graph already has a tensor '" + name + "'");
    }
    return new OnnxValue(name);
  }

  private OnnxValue known(OnnxValue value) {
    if (!value.equals(OnnxValue.NONE) && !names.contains(value.name())) {
      throw new IllegalArgumentException("the graph has no tensor '" + value.name() + "'");
    }
    return value;
  }

  private static Wire tensor(String name, OnnxType type, long[] shape) {
    Wire tensor = new Wire();
    for (long size : shape) {
      tensor.number(TENSOR_SIZE, size);
    }
    return tensor.number(TENSOR_TYPE, type.number()).text(TENSOR_NAME, name);
  }

  private static Wire declaration(String name, OnnxType type, Object... shape) {
    Wire sizes = new Wire();
    for (Object size : shape) {
      Wire dimension = new Wire();
      if (size instanceof Number number) {
        dimension.number(SIZE_NUMBER, number.longValue());
      } else {
        dimension.text(SIZE_NAME, size.toString());
      }
      sizes.message(SHAPE_SIZE, dimension);
    }
    Wire tensor =
        new Wire().number(TENSOR_TYPE_ELEMENT, type.number()).message(TENSOR_TYPE_SHAPE, sizes);
    return new Wire()
        .text(VALUE_NAME, name)
        .message(VALUE_TYPE, new Wire().message(TYPE_TENSOR, tensor));
  }

  private static long size(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  private static ByteBuffer buffer(int count, int bytes) {
    return ByteBuffer.allocate(Math.multiplyExact(count, bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
