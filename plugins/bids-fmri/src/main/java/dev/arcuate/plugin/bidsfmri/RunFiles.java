package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.BrainReader;
import dev.arcuate.api.Problem;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.plugin.bids.BidsDataset;
import dev.arcuate.plugin.bids.BidsFile;
import dev.arcuate.plugin.bids.Choice;
import dev.arcuate.plugin.bids.Exclusions;
import dev.arcuate.plugin.bids.Meant;
import dev.arcuate.plugin.bids.Query;
import dev.arcuate.plugin.bids.RecordedRuns;
import dev.arcuate.plugin.bids.Sidecar;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Hemisphere;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Source;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiReader;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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
 * @param parts images, table, or one file per hemisphere, left first
 * @param mask the dataset's own brain mask, if one belongs to the images
 * @param confounds the table of confounds, if the settings ask for any
 * @param tedana tables of its components and of what it decided on them, if the settings ask for
 *     them; else empty
 */
record RunFiles(
    String label,
    List<BidsFile> parts,
    Optional<BidsFile> mask,
    Optional<BidsFile> confounds,
    List<BidsFile> tedana) {
  private static final List<String> IMAGES = List.of(".nii", ".nii.gz", ".img", ".img.gz");
  private static final List<String> TABLES = List.of(".tsv", ".npy");
  private static final List<String> SURFACES = List.of(".func.gii", ".gii");
  private static final List<String> CIFTI = List.of(".dtseries.nii", ".ptseries.nii");

  /** Entities that say when something was recorded, not what was made of it. */
  private static final List<String> RECORDED =
      List.of("ses", "task", "acq", "ce", "rec", "dir", "run");

  /** Entities that say on which grid an image lies. */
  private static final List<String> GRID = List.of("space", "cohort", "res", "den");

  RunFiles {
    parts = List.copyOf(parts);
    tedana = List.copyOf(tedana);
  }

  /** The first file, which stands for the run in messages. */
  BidsFile data() {
    return parts.get(0);
  }

  /**
   * What the settings ask for.
   *
   * @param subject label
   * @param runs in the order asked for
   * @param excluded names of files and why they are not among the runs
   */
  record Found(String subject, List<RunFiles> runs, Map<String, String> excluded) {}

  /** The runs asked for, in that order. */
  static Found find(BidsFmriSettings settings, BidsDataset dataset) {
    String subject = dataset.subject(settings.subjectLabel());
    Query query = query(settings, dataset, subject);
    RecordedRuns.Found found =
        RecordedRuns.find(
            dataset,
            subject,
            query,
            settings.source() == Source.SURFACES ? Optional.of("hemi") : Optional.empty(),
            Exclusions.of(settings.exclude()));
    List<RunFiles> runs = new ArrayList<>();
    for (RecordedRuns.RecordedRun run : found.runs()) {
      List<BidsFile> parts =
          run.files().stream()
              .sorted(Comparator.comparing(file -> file.entity("hemi").orElse("")))
              .toList();
      requireHemispheres(settings, dataset, parts);
      BidsFile data = parts.get(0);
      runs.add(
          new RunFiles(
              run.label(),
              parts,
              settings.source() == Source.VOLUMES && settings.mask().isEmpty()
                  ? mask(subject, dataset, data)
                  : Optional.empty(),
              CleanStep.needsTable(settings.clean())
                  ? Optional.of(confounds(subject, dataset, data))
                  : Optional.empty(),
              CleanStep.needsTedana(settings.clean())
                  ? List.of(
                      tedana(subject, dataset, data, "ICA", "mixing"),
                      tedana(subject, dataset, data, "tedana", "metrics"))
                  : List.of()));
      requireAroma(settings, data);
    }
    return new Found(subject, runs, found.excluded());
  }

  /** The people that the settings mean, where these may be several. */
  static BrainReader.People people(BidsFmriSettings settings, BidsDataset dataset) {
    return Meant.in(
        dataset,
        settings.subjectLabel(),
        subject -> query(settings, dataset, subject),
        Exclusions.of(settings.exclude()));
  }

  private static Query query(BidsFmriSettings settings, BidsDataset dataset, String subject) {
    Map<String, Choice> wanted = new LinkedHashMap<>();
    if (!settings.session().isEmpty()) {
      wanted.put("ses", Choice.of("ses", settings.session()));
    }
    wanted.put("task", Choice.of("task", settings.task()));
    if (!settings.run().isEmpty()) {
      wanted.put("run", Choice.of("run", settings.run()));
    }
    if (settings.source() == Source.SURFACES && settings.hemisphere() != Hemisphere.BOTH) {
      wanted.put("hemi", Choice.of("hemi", settings.hemisphere() == Hemisphere.LEFT ? "L" : "R"));
    }
    settings.space().ifPresent(space -> wanted.put("space", Choice.of("space", space)));
    settings.desc().ifPresent(desc -> wanted.put("desc", Choice.of("desc", desc)));
    settings.entities().forEach((name, label) -> wanted.put(name, Choice.of(name, label)));
    return switch (settings.source()) {
      case VOLUMES -> new Query(List.of("bold"), IMAGES, wanted);
      // AFNI's surfaces in the Narratives collection end with an entity: …_desc-clean.func.gii.
      case SURFACES -> new Query(List.of("bold", ""), SURFACES, wanted);
      case CIFTI ->
          withAtlas(settings, dataset, subject, List.of("bold", "timeseries", ""), CIFTI, wanted);
      // Tables of confounds have the suffix of regions' series but are none.
      case REGIONS ->
          withAtlas(settings, dataset, subject, List.of("timeseries"), TABLES, wanted)
              .not("desc", "confounds");
    };
  }

  /** XCP-D and newer versions of BIDS name what divides the brain with the entity {@code seg}. */
  private static Query withAtlas(
      BidsFmriSettings settings,
      BidsDataset dataset,
      String subject,
      List<String> suffixes,
      List<String> extensions,
      Map<String, Choice> wanted) {
    if (settings.atlas().isEmpty()) {
      return new Query(suffixes, extensions, wanted);
    }
    String atlas = settings.atlas().get();
    Query query = new Query(suffixes, extensions, wanted);
    Query bySegmentation = query.with("seg", Choice.of("seg", atlas));
    return dataset.all(subject, bySegmentation).isEmpty()
        ? query.with("atlas", Choice.of("atlas", atlas))
        : bySegmentation;
  }

  private static void requireHemispheres(
      BidsFmriSettings settings, BidsDataset dataset, List<BidsFile> parts) {
    if (settings.source() == Source.SURFACES
        && settings.hemisphere() == Hemisphere.BOTH
        && parts.size() != 2) {
      throw Problem.data(
              "BIDS_FMRI_HEMISPHERE_MISSING",
              "both hemispheres are asked for, but "
                  + dataset.name()
                  + " holds only "
                  + parts.get(0).name())
          .hint("fetch the other hemisphere, or set hemisphere to left or right")
          .exception();
    }
  }

  private static Optional<BidsFile> mask(String subject, BidsDataset dataset, BidsFile data) {
    Map<String, String> wanted = shared(data, Stream.of(RECORDED, GRID).flatMap(List::stream));
    wanted.put("desc", "brain");
    List<BidsFile> masks =
        dataset.all(subject, Query.of("mask", IMAGES, wanted)).stream()
            .filter(mask -> sameGrid(mask, data))
            .toList();
    return masks.size() == 1 ? Optional.of(masks.get(0)) : Optional.empty();
  }

  private static boolean sameGrid(BidsFile mask, BidsFile data) {
    return GRID.stream().allMatch(entity -> mask.entity(entity).equals(data.entity(entity)));
  }

  private static BidsFile confounds(String subject, BidsDataset dataset, BidsFile data) {
    Map<String, String> wanted = shared(data, RECORDED.stream());
    wanted.put("desc", "confounds");
    // fMRIPrep before version 20 named them regressors.
    for (String suffix : List.of("timeseries", "regressors")) {
      Query query = Query.of(suffix, List.of(".tsv"), wanted);
      if (!dataset.all(subject, query).isEmpty()) {
        return dataset.one(subject, query);
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

  private static BidsFile tedana(
      String subject, BidsDataset dataset, BidsFile data, String desc, String suffix) {
    Map<String, String> wanted = shared(data, RECORDED.stream());
    wanted.put("desc", desc);
    return dataset.one(subject, Query.of(suffix, List.of(".tsv"), wanted));
  }

  private static void requireAroma(BidsFmriSettings settings, BidsFile data) {
    if (CleanStep.needsAroma(settings.clean())
        && !data.entity("desc").orElse("").equals("smoothAROMAnonaggr")) {
      throw Problem.user(
              "BIDS_FMRI_AROMA",
              "'ica-aroma-full' is for images that ICA-AROMA has cleaned"
                  + " (…_desc-smoothAROMAnonaggr_bold), but "
                  + data.name()
                  + " is none")
          .hint("set desc to smoothAROMAnonaggr, or name the confounds 'ica-aroma'")
          .exception();
    }
  }

  private static Map<String, String> shared(BidsFile data, Stream<String> names) {
    Map<String, String> entities = new LinkedHashMap<>();
    names.forEach(name -> data.entity(name).ifPresent(label -> entities.put(name, label)));
    return entities;
  }

  /** Every file that reading these runs depends on. */
  static List<InputPath> read(List<RunFiles> runs, BidsDataset dataset) {
    Set<BidsFile> files = new LinkedHashSet<>();
    for (RunFiles run : runs) {
      for (BidsFile part : run.parts()) {
        files.add(part);
        files.addAll(Sidecar.sources(dataset, part));
      }
      run.mask().ifPresent(files::add);
      files.addAll(run.tedana());
      run.confounds()
          .ifPresent(
              table -> {
                files.add(table);
                files.addAll(Sidecar.sources(dataset, table));
              });
    }
    List<InputPath> paths = new ArrayList<>();
    for (BidsFile file : files) {
      paths.add(new InputPath(file.path(), dataset.name() + "/" + file.name()));
      if (file.extension().endsWith(".gii")) {
        for (Path external : GiftiReader.externals(file.path())) {
          String place = dataset.root().relativize(external).toString().replace('\\', '/');
          paths.add(new InputPath(external, dataset.name() + "/" + place));
        }
      }
      if (file.extension().startsWith(".img")) {
        Path header = NiftiReader.partner(file.path(), ".hdr");
        String folder = file.name().substring(0, file.name().lastIndexOf('/') + 1);
        paths.add(new InputPath(header, dataset.name() + "/" + folder + header.getFileName()));
      }
    }
    return paths;
  }
}
