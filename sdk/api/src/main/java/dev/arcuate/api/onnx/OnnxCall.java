package dev.arcuate.api.onnx;

import java.util.ArrayList;
import java.util.List;

/** One use of an operator, until its results are named by {@link #as} or {@link #value}. */
public final class OnnxCall {
  private static final int ATTRIBUTE_NAME = 1;
  private static final int ATTRIBUTE_FLOAT = 2;
  private static final int ATTRIBUTE_INT = 3;
  private static final int ATTRIBUTE_STRING = 4;
  private static final int ATTRIBUTE_FLOATS = 7;
  private static final int ATTRIBUTE_INTS = 8;
  private static final int ATTRIBUTE_TYPE = 20;

  private static final int TYPE_FLOAT = 1;
  private static final int TYPE_INT = 2;
  private static final int TYPE_STRING = 3;
  private static final int TYPE_FLOATS = 6;
  private static final int TYPE_INTS = 7;

  private final OnnxGraph graph;
  private final String operator;
  private final List<OnnxValue> inputs;
  private final List<Wire> attributes = new ArrayList<>();
  private String domain = "";

  OnnxCall(OnnxGraph graph, String operator, List<OnnxValue> inputs) {
    this.graph = graph;
    this.operator = operator;
    this.inputs = List.copyOf(inputs);
  }

  /** The operator set that the operator belongs to; ONNX's own unless given. */
  public OnnxCall domain(String name) {
    domain = name;
    return this;
  }

  public OnnxCall with(String attribute, long value) {
    return add(attribute, TYPE_INT, new Wire().number(ATTRIBUTE_INT, value));
  }

  public OnnxCall with(String attribute, float value) {
    return add(attribute, TYPE_FLOAT, new Wire().real(ATTRIBUTE_FLOAT, value));
  }

  public OnnxCall with(String attribute, String value) {
    return add(attribute, TYPE_STRING, new Wire().text(ATTRIBUTE_STRING, value));
  }

  public OnnxCall with(String attribute, long[] values) {
    Wire content = new Wire();
    for (long value : values) {
      content.number(ATTRIBUTE_INTS, value);
    }
    return add(attribute, TYPE_INTS, content);
  }

  public OnnxCall with(String attribute, float[] values) {
    Wire content = new Wire();
    for (float value : values) {
      content.real(ATTRIBUTE_FLOATS, value);
    }
    return add(attribute, TYPE_FLOATS, content);
  }

  private OnnxCall add(String attribute, int type, Wire content) {
    content.text(ATTRIBUTE_NAME, attribute).number(ATTRIBUTE_TYPE, type);
    attributes.add(content);
    return this;
  }

  /** Adds it to the graph; its only result gets a name of its own. */
  public OnnxValue value() {
    return as(graph.freeName(operator));
  }

  /** Adds it to the graph; its only result gets the given name. */
  public OnnxValue as(String name) {
    return as(List.of(name)).get(0);
  }

  /** Adds it to the graph; an empty name leaves out a result. */
  public List<OnnxValue> as(List<String> names) {
    return graph.add(domain, operator, inputs, names, attributes);
  }
}
