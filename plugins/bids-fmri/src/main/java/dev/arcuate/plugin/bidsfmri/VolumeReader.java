package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.plugin.bids.BidsDataset;
import dev.arcuate.plugin.bids.BidsFile;
import dev.arcuate.plugin.bids.Sidecar;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Parcels.As;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep;
import dev.arcuate.plugin.bidsfmri.nifti.Affines;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiHeader;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Images: one target per voxel of the mask. */
final class VolumeReader extends RecordingReader {
  private final List<NiftiHeader> headers = new ArrayList<>();
  private final double[] periods;
  private String maskSource = "";
  private int[] voxels = {};
  private Selection selection;
  private Optional<VolumeToSurface> surface = Optional.empty();

  /** Copies of runs that were read once to find a mask. */
  private final Map<Integer, Path> decompressed = new HashMap<>();

  VolumeReader(BidsFmriSettings settings, BidsDataset dataset, RunFiles.Found found, Task task)
      throws IOException {
    super(settings, dataset, found, task);
    this.periods = new double[runs.size()];
    for (int run = 0; run < runs.size(); run++) {
      BidsFile file = runs.get(run).data();
      try (NiftiReader reader = NiftiReader.open(file.path(), file.name())) {
        headers.add(reader.header());
      }
      periods[run] =
          RunClock.repetitionTime(
              file,
              Sidecar.of(dataset, file),
              headers.get(run).repetitionTime(),
              settings.repetitionTime(),
              task);
      requireComponent(run);
      requireOneGrid(run);
    }
  }

  private void requireComponent(int run) {
    NiftiHeader header = headers.get(run);
    int components = header.components();
    boolean chosen = settings.component().isPresent();
    if (chosen ? settings.component().get() > components : components > 1) {
      throw Problem.data(
              "BIDS_FMRI_AXES",
              runs.get(run).data().name()
                  + " holds "
                  + components
                  + " value(s) per voxel and volume ("
                  + header.shapeText()
                  + ")"
                  + (chosen ? ", and none is component " + settings.component().get() : ""))
          .hint(
              components == 1
                  ? "leave component out"
                  : "set component to the one to read, 1 to " + components)
          .exception();
    }
  }

  private NiftiReader open(Path file, String name) throws IOException {
    return NiftiReader.open(file, name, part());
  }

  private NiftiReader.Part part() {
    return new NiftiReader.Part(settings.component().orElse(1), settings.complex());
  }

  private void requireOneGrid(int run) {
    NiftiHeader first = headers.get(0);
    NiftiHeader header = headers.get(run);
    if (!Arrays.equals(first.volumeShape(), header.volumeShape())
        || !Affines.same(first.affine(), header.affine(), first.volumeShape())) {
      throw Problem.data(
              "BIDS_FMRI_RUNS_DIFFER",
              "the runs do not lie on one grid: "
                  + runs.get(0).data().name()
                  + " and "
                  + runs.get(run).data().name())
          .hint("choose a common space, or read one run at a time")
          .exception();
    }
  }

  @Override
  double periodSeconds(int run) {
    return periods[run];
  }

  @Override
  int recordedSamples(int run) {
    return headers.get(run).volumes();
  }

  @Override
  Geometry geometry() throws IOException {
    String space = runs.get(0).data().entity("space").orElse("native");
    if (settings.toSurface().isPresent()) {
      surface =
          Optional.of(VolumeToSurface.of(settings, headers.get(0), runs.get(0).data().name()));
      voxels = surface.get().voxels();
      selection = Selection.of(surface.get().geometry(), settings.parcels());
      return selection.geometry();
    }
    NiftiHeader header = headers.get(0);
    int[] inside = mask().stream().toArray();
    selection =
        Selection.of(
            new Geometry.Volume(header.volumeShape(), header.affine(), space, inside),
            settings.parcels());
    // Voxels outside of the areas need not be read at all.
    voxels =
        selection
            .picked()
            .map(places -> Arrays.stream(places).map(place -> inside[place]).toArray())
            .orElse(inside);
    return selection.geometry();
  }

  private BitSet mask() throws IOException {
    BitSet mask = new BitSet();
    for (int run = 0; run < runs.size(); run++) {
      BitSet one = mask(run);
      if (run == 0) {
        mask.or(one);
      } else {
        mask.and(one);
      }
    }
    if (mask.isEmpty()) {
      throw Problem.data(
              "BIDS_FMRI_EMPTY_MASK",
              "no voxel of "
                  + runs.get(0).data().name()
                  + " is inside the mask ("
                  + maskSource
                  + ")")
          .hint("give a mask, or lower mask-threshold")
          .exception();
    }
    return mask;
  }

  private BitSet mask(int run) throws IOException {
    NiftiHeader header = headers.get(run);
    BidsFile data = runs.get(run).data();
    if (settings.mask().isPresent()) {
      maskSource = settings.mask().get().logical();
      return VolumeMask.ofFile(settings.mask().get().path(), maskSource, header, data.name());
    }
    if (runs.get(run).mask().isPresent()) {
      maskSource = runs.get(run).mask().get().name();
      return VolumeMask.ofFile(runs.get(run).mask().get().path(), maskSource, header, data.name());
    }
    maskSource = "mean over time above " + settings.maskThreshold() + " of the largest";
    return VolumeMask.ofMean(openForMask(run), leading(run), settings.maskThreshold(), task);
  }

  /** The values are needed once more after the mask is known. */
  private NiftiReader openForMask(int run) throws IOException {
    BidsFile data = runs.get(run).data();
    if (NiftiReader.isPair(data.path()) || !data.extension().endsWith(".gz")) {
      return open(data.path(), data.name());
    }
    Path copy = task.scratch().resolve("run-" + run + ".nii");
    decompressed.put(run, copy);
    return NiftiReader.openCopying(data.path(), data.name(), part(), copy);
  }

  /** Volumes that are trimmed from the start, which may be brighter than the others. */
  private int leading(int run) {
    return CleanStep.trimmed(settings.clean(), periods[run]);
  }

  @Override
  float[][] rows(int run) throws IOException {
    BidsFile file = runs.get(run).data();
    Path path = decompressed.getOrDefault(run, file.path());
    boolean plain =
        surface.isEmpty() && settings.parcels().map(p -> p.read()).orElse(As.TARGETS) == As.TARGETS;
    try (NiftiReader reader = open(path, file.name())) {
      float[][] rows = new float[reader.header().volumes()][];
      float[] values = new float[voxels.length];
      for (int v = 0; v < rows.length; v++) {
        task.checkCancelled();
        values = plain ? new float[voxels.length] : values;
        reader.readVoxels(voxels, values);
        rows[v] =
            plain
                ? values
                : selection.apply(surface.isPresent() ? surface.get().sample(values) : values);
        task.progress().report(v + 1, rows.length, "volumes");
      }
      Files.deleteIfExists(decompressed.getOrDefault(run, task.scratch().resolve("none")));
      return rows;
    }
  }

  @Override
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put(
        surface.isPresent() ? "surface" : "mask",
        surface.isPresent() ? surface.get().facts() : maskSource);
    settings.component().ifPresent(component -> facts.put("component", component));
    if (headers.get(0).type().complex()) {
      facts.put("complex", settings.complex().toString().toLowerCase(Locale.ROOT));
    }
    return facts;
  }
}
