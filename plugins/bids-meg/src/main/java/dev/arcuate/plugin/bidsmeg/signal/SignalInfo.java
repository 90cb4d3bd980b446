package dev.arcuate.plugin.bidsmeg.signal;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of a recording beside its samples.
 *
 * @param samplingHz samples per second
 * @param highPassHz lowest frequency that the acquisition let through
 * @param lowPassHz highest frequency that it let through
 * @param channels in the order of the file
 * @param projectors as stored, applied or not
 * @param compensations of CTF
 * @param annotations stretches and markers
 * @param transforms between frames of coordinates
 * @param points digitized points of the head
 * @param flags what else matters, such as {@code maxshield} and {@code sss}
 */
public record SignalInfo(
    double samplingHz,
    double highPassHz,
    double lowPassHz,
    List<Channel> channels,
    List<Projector> projectors,
    List<Compensation> compensations,
    List<Annotation> annotations,
    List<Transform> transforms,
    List<DigitizedPoint> points,
    List<String> flags) {
  /** Internal active shielding was on and has not been taken out. */
  public static final String MAXSHIELD = "maxshield";

  /** Signal-space separation was applied. */
  public static final String SSS = "sss";

  /** How flags begin that say how much of what the header promises is there. */
  public static final String INCOMPLETE = "incomplete: ";

  public SignalInfo {
    channels = List.copyOf(channels);
    projectors = List.copyOf(projectors);
    compensations = List.copyOf(compensations);
    annotations = List.copyOf(annotations);
    transforms = List.copyOf(transforms);
    points = List.copyOf(points);
    flags = List.copyOf(flags);
    if (!(samplingHz > 0) || !Double.isFinite(samplingHz)) {
      throw new IllegalArgumentException("a sampling rate of " + samplingHz + " Hz");
    }
  }

  /** Channels at a rate, nothing else known. */
  public static SignalInfo of(double samplingHz, List<Channel> channels) {
    return new SignalInfo(
        samplingHz,
        0,
        samplingHz / 2,
        channels,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  public List<String> names() {
    return channels.stream().map(Channel::name).toList();
  }

  /** Place of a channel among the channels. */
  public OptionalInt index(String name) {
    for (int i = 0; i < channels.size(); i++) {
      if (channels.get(i).name().equals(name)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** The transform between two frames, if it is known. */
  public Optional<Transform> transform(Frame from, Frame to) {
    return transforms.stream().filter(t -> t.from() == from && t.to() == to).findFirst();
  }

  public SignalInfo withChannels(List<Channel> others) {
    requireNonNull(others, "others");
    return new SignalInfo(
        samplingHz,
        highPassHz,
        lowPassHz,
        others,
        projectors,
        compensations,
        annotations,
        transforms,
        points,
        flags);
  }

  public SignalInfo withCompensations(List<Compensation> others) {
    return new SignalInfo(
        samplingHz,
        highPassHz,
        lowPassHz,
        channels,
        projectors,
        others,
        annotations,
        transforms,
        points,
        flags);
  }

  public SignalInfo withAnnotations(List<Annotation> others) {
    return new SignalInfo(
        samplingHz,
        highPassHz,
        lowPassHz,
        channels,
        projectors,
        compensations,
        others,
        transforms,
        points,
        flags);
  }

  public SignalInfo withFlags(List<String> others) {
    return new SignalInfo(
        samplingHz,
        highPassHz,
        lowPassHz,
        channels,
        projectors,
        compensations,
        annotations,
        transforms,
        points,
        others);
  }

  public SignalInfo withTransforms(List<Transform> others, List<DigitizedPoint> digitized) {
    return new SignalInfo(
        samplingHz,
        highPassHz,
        lowPassHz,
        channels,
        projectors,
        compensations,
        annotations,
        others,
        digitized,
        flags);
  }
}
