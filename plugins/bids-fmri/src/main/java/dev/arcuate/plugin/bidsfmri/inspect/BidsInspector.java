package dev.arcuate.plugin.bidsfmri.inspect;

import dev.arcuate.api.Inspector;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bids.BidsDataset;
import dev.arcuate.plugin.bids.BidsDatasets;
import dev.arcuate.plugin.bids.BidsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pf4j.Extension;

/** Folders laid out by BIDS. */
@Extension
public final class BidsInspector implements Inspector {
  private final BidsDatasets datasets =
      BidsDatasets.ofUser(System.getenv(), Path.of(System.getProperty("user.home", ".")));

  @Override
  public String id() {
    return "inspect-bids";
  }

  @Override
  public String summary() {
    return "BIDS datasets (folders)";
  }

  @Override
  public Optional<Inspection> inspect(Path path) {
    if (!Files.isDirectory(path)) {
      return Optional.empty();
    }
    BidsDataset dataset = datasets.open(path, path.toString());
    List<String> subjects = dataset.subjects();
    if (subjects.isEmpty()) {
      return Optional.empty();
    }
    List<BidsFile> files = dataset.files();
    Map<String, String> facts = new java.util.LinkedHashMap<>();
    facts.put("subjects", subjects.size() + ": [" + String.join(", ", subjects) + "]");
    for (String entity : List.of("ses", "task", "run", "space", "desc", "hemi", "atlas", "seg")) {
      TreeSet<String> labels = new TreeSet<>();
      files.forEach(file -> file.entity(entity).ifPresent(labels::add));
      if (!labels.isEmpty()) {
        facts.put(entity, String.join(", ", labels));
      }
    }
    facts.put("files", Integer.toString(files.size()));
    Map<String, Integer> kinds = new TreeMap<>();
    files.forEach(file -> kinds.merge(file.suffix() + file.extension(), 1, Integer::sum));
    List<List<String>> rows = new ArrayList<>();
    kinds.forEach((kind, count) -> rows.add(List.of(kind, Integer.toString(count))));
    return Optional.of(
        new Inspection(
            "BIDS dataset",
            facts,
            List.of(new Part("files by kind", new Table(List.of("kind", "files"), rows)))));
  }
}
