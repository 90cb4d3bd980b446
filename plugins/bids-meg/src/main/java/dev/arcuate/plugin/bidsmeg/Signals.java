package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.plugin.bidsmeg.ctf.CtfSignal;
import dev.arcuate.plugin.bidsmeg.eeg.BrainVision;
import dev.arcuate.plugin.bidsmeg.eeg.Edf;
import dev.arcuate.plugin.bidsmeg.fif.FifRaw;
import dev.arcuate.plugin.bidsmeg.signal.Damage;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Opens a recording of any format by the ending of its name. */
final class Signals {
  static final List<String> ENDINGS = List.of(".fif", ".fif.gz", ".ds", ".vhdr", ".edf");

  private Signals() {}

  static Signal open(Path path, String name) throws IOException {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".fif") || lower.endsWith(".fif.gz")) {
      return FifRaw.open(path, name);
    }
    if (lower.endsWith(".ds")) {
      return CtfSignal.open(path, name);
    }
    if (lower.endsWith(".vhdr")) {
      return BrainVision.open(path, name);
    }
    if (lower.endsWith(".edf")) {
      return Edf.open(path, name);
    }
    throw Damage.notOne(name, "its ending belongs to no format that is known");
  }
}
