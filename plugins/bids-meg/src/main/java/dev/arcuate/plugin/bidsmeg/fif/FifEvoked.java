package dev.arcuate.plugin.bidsmeg.fif;

import dev.arcuate.plugin.bidsmeg.signal.Damage;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An average of a FIF file.
 *
 * @param comment its name
 * @param kind 100 average, 101 standard error
 * @param averaged number of epochs behind it
 * @param firstSample number of its first sample; the event is 0
 * @param startSeconds time of its first sample
 * @param values [channels][samples], SI units
 */
public record FifEvoked(
    SignalInfo info,
    String comment,
    int kind,
    int averaged,
    int firstSample,
    double startSeconds,
    double[][] values) {

  /** Reads all averages of a file. */
  public static List<FifEvoked> read(Path path, String name) throws IOException {
    try (FifFile file = FifFile.open(path, name)) {
      FifInfo info = FifInfo.read(file);
      List<Block> blocks = file.root().all(Fif.B_EVOKED);
      if (blocks.isEmpty()) {
        throw Damage.notOne(name, "it holds no averages");
      }
      List<FifEvoked> list = new ArrayList<>();
      for (Block block : blocks) {
        list.add(one(file, info, block));
      }
      return list;
    }
  }

  private static FifEvoked one(FifFile file, FifInfo info, Block block) throws IOException {
    Block aspect =
        block
            .first(Fif.B_ASPECT)
            .or(() -> block.first(Fif.B_MAXSHIELD_ASPECT))
            .orElseThrow(() -> file.missing(block, "its data"));
    int channels = info.info().channels().size();
    List<Tag> tags = aspect.tags(Fif.EPOCH);
    double[][] values = new double[channels][];
    if (tags.size() == 1) {
      FifFile.Matrix matrix = file.matrix(tags.get(0));
      if (matrix.sizes().length != 2 || matrix.sizes()[0] != channels) {
        throw Damage.at(file.name(), tags.get(0).position(), "an average of other channels");
      }
      int samples = matrix.sizes()[1];
      for (int c = 0; c < channels; c++) {
        values[c] = java.util.Arrays.copyOfRange(matrix.values(), c * samples, (c + 1) * samples);
      }
    } else if (tags.size() == channels) {
      for (int c = 0; c < channels; c++) {
        values[c] = file.reals(tags.get(c));
        if (values[c].length != values[0].length) {
          throw Damage.at(file.name(), tags.get(c).position(), "channels of unequal length");
        }
      }
    } else {
      throw Damage.at(file.name(), aspect.position(), tags.size() + " matrices in one average");
    }
    int samples = values[0].length;
    Optional<Integer> first = file.integer(block, Fif.FIRST_SAMPLE);
    Optional<Integer> last = file.integer(block, Fif.LAST_SAMPLE);
    if (samples == 0
        || (first.isPresent() && last.isPresent() && last.get() - first.get() + 1 != samples)) {
      throw Damage.at(file.name(), block.position(), "an average of another length than promised");
    }
    for (int c = 0; c < channels; c++) {
      for (int t = 0; t < samples; t++) {
        values[c][t] *= info.averageCalibrations()[c];
      }
    }
    double rate = info.info().samplingHz();
    int begin = first.orElse(0);
    Optional<String> own = file.text(aspect, Fif.COMMENT);
    return new FifEvoked(
        info.info(),
        own.isPresent() ? own.get() : file.text(block, Fif.COMMENT).orElse("No comment"),
        file.integer(aspect, Fif.ASPECT_KIND).orElse(0),
        file.integer(aspect, Fif.AVERAGED).orElse(1),
        begin,
        file.real(block, Fif.FIRST_TIME).orElse(begin / rate),
        values);
  }
}
