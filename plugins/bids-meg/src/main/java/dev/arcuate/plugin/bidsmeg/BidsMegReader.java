package dev.arcuate.plugin.bidsmeg;

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
import dev.arcuate.plugin.bids.Meant;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** Reads one subject's MEG or EEG recording out of a BIDS dataset, and prepares it. */
@Extension
public final class BidsMegReader implements BrainReader<BidsMegSettings> {
  private static final long BASE_MEBIBYTES = 192;
  private static final long USUAL_MEBIBYTES = 1024;
  private static final long MOST_MEBIBYTES = 4096;

  /** Remembers names only, and looks whether they still hold whenever it is asked. */
  private final BidsDatasets datasets =
      BidsDatasets.ofUser(System.getenv(), Path.of(System.getProperty("user.home", ".")));

  private final LinearAlgebra algebra;

  @Inject
  public BidsMegReader(LinearAlgebra algebra) {
    this.algebra = algebra;
  }

  @Override
  public String id() {
    return "bids-meg";
  }

  @Override
  public String summary() {
    return "Reads MEG or EEG (FIF, CTF, BrainVision, EDF+) of a subject from BIDS, and prepares it.";
  }

  @Override
  public Class<BidsMegSettings> settingsType() {
    return BidsMegSettings.class;
  }

  @Override
  public Optional<People> people(BidsMegSettings settings) {
    if (!Meant.several(settings.subjectLabel())) {
      return Optional.empty();
    }
    InputPath dataset =
        Meant.dataset(settings.dataset(), settings.subject(), "BIDS_MEG_PEOPLE_UNKNOWN");
    return Optional.of(MegRun.people(settings, open(dataset)));
  }

  @Override
  public List<InputPath> reads(BidsMegSettings settings) {
    // A folder that is not there is told with its place in the workflow.
    if (settings.dataset().isEmpty()
        || !java.nio.file.Files.isDirectory(settings.dataset().get().path())) {
      return List.of();
    }
    BidsDataset dataset = open(settings.dataset().get());
    return MegRun.reads(MegRun.find(settings, dataset), dataset);
  }

  @Override
  public Resources resources(BidsMegSettings settings) {
    if (settings.dataset().isEmpty()) {
      return Resources.of(1, USUAL_MEBIBYTES);
    }
    try {
      long most = 0;
      for (MegRun run : MegRun.find(settings, open(settings.dataset().get()))) {
        try (Signal signal = Signals.open(run.file().path(), run.file().name())) {
          most =
              Math.max(
                  most, (signal.samples() * signal.info().channels().size() * Double.BYTES) >> 20);
        }
      }
      // Longer recordings go through a scratch file.
      return Resources.of(1, Math.min(MOST_MEBIBYTES, BASE_MEBIBYTES + 3 * most));
    } catch (ProblemException | IOException e) {
      // What is wrong with the data is told when it is read.
      return Resources.of(1, USUAL_MEBIBYTES);
    }
  }

  @Override
  public void read(BidsMegSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Optional<Files> connected = task.optionalInput("dataset", Files.class);
    if (connected.isPresent() == settings.dataset().isPresent()) {
      throw Problem.user(
              "BIDS_MEG_WHICH_DATASET",
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
    new MegRecording(settings, dataset, MegRun.find(settings, dataset), algebra, task).write();
  }

  private BidsDataset open(InputPath dataset) {
    return datasets.open(dataset.path(), dataset.logical());
  }
}
