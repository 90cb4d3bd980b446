package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the labels of a label image. */
final class AreaNames {
  private static final Pattern LINE = Pattern.compile("\\s*(-?\\d{1,9})\\s+(\\S+).*");

  private AreaNames() {}

  /** The table that belongs to an atlas: the one given, or one beside it of the same name. */
  static Optional<InputPath> table(InputPath atlas, Optional<InputPath> given) {
    if (given.isPresent()) {
      return given;
    }
    String file = atlas.path().getFileName().toString();
    String stem = file.replaceFirst("\\.nii(\\.gz)?$", "");
    for (String ending : List.of(".tsv", ".txt")) {
      Path beside = atlas.path().resolveSibling(stem + ending);
      if (Files.isRegularFile(beside)) {
        String logical = atlas.logical();
        String folder = logical.substring(0, logical.length() - file.length());
        return Optional.of(new InputPath(beside, folder + stem + ending));
      }
    }
    return Optional.empty();
  }

  static Map<Integer, String> of(InputPath atlas, Optional<InputPath> given) throws IOException {
    Optional<InputPath> table = table(atlas, given);
    if (table.isEmpty()) {
      return new Numbers();
    }
    Path file = table.get().path();
    Map<Integer, String> names = new LinkedHashMap<>();
    if (file.getFileName().toString().endsWith(".tsv")) {
      Table rows = Table.read(file);
      for (int row = 0; row < rows.rows(); row++) {
        names.put((int) rows.number(row, "index"), rows.text(row, "name"));
      }
    } else {
      for (String line : Files.readAllLines(file)) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          names.put(Integer.parseInt(matcher.group(1)), matcher.group(2));
        }
      }
    }
    if (names.isEmpty()) {
      throw Problem.data("BIDS_FMRI_AREA_NAMES", table.get().logical() + " names no areas")
          .hint("write a table with the columns index and name, or lines of a number and a name")
          .exception();
    }
    return names;
  }

  /** Every label other than 0 is called by its number. */
  private static final class Numbers extends AbstractMap<Integer, String> {
    @Override
    public boolean containsKey(Object key) {
      return !key.equals(0);
    }

    @Override
    public String get(Object key) {
      return key.toString();
    }

    @Override
    public Set<Entry<Integer, String>> entrySet() {
      return Set.of();
    }
  }
}
