package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.BrainReader;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Files;
import dev.arcuate.plugin.bids.BidsDataset;
import dev.arcuate.plugin.bids.BidsDatasets;
import dev.arcuate.plugin.bids.BidsFile;
import dev.arcuate.plugin.bids.Meant;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Source;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiHeader;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiReader;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** Reads one subject's fMRI recording out of a BIDS dataset. */
@Extension
public final class BidsFmriReader implements BrainReader<BidsFmriSettings> {
  private static final long BASE_MEBIBYTES = 128;
  private static final long USUAL_MEBIBYTES = 384;

  /** A volume as floats, its sum in double precision, least and most. */
  private static final int BYTES_PER_VOXEL = 20;

  /** Remembers names only, and looks whether they still hold whenever it is asked. */
  private final BidsDatasets datasets =
      BidsDatasets.ofUser(System.getenv(), Path.of(System.getProperty("user.home", ".")));

  private final LinearAlgebra algebra;

  @Inject
  public BidsFmriReader(LinearAlgebra algebra) {
    this.algebra = algebra;
  }

  @Override
  public String id() {
    return "bids-fmri";
  }

  @Override
  public String summary() {
    return "Reads fMRI images or regions' series of a subject from a BIDS dataset, and cleans them.";
  }

  @Override
  public Class<BidsFmriSettings> settingsType() {
    return BidsFmriSettings.class;
  }

  @Override
  public Optional<People> people(BidsFmriSettings settings) {
    if (!Meant.several(settings.subjectLabel())) {
      return Optional.empty();
    }
    InputPath dataset =
        Meant.dataset(settings.dataset(), settings.subject(), "BIDS_FMRI_PEOPLE_UNKNOWN");
    return Optional.of(RunFiles.people(settings, open(dataset)));
  }

  @Override
  public List<InputPath> reads(BidsFmriSettings settings) {
    // A folder that is not there is told with its place in the workflow.
    if (settings.dataset().isEmpty()
        || !java.nio.file.Files.isDirectory(settings.dataset().get().path())) {
      return List.of();
    }
    BidsDataset dataset = open(settings.dataset().get());
    List<InputPath> files =
        new ArrayList<>(RunFiles.read(RunFiles.find(settings, dataset).runs(), dataset));
    settings.mask().ifPresent(files::add);
    settings
        .parcels()
        .ifPresent(
            parcels -> {
              files.addAll(parcels.atlas());
              AreaNames.table(parcels.atlas().get(0), parcels.names()).ifPresent(files::add);
            });
    settings.toSurface().ifPresent(surface -> files.addAll(surface.mesh()));
    return files;
  }

  @Override
  public Resources resources(BidsFmriSettings settings) {
    if (settings.dataset().isEmpty() || settings.source() == Source.REGIONS) {
      return Resources.of(1, USUAL_MEBIBYTES);
    }
    try {
      long most = 0;
      for (RunFiles run : RunFiles.find(settings, open(settings.dataset().get())).runs()) {
        most = Math.max(most, settings.source() == Source.VOLUMES ? ofImage(run) : ofFiles(run));
      }
      return Resources.of(1, BASE_MEBIBYTES + (most >> 20));
    } catch (ProblemException | IOException e) {
      // What is wrong with the data is told when it is read.
      return Resources.of(1, USUAL_MEBIBYTES);
    }
  }

  private static long ofImage(RunFiles run) throws IOException {
    try (NiftiReader reader = NiftiReader.open(run.data().path(), run.data().name())) {
      NiftiHeader header = reader.header();
      // A brain fills about half of the box around it.
      long series = (long) header.voxels() * header.volumes() * Float.BYTES / 2;
      return series + (long) header.voxels() * BYTES_PER_VOXEL;
    }
  }

  /** Values of surfaces are stored as they are, or compressed to not much less. */
  private static long ofFiles(RunFiles run) throws IOException {
    long bytes = 0;
    for (BidsFile part : run.parts()) {
      bytes += 2 * java.nio.file.Files.size(part.path());
    }
    return bytes;
  }

  @Override
  public void read(BidsFmriSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Optional<Files> connected = task.optionalInput("dataset", Files.class);
    if (connected.isPresent() == settings.dataset().isPresent()) {
      throw Problem.user(
              "BIDS_FMRI_WHICH_DATASET",
              connected.isPresent()
                  ? "a step is connected to 'dataset', and the setting 'dataset' names a folder too"
                  : "no dataset: none is connected, and the setting 'dataset' names no folder")
          .hint("use one of the two")
          .exception();
    }
    BidsDataset dataset =
        connected
            .map(files -> datasets.open(files.folder(), "the connected dataset"))
            .orElseGet(() -> open(settings.dataset().orElseThrow()));
    RunFiles.Found runs = RunFiles.find(settings, dataset);
    RecordingReader reader =
        switch (settings.source()) {
          case VOLUMES -> new VolumeReader(settings, dataset, runs, task);
          case SURFACES -> new SurfaceReader(settings, dataset, runs, task);
          case CIFTI -> new GrayordinateReader(settings, dataset, runs, task);
          case REGIONS -> new RegionReader(settings, dataset, runs, task);
        };
    reader.run(algebra);
  }

  private BidsDataset open(InputPath dataset) {
    return datasets.open(dataset.path(), dataset.logical());
  }
}
