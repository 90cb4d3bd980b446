package dev.arcuate.plugin.bidsmeg.eeg;

import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import dev.arcuate.plugin.bidsmeg.signal.Unit;
import java.util.Locale;

/** What names and units of EEG files mean. */
final class EegNames {
  /** A unit as written, as a multiple of ours. */
  record Scale(Unit unit, double factor) {}

  private EegNames() {}

  static Scale scale(String unit) {
    String plain = unit.strip().replace('\u00b5', 'u').replace('\u03bc', 'u').replace("?V", "uV");
    return switch (plain) {
      case "uV", "", "\u00c2uV" -> new Scale(Unit.VOLT, 1e-6);
      case "nV" -> new Scale(Unit.VOLT, 1e-9);
      case "mV" -> new Scale(Unit.VOLT, 1e-3);
      case "V" -> new Scale(Unit.VOLT, 1);
      case "C", "DegC", "degC" -> new Scale(Unit.DEGREE_CELSIUS, 1);
      case "s" -> new Scale(Unit.SECOND, 1);
      default -> new Scale(Unit.NONE, 1);
    };
  }

  static ChannelType type(String name, Unit unit) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (upper.contains("EOG")) {
      return ChannelType.EOG;
    }
    if (upper.contains("ECG") || upper.contains("EKG")) {
      return ChannelType.ECG;
    }
    if (upper.contains("EMG")) {
      return ChannelType.EMG;
    }
    if (upper.startsWith("STI") || upper.equals("STATUS") || upper.startsWith("TRIG")) {
      return ChannelType.STIM;
    }
    return unit == Unit.VOLT ? ChannelType.EEG : ChannelType.MISC;
  }
}
