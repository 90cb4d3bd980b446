package dev.arcuate.plugin.bidsmeg.ctf;

import dev.arcuate.plugin.bidsmeg.signal.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The header of a CTF recording.
 *
 * @param samples per trial
 * @param trials promised; 0 where the header does not say
 * @param samplingHz samples per second
 * @param preTriggerSamples samples before the trigger of each trial
 * @param highPassHz 0 where the acquisition had none
 * @param lowPassHz half the sampling rate where it had none
 * @param sensors in the order of the samples
 * @param coefficients of the compensations, in the order of the file
 */
record Res4(
    int samples,
    int trials,
    double samplingHz,
    int preTriggerSamples,
    double highPassHz,
    double lowPassHz,
    List<Sensor> sensors,
    List<Coefficients> coefficients) {
  private static final String MAGIC = "MEG4";

  /** Where the length of the run's description stands, and where the description begins. */
  static final int DESCRIPTION_LENGTH = 1836;

  static final int FIXED_PART = 1844;
  static final int TEXT = 256;
  static final int NAME = 32;
  static final int COILS = 8;

  /** References that one sensor's coefficients have room for, and characters of their names. */
  static final int BALANCING = 50;

  static final int LABEL = 31;
  private static final int SENSOR_BYTES = 48 + 2 * COILS * 80;
  static final int COEFFICIENT_BYTES = NAME + 4 + 4 + 2 + BALANCING * (LABEL + 8);
  private static final double CENTIMETRES_PER_METRE = 100;

  /**
   * A channel as the header describes it.
   *
   * @param coils positions in metres and normals of the first two coils, in the dewar
   */
  record Sensor(
      String name, int type, double properGain, double sampleGain, int grade, double[][] coils) {
    double[] position(int coil) {
      return new double[] {coils[coil][0], coils[coil][1], coils[coil][2]};
    }

    double[] normal(int coil) {
      return new double[] {coils[coil][3], coils[coil][4], coils[coil][5]};
    }
  }

  /** What the references tell of one sensor, for one kind of compensation. */
  record Coefficients(int place, String sensor, int kind, List<String> names, double[] values) {}

  static Res4 read(Path path, String file) throws IOException {
    Bytes bytes = new Bytes(file, Files.readAllBytes(path));
    String head = bytes.text(8);
    if (!head.startsWith(MAGIC)) {
      throw Damage.notOne(file, "it does not begin with MEG4 as a CTF header does");
    }
    bytes.skip(3 * TEXT + 2 + 2 * 255);
    final int samples = bytes.int4();
    final int channels = bytes.int2();
    bytes.align(8);
    int rateAt = bytes.position();
    final double rate = bytes.real();
    if (samples < 1 || channels < 1) {
      if (Integer.reverseBytes(samples) > 0 && Short.reverseBytes((short) channels) > 0) {
        throw Damage.endian(file, "CTF headers are big-endian");
      }
      throw Damage.at(file, rateAt, samples + " samples of " + channels + " channels");
    }
    if (!plausible(rate)) {
      throw endianOrDamage(file, rateAt, rate);
    }
    bytes.real();
    final int trials = bytes.int2();
    bytes.align(4);
    final int preTrigger = bytes.int4();
    bytes.seek(DESCRIPTION_LENGTH);
    int description = bytes.int4();
    if (description < 0) {
      throw Damage.at(file, DESCRIPTION_LENGTH, "a run description of " + description + " bytes");
    }
    bytes.seek(FIXED_PART);
    bytes.skip(description);
    double[] pass = filters(bytes, file, rate);
    List<String> names = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      names.add(bytes.text(NAME));
    }
    if (names.stream().distinct().count() != names.size()) {
      throw Damage.at(file, bytes.position(), "two channels have one name");
    }
    bytes.need((long) channels * SENSOR_BYTES);
    List<Sensor> sensors = new ArrayList<>();
    for (String name : names) {
      sensors.add(sensor(bytes, name));
    }
    return new Res4(
        samples,
        Math.max(0, trials),
        rate,
        preTrigger,
        pass[0],
        pass[1],
        sensors,
        coefficients(bytes, file, names));
  }

  private static boolean plausible(double rate) {
    return rate > 1e-3 && rate < 1e7;
  }

  private static RuntimeException endianOrDamage(String file, int at, double rate) {
    double turned = Double.longBitsToDouble(Long.reverseBytes(Double.doubleToLongBits(rate)));
    return plausible(turned)
        ? Damage.endian(file, "CTF headers are big-endian")
        : Damage.at(file, at, "a sampling rate of " + rate + " Hz");
  }

  private static double[] filters(Bytes bytes, String file, double rate) {
    double[] pass = {0, rate / 2};
    int count = bytes.int2();
    if (count < 0) {
      throw Damage.at(file, bytes.position(), count + " filters");
    }
    for (int f = 0; f < count; f++) {
      double frequency = bytes.real();
      bytes.int4();
      int type = bytes.int4();
      int parameters = bytes.int2();
      if (parameters < 0) {
        throw Damage.at(file, bytes.position(), "a filter of " + parameters + " parameters");
      }
      bytes.skip(parameters * Double.BYTES);
      if (type == CtfNumbers.LOW_PASS) {
        pass[1] = frequency;
      } else if (type == CtfNumbers.HIGH_PASS) {
        pass[0] = frequency;
      }
    }
    return pass;
  }

  private static Sensor sensor(Bytes bytes, String name) {
    final int type = bytes.int2();
    bytes.int2();
    bytes.int4();
    final double properGain = bytes.real();
    final double sampleGain = bytes.real();
    bytes.real();
    bytes.real();
    bytes.int2();
    final int grade = bytes.int2();
    bytes.int4();
    double[][] coils = new double[2][];
    for (int coil = 0; coil < 2 * COILS; coil++) {
      double[] place = coil(bytes);
      if (coil < coils.length) {
        coils[coil] = place;
      }
    }
    return new Sensor(name, type, properGain, sampleGain, grade, coils);
  }

  private static double[] coil(Bytes bytes) {
    double[] place = new double[6];
    for (int i = 0; i < 3; i++) {
      place[i] = bytes.real() / CENTIMETRES_PER_METRE;
    }
    bytes.real();
    for (int i = 3; i < 6; i++) {
      place[i] = bytes.real();
    }
    bytes.skip(8 + 2 + 4 + 2 + 8);
    return place;
  }

  private static List<Coefficients> coefficients(Bytes bytes, String file, List<String> names) {
    List<Coefficients> list = new ArrayList<>();
    int count = bytes.int2();
    if (count < 0) {
      throw Damage.at(file, bytes.position(), count + " coefficients");
    }
    bytes.need((long) count * COEFFICIENT_BYTES);
    for (int i = 0; i < count; i++) {
      final int at = bytes.position();
      String sensor = bytes.text(NAME);
      final int kind = bytes.int4();
      bytes.int4();
      int used = bytes.int2();
      int place = names.indexOf(sensor);
      if (place < 0 || used < 0 || used > BALANCING) {
        throw Damage.at(file, at, "coefficients of " + used + " references for '" + sensor + "'");
      }
      List<String> references = new ArrayList<>();
      for (int r = 0; r < BALANCING; r++) {
        String reference = bytes.text(LABEL);
        if (r < used) {
          references.add(reference);
        }
      }
      double[] values = new double[used];
      for (int r = 0; r < BALANCING; r++) {
        double value = bytes.real();
        if (r < used) {
          values[r] = value;
        }
      }
      list.add(new Coefficients(place, sensor, kind, references, values));
    }
    return list;
  }
}
