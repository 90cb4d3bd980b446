package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Source;
import dev.arcuate.plugin.bidsfmri.bids.BidsDataset;
import dev.arcuate.plugin.bidsfmri.bids.BidsFile;
import dev.arcuate.plugin.bidsfmri.bids.Sidecar;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of one run.
 *
 * @param label of the run in the recording
 * @param data images or table
 * @param mask the dataset's own brain mask, if one belongs to the images
 * @param confounds the table of confounds, if the settings ask for any
 */
record RunFiles(
    String label, BidsFile data, Optional<BidsFile> mask, Optional<BidsFile> confounds) {
  private static final List<String> IMAGES = List.of(".nii", ".nii.gz");
  private static final List<String> TABLES = List.of(".tsv");

  /** Entities that say when something was recorded, not what was made of it. */
  private static final List<String> RECORDED =
      List.of("ses", "task", "acq", "ce", "rec", "dir", "run");

  /** Entities that say on which grid an image lies. */
  private static final List<String> GRID = List.of("space", "cohort", "res", "den");

  /** One for each run asked for, in that order. */
  static List<RunFiles> find(BidsFmriSettings settings, BidsDataset dataset) {
    List<RunFiles> runs = new ArrayList<>();
    if (settings.run().isEmpty()) {
      runs.add(find(settings, dataset, Optional.empty()));
    }
    for (String run : settings.run()) {
      runs.add(find(settings, dataset, Optional.of(run)));
    }
    return runs;
  }

  private static RunFiles find(
      BidsFmriSettings settings, BidsDataset dataset, Optional<String> run) {
    Map<String, String> wanted = new LinkedHashMap<>();
    settings.session().ifPresent(session -> wanted.put("ses", session));
    wanted.put("task", settings.task());
    run.ifPresent(index -> wanted.put("run", index));
    settings.space().ifPresent(space -> wanted.put("space", space));
    settings.atlas().ifPresent(atlas -> wanted.put("atlas", atlas));
    settings.desc().ifPresent(desc -> wanted.put("desc", desc));
    wanted.putAll(settings.entities());
    boolean volumes = settings.source() == Source.VOLUMES;
    BidsFile data =
        volumes
            ? dataset.one(settings.subjectLabel(), new BidsDataset.Query("bold", IMAGES, wanted))
            : regions(settings, dataset, wanted);
    return new RunFiles(
        run.or(() -> Optional.ofNullable(data.entities().get("run"))).orElse("1"),
        data,
        volumes && settings.mask().isEmpty() ? mask(settings, dataset, data) : Optional.empty(),
        CleanStep.needsTable(settings.clean())
            ? Optional.of(confounds(settings, dataset, data))
            : Optional.empty());
  }

  /** Tables of confounds have the suffix of regions' series but are none. */
  private static BidsFile regions(
      BidsFmriSettings settings, BidsDataset dataset, Map<String, String> wanted) {
    BidsDataset.Query query = new BidsDataset.Query("timeseries", TABLES, wanted);
    List<BidsFile> found =
        dataset.all(settings.subjectLabel(), query).stream()
            .filter(file -> !file.has("desc", "confounds"))
            .toList();
    return found.size() == 1 ? found.get(0) : dataset.one(settings.subjectLabel(), query);
  }

  private static Optional<BidsFile> mask(
      BidsFmriSettings settings, BidsDataset dataset, BidsFile data) {
    Map<String, String> wanted = shared(data, Stream.of(RECORDED, GRID).flatMap(List::stream));
    wanted.put("desc", "brain");
    List<BidsFile> masks =
        dataset.all(settings.subjectLabel(), new BidsDataset.Query("mask", IMAGES, wanted)).stream()
            .filter(mask -> sameGrid(mask, data))
            .toList();
    return masks.size() == 1 ? Optional.of(masks.get(0)) : Optional.empty();
  }

  private static boolean sameGrid(BidsFile mask, BidsFile data) {
    return GRID.stream()
        .allMatch(
            entity ->
                Optional.ofNullable(mask.entities().get(entity))
                    .equals(Optional.ofNullable(data.entities().get(entity))));
  }

  private static BidsFile confounds(BidsFmriSettings settings, BidsDataset dataset, BidsFile data) {
    Map<String, String> wanted = shared(data, RECORDED.stream());
    wanted.put("desc", "confounds");
    // fMRIPrep before version 20 named them regressors.
    for (String suffix : List.of("timeseries", "regressors")) {
      BidsDataset.Query query = new BidsDataset.Query(suffix, TABLES, wanted);
      if (!dataset.all(settings.subjectLabel(), query).isEmpty()) {
        return dataset.one(settings.subjectLabel(), query);
      }
    }
    throw Problem.data(
            "BIDS_FMRI_CONFOUNDS_MISSING",
            "confounds or censoring are asked for, but there is no …_desc-confounds_timeseries.tsv for "
                + data.name()
                + " in "
                + dataset.name())
        .hint("name a derivative dataset, such as fMRIPrep's, or leave them out of 'clean'")
        .exception();
  }

  private static Map<String, String> shared(BidsFile data, Stream<String> names) {
    Map<String, String> entities = new LinkedHashMap<>();
    names
        .filter(name -> data.entities().containsKey(name))
        .forEach(name -> entities.put(name, data.entities().get(name)));
    return entities;
  }

  /** Every file that reading these runs depends on. */
  static List<InputPath> read(List<RunFiles> runs, BidsDataset dataset) {
    Set<BidsFile> files = new LinkedHashSet<>();
    for (RunFiles run : runs) {
      files.add(run.data());
      files.addAll(Sidecar.sources(dataset, run.data()));
      run.mask().ifPresent(files::add);
      run.confounds()
          .ifPresent(
              table -> {
                files.add(table);
                files.addAll(Sidecar.sources(dataset, table));
              });
    }
    return files.stream()
        .map(file -> new InputPath(file.path(), dataset.name() + "/" + file.name()))
        .toList();
  }
}
