package dev.arcuate.engine.accel;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.host.Inference.Node;
import dev.arcuate.api.host.Inference.Signature;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an ONNX file holds besides the values of its weights. Numbers of fields are those of {@code
 * onnx.proto}.
 *
 * @param nodes in file order, without those of subgraphs
 * @param constants in file order
 * @param asked what the graph asks for, constants aside
 * @param given what the graph declares to give
 */
record OnnxFile(
    List<Node> nodes,
    List<StoredConstant> constants,
    List<Signature> asked,
    List<Signature> given) {
  OnnxFile {
    nodes = List.copyOf(nodes);
    constants = List.copyOf(constants);
    given = List.copyOf(given);
    // Old graphs list their constants among their inputs.
    Set<String> names = new HashSet<>();
    constants.forEach(constant -> names.add(constant.signature().name()));
    asked = asked.stream().filter(input -> !names.contains(input.name())).toList();
  }

  /** Names, types and shapes of its constants. */
  List<Signature> weights() {
    return constants.stream().map(StoredConstant::signature).toList();
  }

  /** Names of files beside it that hold weights. */
  Set<String> externalData() {
    Set<String> files = new TreeSet<>();
    constants.stream()
        .flatMap(constant -> constant.values().stream())
        .forEach(values -> values.file().ifPresent(files::add));
    return files;
  }

  /** Names of what the graph declares to give. */
  List<String> outputs() {
    return given.stream().map(Signature::name).toList();
  }

  /**
   * Reads a file, stepping over weights.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_UNREADABLE}
   */
  static OnnxFile read(Path file) {
    if (Files.isDirectory(file)) {
      throw unreadable(file, "it is a folder, not an ONNX file")
          .hint("name the .onnx file itself")
          .exception();
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return new Parser(new WireReader(channel)).model();
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file").exception(e);
    } catch (IOException e) {
      throw unreadable(file, "not an ONNX graph, or cut short: " + e.getMessage())
          .hint("copy or export the file again and compare its size with the original")
          .exception(e);
    }
  }

  /**
   * Reads a graph in memory.
   *
   * @param name of the graph, for messages
   * @throws dev.arcuate.api.ProblemException {@code ONNX_UNREADABLE}
   */
  static OnnxFile read(byte[] graph, Path name) {
    try {
      return new Parser(new WireReader(graph)).model();
    } catch (IOException e) {
      throw unreadable(name, "not an ONNX graph: " + e.getMessage()).exception(e);
    }
  }

  static Problem unreadable(Path file, String why) {
    return Problem.data("ONNX_UNREADABLE", "cannot read the model: " + why)
        .at(new Position(file.toString(), 0, 0));
  }

  /** Names of all tensors that nodes compute. */
  Set<String> computed() {
    Set<String> names = new TreeSet<>();
    nodes.forEach(node -> names.addAll(node.outputs()));
    names.remove("");
    return names;
  }

  private static final class Parser {
    private static final int MODEL_IR_VERSION = 1;
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_INPUT = 11;
    private static final int GRAPH_OUTPUT = 12;

    private final WireReader in;
    private final List<Node> nodes = new ArrayList<>();
    private final List<StoredConstant> constants = new ArrayList<>();
    private final List<Signature> asked = new ArrayList<>();
    private final List<Signature> given = new ArrayList<>();

    Parser(WireReader in) {
      this.in = in;
    }

    OnnxFile model() throws IOException {
      boolean version = false;
      boolean graph = false;
      while (in.before(in.size())) {
        int tag = in.tag();
        if (tag == ((MODEL_IR_VERSION << 3) | WireReader.VARINT)) {
          in.varint();
          version = true;
        } else if (tag == delimited(MODEL_GRAPH)) {
          graph(in.end());
          graph = true;
        } else {
          in.skip(tag);
        }
      }
      if (!version || !graph || nodes.isEmpty()) {
        throw new WireReader.Malformed("it holds no graph");
      }
      return new OnnxFile(nodes, constants, asked, given);
    }

    private void graph(long end) throws IOException {
      while (in.before(end)) {
        int tag = in.tag();
        switch (tag) {
          case (GRAPH_NODE << 3) | WireReader.LENGTH_DELIMITED -> node(in.end());
          case (GRAPH_INITIALIZER << 3) | WireReader.LENGTH_DELIMITED ->
              constants.add(StoredConstant.read(in, in.end()));
          case (GRAPH_INPUT << 3) | WireReader.LENGTH_DELIMITED -> asked.add(value(in.end()));
          case (GRAPH_OUTPUT << 3) | WireReader.LENGTH_DELIMITED -> given.add(value(in.end()));
          default -> in.skip(tag);
        }
      }
    }

    private void node(long end) throws IOException {
      List<String> from = new ArrayList<>();
      List<String> to = new ArrayList<>();
      String name = "";
      String operator = "";
      while (in.before(end)) {
        int tag = in.tag();
        switch (tag) {
          case (1 << 3) | WireReader.LENGTH_DELIMITED -> from.add(in.string());
          case (2 << 3) | WireReader.LENGTH_DELIMITED -> to.add(in.string());
          case (3 << 3) | WireReader.LENGTH_DELIMITED -> name = in.string();
          case (4 << 3) | WireReader.LENGTH_DELIMITED -> operator = in.string();
          default -> in.skip(tag);
        }
      }
      nodes.add(new Node(name, operator, from, to));
    }

    /** A ValueInfoProto: name, then type, in which a tensor has an element type and a shape. */
    private Signature value(long end) throws IOException {
      String name = "";
      int[] type = new int[1];
      List<Long> shape = new ArrayList<>();
      while (in.before(end)) {
        int tag = in.tag();
        if (tag == delimited(1)) {
          name = in.string();
        } else if (tag == delimited(2)) {
          type(in.end(), type, shape);
        } else {
          in.skip(tag);
        }
      }
      return new Signature(name, ElementTypes.name(type[0]), shape);
    }

    private void type(long end, int[] type, List<Long> shape) throws IOException {
      while (in.before(end)) {
        int tag = in.tag();
        if (tag != delimited(1)) {
          in.skip(tag);
          continue;
        }
        long tensor = in.end();
        while (in.before(tensor)) {
          int inner = in.tag();
          if (inner == ((1 << 3) | WireReader.VARINT)) {
            type[0] = (int) in.varint();
          } else if (inner == delimited(2)) {
            dimensions(in.end(), shape);
          } else {
            in.skip(inner);
          }
        }
      }
    }

    private void dimensions(long end, List<Long> shape) throws IOException {
      while (in.before(end)) {
        int tag = in.tag();
        if (tag != delimited(1)) {
          in.skip(tag);
          continue;
        }
        long size = -1;
        long dimension = in.end();
        while (in.before(dimension)) {
          int inner = in.tag();
          if (inner == ((1 << 3) | WireReader.VARINT)) {
            size = in.varint();
          } else {
            in.skip(inner);
          }
        }
        shape.add(size);
      }
    }

    private static int delimited(int field) {
      return (field << 3) | WireReader.LENGTH_DELIMITED;
    }
  }
}
