package dev.arcuate.plugin.bidsfmri.bids;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file whose name follows BIDS: {@code sub-01_task-story_run-1_bold.nii.gz}.
 *
 * @param path on this machine
 * @param name relative to the dataset, with forward slashes; for messages
 * @param entities by short name, such as {@code task → story}, in the order of the name
 * @param suffix such as {@code bold}
 * @param extension such as {@code .nii.gz}
 */
public record BidsFile(
    Path path, String name, Map<String, String> entities, String suffix, String extension) {
  public BidsFile {
    requireNonNull(path, "path");
    requireNonNull(name, "name");
    requireNonNull(suffix, "suffix");
    requireNonNull(extension, "extension");
    entities = Collections.unmodifiableMap(new LinkedHashMap<>(entities));
  }

  /** Empty if the name does not follow BIDS. */
  static Optional<BidsFile> of(Path root, Path path) {
    String file = path.getFileName().toString();
    int dot = file.indexOf('.');
    if (dot < 1) {
      return Optional.empty();
    }
    List<String> parts = parts(file.substring(0, dot));
    Map<String, String> entities = new LinkedHashMap<>();
    for (String part : parts.subList(0, parts.size() - 1)) {
      int dash = part.indexOf('-');
      if (dash < 1 || dash == part.length() - 1) {
        return Optional.empty();
      }
      entities.put(part.substring(0, dash), part.substring(dash + 1));
    }
    String suffix = parts.get(parts.size() - 1);
    if (suffix.isEmpty() || suffix.contains("-")) {
      return Optional.empty();
    }
    String name = root.relativize(path).toString().replace('\\', '/');
    return Optional.of(new BidsFile(path, name, entities, suffix, file.substring(dot)));
  }

  private static List<String> parts(String stem) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = stem.indexOf('_'); at >= 0; at = stem.indexOf('_', from)) {
      parts.add(stem.substring(from, at));
      from = at + 1;
    }
    parts.add(stem.substring(from));
    return parts;
  }

  /** Whether this file has an entity with a value; indices may differ in leading zeros. */
  public boolean has(String entity, String value) {
    String own = entities.get(entity);
    return own != null && (own.equals(value) || unpadded(own).equals(unpadded(value)));
  }

  private static String unpadded(String value) {
    boolean index = value.chars().allMatch(c -> c >= '0' && c <= '9');
    return index ? value.replaceFirst("^0+(?=.)", "") : value;
  }

  /** Whether every entity of another file is one of this file's, so that the other describes it. */
  boolean isDescribedBy(BidsFile other) {
    return other.suffix.equals(suffix)
        && other.entities.entrySet().stream()
            .allMatch(entity -> entity.getValue().equals(entities.get(entity.getKey())));
  }
}
