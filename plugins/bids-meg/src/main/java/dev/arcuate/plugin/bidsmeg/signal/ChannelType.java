package dev.arcuate.plugin.bidsmeg.signal;

import java.util.Locale;
import java.util.Optional;

/** What a channel measures, by the names that MNE and BIDS use. */
public enum ChannelType {
  MAG(1),
  GRAD(1),
  REF_MEG(301),
  EEG(2),
  STIM(3),
  EOG(202),
  EMG(302),
  ECG(402),
  MISC(502),
  RESP(602),
  SEEG(802),
  DBS(803),
  ECOG(902),
  SYST(900),
  IAS(910),
  EXCI(920),
  BIO(102),
  CHPI(700),
  OTHER(502);

  private static final int FIRST_CHPI = 700;
  private static final int LAST_CHPI = 709;

  private final int kind;

  ChannelType(int kind) {
    this.kind = kind;
  }

  /** The code of this kind of channel in FIF files. */
  public int kind() {
    return kind;
  }

  /** The type of a channel of a FIF file. */
  public static ChannelType of(int kind, Unit unit) {
    if (kind == MAG.kind) {
      return unit == Unit.TESLA_PER_METRE ? GRAD : MAG;
    }
    if (kind >= FIRST_CHPI && kind <= LAST_CHPI) {
      return CHPI;
    }
    for (ChannelType type : values()) {
      if (type.kind == kind && type != GRAD) {
        return type;
      }
    }
    return OTHER;
  }

  /** Whether it is one of the sensors in the helmet, references apart. */
  public boolean sensor() {
    return this == MAG || this == GRAD;
  }

  /** Whether it measures a magnetic field. */
  public boolean meg() {
    return sensor() || this == REF_MEG;
  }

  /** Whether it holds a signal of the brain. */
  public boolean brain() {
    return sensor() || this == EEG || this == SEEG || this == ECOG || this == DBS;
  }

  /** Whether its samples vary continuously, so that a filter may touch them. */
  public boolean filterable() {
    return meg() || brain() || this == EOG || this == ECG || this == EMG || this == RESP;
  }

  /** The name in settings and results, such as {@code ref-meg}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The type that the column {@code type} of a BIDS channels.tsv means. */
  public static Optional<ChannelType> ofBids(String text) {
    return switch (text.strip().toUpperCase(Locale.ROOT)) {
      case "MEGMAG" -> Optional.of(MAG);
      case "MEGGRADAXIAL" -> Optional.of(MAG);
      case "MEGGRADPLANAR" -> Optional.of(GRAD);
      case "MEGREFMAG", "MEGREFGRADAXIAL", "MEGREFGRADPLANAR" -> Optional.of(REF_MEG);
      case "EEG" -> Optional.of(EEG);
      case "ECOG" -> Optional.of(ECOG);
      case "SEEG" -> Optional.of(SEEG);
      case "DBS" -> Optional.of(DBS);
      case "VEOG", "HEOG", "EOG" -> Optional.of(EOG);
      case "ECG" -> Optional.of(ECG);
      case "EMG" -> Optional.of(EMG);
      case "RESP" -> Optional.of(RESP);
      case "TRIG" -> Optional.of(STIM);
      case "SYSCLOCK" -> Optional.of(SYST);
      case "MISC",
          "AUDIO",
          "PD",
          "EYEGAZE",
          "PUPIL",
          "ADC",
          "DAC",
          "FITERR",
          "OTHER",
          "GSR",
          "TEMP",
          "MEGOTHER",
          "HLU" ->
          Optional.of(MISC);
      default -> Optional.empty();
    };
  }
}
