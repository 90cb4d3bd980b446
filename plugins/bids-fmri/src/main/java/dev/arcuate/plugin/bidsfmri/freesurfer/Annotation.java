package dev.arcuate.plugin.bidsfmri.freesurfer;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.plugin.bids.Fetched;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A parcellation of a hemisphere ({@code .annot}).
 *
 * @param names of the areas in the order of the table
 * @param areas index of the area of each vertex, −1 for none
 */
public record Annotation(List<String> names, int[] areas) {
  private static final int MOST_VERTICES = 10_000_000;
  private static final int MOST_ENTRIES = 100_000;

  public Annotation {
    names = List.copyOf(names);
  }

  /**
   * @param name of the file in messages
   * @throws ProblemException {@code BIDS_FMRI_ANNOT_CORRUPT}
   */
  public static Annotation read(Path file, String name) throws IOException {
    Fetched.require(file, name);
    if (Files.size(file) > 16L * MOST_VERTICES) {
      throw corrupt(name, "it is larger than any parcellation");
    }
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
    try {
      int vertices = count(in.getInt(), MOST_VERTICES, 8, in, name, "vertices");
      int[] colours = new int[vertices];
      Arrays.fill(colours, -1);
      for (int i = 0; i < vertices; i++) {
        int vertex = in.getInt();
        int colour = in.getInt();
        if (vertex < 0 || vertex >= vertices) {
          throw corrupt(name, "it labels vertex " + vertex + " of " + vertices);
        }
        colours[vertex] = colour;
      }
      if (!in.hasRemaining() || in.getInt() != 1) {
        throw corrupt(name, "it has no table of names");
      }
      return named(name, in, colours);
    } catch (BufferUnderflowException e) {
      throw corrupt(name, "it ends early, at byte " + in.limit());
    }
  }

  private static Annotation named(String name, ByteBuffer in, int[] colours) {
    int first = in.getInt();
    boolean recent = first < 0;
    if (recent && first != -2) {
      throw corrupt(name, "its table is of the unknown version " + -first);
    }
    int size = count(recent ? in.getInt() : first, MOST_ENTRIES, 0, in, name, "areas");
    text(in, name);
    int entries = recent ? count(in.getInt(), size, 20, in, name, "named areas") : size;
    List<String> names = new ArrayList<>();
    Map<Integer, Integer> byColour = new HashMap<>();
    for (int entry = 0; entry < entries; entry++) {
      if (recent) {
        in.getInt();
      }
      String area = text(in, name);
      int colour = in.getInt() & 0xff;
      colour |= (in.getInt() & 0xff) << 8;
      colour |= (in.getInt() & 0xff) << 16;
      in.getInt();
      // Of two areas of one colour only one can be told.
      byColour.put(colour, entry);
      names.add(area);
    }
    int[] areas = Arrays.stream(colours).map(c -> byColour.getOrDefault(c, -1)).toArray();
    return new Annotation(names, areas);
  }

  private static int count(
      int value, int most, int bytesEach, ByteBuffer in, String name, String what) {
    if (value < 0 || value > most || (long) value * bytesEach > in.remaining()) {
      throw corrupt(name, "it promises " + value + " " + what);
    }
    return value;
  }

  private static String text(ByteBuffer in, String name) {
    byte[] bytes = new byte[count(in.getInt(), 10_000, 1, in, name, "letters of a name")];
    in.get(bytes);
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  private static ProblemException corrupt(String name, String why) {
    return Problem.data(
            "BIDS_FMRI_ANNOT_CORRUPT", name + " is not a sound FreeSurfer annotation: " + why)
        .hint("copy the file anew from where it came")
        .exception();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
