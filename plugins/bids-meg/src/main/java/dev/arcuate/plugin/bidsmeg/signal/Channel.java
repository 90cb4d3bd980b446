package dev.arcuate.plugin.bidsmeg.signal;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * A channel of a recording.
 *
 * @param name as in the file
 * @param type what it measures
 * @param unit of its samples as read
 * @param location 12 numbers: position in metres, then the unit vectors x, y and z of the sensor; z
 *     is its normal. NaN where unknown.
 * @param frame coordinates of the location
 * @param coil code of the sensor's shape, in the lower half as FIF counts them; the upper half is
 *     the grade of compensation
 * @param bad whether the dataset marks it as unusable
 */
public record Channel(
    String name,
    ChannelType type,
    Unit unit,
    double[] location,
    Frame frame,
    int coil,
    boolean bad) {

  private static final int COORDINATES = 12;

  public Channel {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(unit, "unit");
    requireNonNull(frame, "frame");
    if (location.length != COORDINATES) {
      throw new IllegalArgumentException("a location has 12 numbers, not " + location.length);
    }
    location = location.clone();
  }

  /** A channel whose place is not known. */
  public static Channel unplaced(String name, ChannelType type, Unit unit) {
    double[] nowhere = new double[COORDINATES];
    Arrays.fill(nowhere, Double.NaN);
    return new Channel(name, type, unit, nowhere, Frame.UNKNOWN, 0, false);
  }

  /** Grade of the compensation that its samples already hold, 0 for none. */
  public int compensationGrade() {
    return type.meg() ? coil >>> 16 : 0;
  }

  /** The same channel, marked or not. */
  public Channel marked(boolean unusable) {
    return new Channel(name, type, unit, location, frame, coil, unusable);
  }

  /** The same channel of another type. */
  public Channel typed(ChannelType other) {
    return new Channel(name, other, unit, location, frame, coil, bad);
  }

  /** The same channel at another place. */
  public Channel placed(double[] where, Frame in) {
    return new Channel(name, type, unit, where, in, coil, bad);
  }

  /** The same channel with another coil code. */
  public Channel coiled(int code) {
    return new Channel(name, type, unit, location, frame, code, bad);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Channel that
        && name.equals(that.name)
        && type == that.type
        && unit == that.unit
        && Arrays.equals(location, that.location)
        && frame == that.frame
        && coil == that.coil
        && bad == that.bad;
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
