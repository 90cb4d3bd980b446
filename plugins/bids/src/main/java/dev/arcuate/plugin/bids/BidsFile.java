package dev.arcuate.plugin.bids;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file or a recording folder whose name follows BIDS: {@code
 * sub-01_task-story_run-2_bold.nii.gz}. The order of entities does not matter: fMRIPrep has changed
 * it over the years.
 *
 * @param path on this machine
 * @param name relative to the dataset, with slashes
 * @param entities short name to label, in the order of the name
 * @param suffix such as {@code bold}; empty where the name ends with an entity, as AFNI's {@code
 *     …_desc-clean.func.gii} does
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
  public static Optional<BidsFile> of(Path root, Path path) {
    return of(path, root.relativize(path).toString().replace('\\', '/'));
  }

  static Optional<BidsFile> of(Path path, String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    int dot = file.indexOf('.');
    if (dot < 1) {
      return Optional.empty();
    }
    List<String> parts = parts(file.substring(0, dot));
    Map<String, String> entities = new LinkedHashMap<>();
    String suffix = parts.get(parts.size() - 1);
    boolean bare = suffix.contains("-") && parts.size() > 1;
    for (String part : bare ? parts : parts.subList(0, parts.size() - 1)) {
      int dash = part.indexOf('-');
      if (dash < 1 || dash == part.length() - 1) {
        return Optional.empty();
      }
      entities.put(part.substring(0, dash), part.substring(dash + 1));
    }
    if (!bare && (suffix.isEmpty() || suffix.contains("-"))) {
      return Optional.empty();
    }
    return Optional.of(new BidsFile(path, name, entities, bare ? "" : suffix, file.substring(dot)));
  }

  private static List<String> parts(String stem) {
    List<String> parts = new ArrayList<>(8);
    int from = 0;
    for (int at = stem.indexOf('_'); at >= 0; at = stem.indexOf('_', from)) {
      parts.add(stem.substring(from, at));
      from = at + 1;
    }
    parts.add(stem.substring(from));
    return parts;
  }

  /** The label of an entity, if the name has it. */
  public Optional<String> entity(String entity) {
    return Optional.ofNullable(entities.get(entity));
  }

  /** Whether this file has an entity with a value; indices may differ in leading zeros. */
  public boolean has(String entity, String value) {
    String own = entities.get(entity);
    return own != null && Labels.same(own, value);
  }

  /** The name without folders and extension. */
  public String stem() {
    String file = name.substring(name.lastIndexOf('/') + 1);
    return file.substring(0, file.length() - extension.length());
  }

  /** Whether every entity of another file is one of this file's, so that the other describes it. */
  boolean isDescribedBy(BidsFile other) {
    // A GIFTI or CIFTI file may have a JSON file that repeats its first extension.
    boolean alike = other.extension.equals(".json") || other.extension.equals(inner() + ".json");
    return alike
        && (other.suffix.equals(suffix) || (suffix.isEmpty() && other.suffix.equals("bold")))
        && other.entities.entrySet().stream()
            .allMatch(entity -> entity.getValue().equals(entities.get(entity.getKey())));
  }

  /** {@code .dtseries} of {@code .dtseries.nii}. */
  private String inner() {
    int dot = extension.lastIndexOf('.');
    return extension.substring(0, dot);
  }
}
