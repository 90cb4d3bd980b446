package dev.arcuate.plugin.bidsmeg.fif;

/** Codes of the FIF format (Elekta NM20568A and MNE's additions). */
final class Fif {
  // Types of data.
  static final int VOID = 0;
  static final int BYTE = 1;
  static final int SHORT = 2;
  static final int INT = 3;
  static final int FLOAT = 4;
  static final int DOUBLE = 5;
  static final int UNSIGNED = 8;
  static final int STRING = 10;
  static final int PACK16 = 16;
  static final int CHANNEL_STRUCT = 30;
  static final int ID_STRUCT = 31;
  static final int POINT_STRUCT = 33;
  static final int TRANSFORM_STRUCT = 35;
  static final int MATRIX = 0x40000000;
  static final int MATRIX_CODING = 0xFFFF0000;

  // Blocks.
  static final int B_MEASUREMENT = 100;
  static final int B_INFO = 101;
  static final int B_RAW = 102;
  static final int B_PROCESSED = 103;
  static final int B_EVOKED = 104;
  static final int B_ASPECT = 105;
  static final int B_SUBJECT = 106;
  static final int B_POINTS = 107;
  static final int B_CONTINUOUS = 112;
  static final int B_CHANNEL = 113;
  static final int B_EVENTS = 115;
  static final int B_REFERENCE = 118;
  static final int B_MAXSHIELD_RAW = 119;
  static final int B_MAXSHIELD_ASPECT = 120;
  static final int B_PROJECTORS = 313;
  static final int B_PROJECTOR = 314;
  static final int B_NAMED_MATRIX = 357;
  static final int B_BAD = 359;
  static final int B_MNE_EVENTS = 361;
  static final int B_COMPENSATIONS = 370;
  static final int B_COMPENSATION = 371;
  static final int B_EPOCHS = 373;
  static final int B_INVERSE = 356;
  static final int B_COVARIANCE = 355;
  static final int B_SSS = 502;
  static final int B_ANNOTATIONS = 3810;

  // Tags.
  static final int FILE_ID = 100;
  static final int DIRECTORY_POINTER = 101;
  static final int BLOCK_ID = 103;
  static final int BLOCK_START = 104;
  static final int BLOCK_END = 105;
  static final int FREE_LIST = 106;
  static final int NOP = 108;
  static final int REFERENCE_ROLE = 115;
  static final int REFERENCE_NUMBER = 117;
  static final int REFERENCE_NAME = 118;
  static final int CHANNELS = 200;
  static final int RATE = 201;
  static final int PACK = 202;
  static final int CHANNEL = 203;
  static final int DATE = 204;
  static final int COMMENT = 206;
  static final int AVERAGED = 207;
  static final int FIRST_SAMPLE = 208;
  static final int LAST_SAMPLE = 209;
  static final int ASPECT_KIND = 210;
  static final int POINT = 213;
  static final int LOW_PASS = 219;
  static final int TRANSFORM = 222;
  static final int HIGH_PASS = 223;
  static final int SAMPLES = 228;
  static final int FIRST_TIME = 229;
  static final int NAME = 233;
  static final int CHANNEL_KIND = 252;
  static final int CHANNEL_RANGE = 253;
  static final int CHANNEL_CALIBRATION = 254;
  static final int CHANNEL_LOCATION = 255;
  static final int CHANNEL_UNIT = 256;
  static final int CHANNEL_NAME = 258;
  static final int CHANNEL_COIL = 350;
  static final int BUFFER = 300;
  static final int SKIP = 301;
  static final int EPOCH = 302;
  static final int SUBJECT_HIS_ID = 410;
  static final int EVENT_LIST = 601;
  static final int PROJECTOR_KIND = 3411;
  static final int PROJECTOR_TIME = 3412;
  static final int PROJECTOR_COUNT = 3414;
  static final int PROJECTOR_VECTORS = 3415;
  static final int PROJECTOR_NAMES = 3417;
  static final int ROW_NAMES = 3502;
  static final int COLUMN_NAMES = 3503;
  static final int ROWS = 3504;
  static final int COLUMNS = 3505;
  static final int FRAME = 3506;
  static final int NAME_LIST = 3507;
  static final int COVARIANCE_KIND = 3530;
  static final int COVARIANCE_DIAGONAL = 3533;
  static final int COVARIANCE_VALUES = 3534;
  static final int COVARIANCE_VECTORS = 3535;
  static final int INVERSE_LEADS = 3540;
  static final int INVERSE_FIELDS = 3541;
  static final int INVERSE_SINGULAR = 3542;
  static final int INVERSE_LEADS_WEIGHTED = 3546;
  static final int SOURCE_ORIENTATION = 3521;
  static final int PROJECTOR_ACTIVE = 3560;
  static final int MNE_EVENT_LIST = 3561;
  static final int BASELINE_MIN = 3568;
  static final int BASELINE_MAX = 3569;
  static final int COMPENSATION_KIND = 3580;
  static final int COMPENSATION_DATA = 3581;
  static final int COMPENSATION_CALIBRATED = 3582;
  static final int EPOCHS_SELECTION = 3800;
  static final int EPOCHS_DROP_LOG = 3801;
  static final int EPOCHS_RAW_RATE = 3803;

  static final int NEXT_IN_SEQUENCE = 0;
  static final int NEXT_NONE = -1;
  static final int ROLE_NEXT_FILE = 2;

  private Fif() {}
}
