package dev.arcuate.engine.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.arcuate.api.Inspector;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Weights in safetensors: a header in JSON, its length before it, then the values. */
final class SafetensorsInspector implements Inspector {
  private static final long LONGEST_HEADER = 100_000_000;

  @Override
  public String id() {
    return "inspect-safetensors";
  }

  @Override
  public String summary() {
    return "weights (.safetensors)";
  }

  @Override
  public Optional<Inspection> inspect(Path path) throws IOException {
    if (!Files.isRegularFile(path) || !path.toString().endsWith(".safetensors")) {
      return Optional.empty();
    }
    long size = Files.size(path);
    JsonNode header = header(path, size);
    List<List<String>> rows = new ArrayList<>();
    long values = 0;
    long end = 0;
    for (var field : header.properties()) {
      if (field.getKey().equals("__metadata__")) {
        continue;
      }
      JsonNode tensor = field.getValue();
      long count = 1;
      for (JsonNode dimension : tensor.path("shape")) {
        count *= dimension.asLong();
      }
      values += count;
      end = Math.max(end, tensor.path("data_offsets").path(1).asLong());
      rows.add(
          List.of(field.getKey(), tensor.path("dtype").asText(), tensor.path("shape").toString()));
    }
    long expected = Long.BYTES + headerLength(path) + end;
    if (size < expected) {
      throw unreadable(path, "it is truncated: " + size + " of " + expected + " bytes are there");
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("tensors", Integer.toString(rows.size()));
    facts.put("values", Long.toString(values));
    facts.put("bytes", Long.toString(size));
    header
        .path("__metadata__")
        .properties()
        .forEach(entry -> facts.put(entry.getKey(), entry.getValue().asText()));
    return Optional.of(
        new Inspection(
            "safetensors",
            facts,
            List.of(new Part("tensors", new Table(List.of("name", "type", "shape"), rows)))));
  }

  private static JsonNode header(Path path, long size) throws IOException {
    long length = headerLength(path);
    if (length < 2 || length > LONGEST_HEADER || Long.BYTES + length > size) {
      throw unreadable(path, "it does not begin with a header, or ends within it");
    }
    ByteBuffer bytes = read(path, Long.BYTES, (int) length);
    try {
      return new ObjectMapper().readTree(bytes.array());
    } catch (JsonProcessingException e) {
      throw unreadable(path, "its header is no JSON");
    }
  }

  private static long headerLength(Path path) throws IOException {
    return Files.size(path) < Long.BYTES ? 0 : read(path, 0, Long.BYTES).getLong();
  }

  private static ByteBuffer read(Path path, long from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(path)) {
      while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
        // Reads until the buffer is full.
      }
    }
    return buffer.flip();
  }

  private static ProblemException unreadable(Path path, String why) {
    return Problem.data("SAFETENSORS_UNREADABLE", "cannot read the weights: " + why)
        .at(new Position(path.toString(), 0, 0))
        .hint("copy or fetch the file again")
        .exception();
  }
}
