package dev.arcuate.engine.stages;

import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Design;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A design, or some of its groups, that is fitted and scored by itself.
 *
 * @param name a folder of the prepared value and the beginning of the names of its maps
 * @param design what it is part of
 * @param groups places of its groups in the design, ascending
 */
record NestedModel(String name, Design design, List<Integer> groups) {
  /** The whole design, whose maps have no prefix. */
  static final String FULL = "full";

  private static final int BLOCK_VALUES = 1 << 20;

  NestedModel {
    groups = List.copyOf(groups);
  }

  boolean full() {
    return name.equals(FULL);
  }

  /** What a map of this model is called. */
  String map(String score) {
    return full() ? score : name + "-" + score;
  }

  /** Where the backend's preparation lies. */
  Path factors(Path prepared) {
    return prepared.resolve(name).resolve("factors");
  }

  /** The design as prepared: the whole as it is, a part as {@link #write} wrote it. */
  Design open(Path prepared) {
    return whole() ? design : part(prepared);
  }

  /** The design to prepare; a part is written beside its preparation first. */
  Design write(Path prepared) throws IOException {
    Files.createDirectories(factors(prepared));
    if (whole()) {
      return design;
    }
    Design part = part(prepared);
    Files.createDirectories(part.folder());
    FloatMatrix all = design.matrix();
    int rows = all.rows();
    int block = Math.max(1, Math.min(rows, BLOCK_VALUES / Math.max(1, all.columns())));
    boolean[] kept = kept();
    try (NpyWriter writer = part.write()) {
      float[] values = new float[block * all.columns()];
      float[] own = new float[block * part.features()];
      for (int row = 0; row < rows; row += block) {
        int some = Math.min(block, rows - row);
        all.read(row, some, 0, all.columns(), values);
        int to = 0;
        for (int i = 0; i < some * all.columns(); i++) {
          if (kept[i % all.columns()]) {
            own[to++] = values[i];
          }
        }
        writer.append(own, 0, to);
      }
    }
    return part;
  }

  /** What is to be prepared, without the array. */
  Design described() {
    return whole() ? design : part(design.folder());
  }

  private boolean whole() {
    return groups.size() == design.groups().size();
  }

  private Design part(Path prepared) {
    return new Design(
        prepared.resolve(name).resolve("design"),
        design.sampling(),
        groups.stream().map(design.groups()::get).toList(),
        design.maxDelaySeconds(),
        design.fitted(),
        design.quirks());
  }

  private boolean[] kept() {
    boolean[] kept = new boolean[design.features()];
    int column = 0;
    for (int group = 0; group < design.groups().size(); group++) {
      int columns = design.groups().get(group).columns();
      Arrays.fill(kept, column, column + columns, groups.contains(group));
      column += columns;
    }
    return kept;
  }
}
