package dev.arcuate.plugin.bidsfmri.bids;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What the JSON files beside and above a file say of it, merged by the inheritance principle: all
 * whose entities are among the file's apply, nearer ones override.
 *
 * @param sources the JSON files, outermost first
 * @param fields merged
 */
public record Sidecar(List<BidsFile> sources, Map<String, Object> fields) {
  public Sidecar {
    sources = List.copyOf(sources);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * @throws ProblemException {@code BIDS_FMRI_SIDECAR_UNREADABLE}
   */
  public static Sidecar of(BidsDataset dataset, BidsFile file) {
    List<BidsFile> sources = sources(dataset, file);
    Map<String, Object> fields = new LinkedHashMap<>();
    for (BidsFile source : sources) {
      try {
        fields.putAll(Json.read(source.path()).fields());
      } catch (ProblemException e) {
        throw Problem.data(
                "BIDS_FMRI_SIDECAR_UNREADABLE",
                source.name() + " of " + dataset.name() + " is not a JSON object")
            .exception(e);
      }
    }
    return new Sidecar(sources, fields);
  }

  /** The JSON files that describe a file, without reading them. */
  public static List<BidsFile> sources(BidsDataset dataset, BidsFile file) {
    List<BidsFile> sources = new ArrayList<>();
    Path folder = dataset.root();
    List<Path> folders = new ArrayList<>(List.of(folder));
    Path below = dataset.root().relativize(file.path().getParent());
    for (Path part : below) {
      folder = folder.resolve(part);
      folders.add(folder);
    }
    for (Path each : folders) {
      try (Stream<Path> files = Files.list(each)) {
        files
            .filter(json -> json.getFileName().toString().endsWith(".json"))
            .map(json -> BidsFile.of(dataset.root(), json))
            .flatMap(Optional::stream)
            .filter(file::isDescribedBy)
            .sorted(
                Comparator.comparingInt((BidsFile json) -> json.entities().size())
                    .thenComparing(BidsFile::name))
            .forEach(sources::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sources;
  }

  /** A field that holds a number. */
  public OptionalDouble number(String field) {
    return fields.get(field) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /** A field that holds a text. */
  public Optional<String> text(String field) {
    return fields.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  public boolean has(String field) {
    return fields.get(field) != null;
  }
}
