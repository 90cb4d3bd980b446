package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiArray;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a GIFTI file holds a series: an array of vertices per sample, or one array of both.
 *
 * @param structure such as {@code CortexLeft}, empty if it is not told
 * @param timeStep between samples as the file states it, in whatever unit
 */
record SurfaceSeries(
    int samples, int vertices, boolean oneArray, String structure, Optional<Double> timeStep) {

  /** Takes the values of a sample. */
  @FunctionalInterface
  interface Samples {
    void accept(int sample, float[] values);
  }

  /**
   * @throws ProblemException {@code BIDS_FMRI_NO_SERIES}
   */
  static SurfaceSeries scan(Path file, String name) throws IOException {
    List<GiftiArray> arrays = new ArrayList<>();
    GiftiReader.Frame frame = GiftiReader.scan(file, name, arrays::add);
    if (arrays.isEmpty()) {
      throw wrong(name, "it holds no array");
    }
    int[] dims = plain(arrays.get(0).dims());
    String structure =
        frame
            .metadata()
            .getOrDefault(
                "AnatomicalStructurePrimary",
                arrays.get(0).metadata().getOrDefault("AnatomicalStructurePrimary", ""));
    Optional<Double> step = timeStep(frame.metadata(), arrays.get(0).metadata());
    if (dims.length == 2 && arrays.size() == 1) {
      // A surface has more vertices than a run has samples.
      return new SurfaceSeries(
          Math.min(dims[0], dims[1]), Math.max(dims[0], dims[1]), true, structure, step);
    }
    for (int i = 0; i < arrays.size(); i++) {
      int[] each = plain(arrays.get(i).dims());
      if (each.length != 1 || each[0] != dims[0]) {
        throw wrong(
            name,
            "array "
                + (i + 1)
                + " has the shape "
                + Arrays.toString(each)
                + ", the first "
                + Arrays.toString(dims));
      }
    }
    return new SurfaceSeries(arrays.size(), dims[0], false, structure, step);
  }

  private static int[] plain(int[] dims) {
    int[] plain = Arrays.stream(dims).filter(size -> size != 1).toArray();
    return plain.length == 0 ? new int[] {1} : plain;
  }

  private static Optional<Double> timeStep(
      Map<String, String> ofFile, Map<String, String> ofArray) {
    String text = ofFile.getOrDefault("TimeStep", ofArray.getOrDefault("TimeStep", ""));
    try {
      return Optional.of(Double.valueOf(text)).filter(step -> step > 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static ProblemException wrong(String name, String why) {
    return Problem.data("BIDS_FMRI_NO_SERIES", name + " is no series of values at vertices: " + why)
        .hint("meshes and labels are no recording; choose …_bold.func.gii with space and desc")
        .exception();
  }

  void read(Path file, String name, Samples each) throws IOException {
    int[] sample = {0};
    GiftiReader.read(
        file,
        name,
        array -> {
          if (oneArray) {
            split(array, each);
          } else {
            each.accept(sample[0]++, array.floats());
          }
        });
  }

  private void split(GiftiArray array, Samples each) {
    float[] values = array.floats();
    boolean samplesFirst = plain(array.dims())[0] == samples;
    for (int sample = 0; sample < samples; sample++) {
      float[] row = new float[vertices];
      for (int vertex = 0; vertex < vertices; vertex++) {
        row[vertex] = values[samplesFirst ? sample * vertices + vertex : vertex * samples + sample];
      }
      each.accept(sample, row);
    }
  }
}
