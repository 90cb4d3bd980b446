package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.api.Inspector;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bidsmeg.fif.FifEpochs;
import dev.arcuate.plugin.bidsmeg.fif.FifEvents;
import dev.arcuate.plugin.bidsmeg.fif.FifEvoked;
import dev.arcuate.plugin.bidsmeg.signal.Annotation;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.Event;
import dev.arcuate.plugin.bidsmeg.signal.Signal;
import dev.arcuate.plugin.bidsmeg.signal.SignalInfo;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pf4j.Extension;

/** Recordings of MEG and EEG, and epochs, averages and events of FIF. */
@Extension
public final class MegInspector implements Inspector {
  @Override
  public String id() {
    return "inspect-meg";
  }

  @Override
  public String summary() {
    return "MEG and EEG: FIF (.fif), CTF (.ds), BrainVision (.vhdr), EDF+ (.edf)";
  }

  @Override
  public Optional<Inspection> inspect(Path path) throws IOException {
    String name = path.getFileName().toString();
    if (Signals.ENDINGS.stream().noneMatch(name.toLowerCase(Locale.ROOT)::endsWith)) {
      return Optional.empty();
    }
    String plain = name.replaceFirst("\\.gz$", "");
    if (plain.matches(".*[-_]epo\\.fif")) {
      return Optional.of(epochs(path, name));
    }
    if (plain.matches(".*[-_]ave\\.fif")) {
      return Optional.of(averages(path, name));
    }
    if (plain.matches(".*[-_]eve\\.fif")) {
      return Optional.of(events(path, name));
    }
    return Optional.of(recording(path, name));
  }

  private static Inspection recording(Path path, String name) throws IOException {
    try (Signal signal = Signals.open(path, name)) {
      SignalInfo info = signal.info();
      Map<String, String> facts = facts(info);
      facts.put(
          "length",
          String.format(
              Locale.ROOT,
              "%.3f s, %d samples",
              signal.samples() / info.samplingHz(),
              signal.samples()));
      facts.put("stretches without a gap", Integer.toString(signal.starts().size()));
      List<Part> parts = new ArrayList<>(List.of(channels(info)));
      if (!info.annotations().isEmpty()) {
        parts.add(annotations(info.annotations()));
      }
      return new Inspection("continuous recording", facts, parts);
    }
  }

  private static Map<String, String> facts(SignalInfo info) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("sampling rate", number(info.samplingHz()) + " Hz");
    facts.put("band", number(info.highPassHz()) + " to " + number(info.lowPassHz()) + " Hz");
    if (!info.projectors().isEmpty()) {
      facts.put("projectors", Integer.toString(info.projectors().size()));
    }
    if (!info.compensations().isEmpty()) {
      facts.put("compensations", Integer.toString(info.compensations().size()));
    }
    if (!info.flags().isEmpty()) {
      facts.put("flags", String.join(", ", info.flags()));
    }
    return facts;
  }

  private static String number(double value) {
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  private static Part channels(SignalInfo info) {
    Map<String, List<Channel>> byType = new TreeMap<>();
    for (Channel channel : info.channels()) {
      byType.computeIfAbsent(channel.type().label(), type -> new ArrayList<>()).add(channel);
    }
    List<List<String>> rows = new ArrayList<>();
    byType.forEach(
        (type, channels) ->
            rows.add(
                List.of(
                    type,
                    Integer.toString(channels.size()),
                    Long.toString(channels.stream().filter(Channel::bad).count()),
                    channels.get(0).unit().symbol(),
                    channels.get(0).name())));
    return new Part("channels", new Table(List.of("type", "count", "bad", "unit", "first"), rows));
  }

  private static Part annotations(List<Annotation> annotations) {
    Map<String, Integer> counts = new TreeMap<>();
    annotations.forEach(one -> counts.merge(one.description(), 1, Integer::sum));
    List<List<String>> rows = new ArrayList<>();
    counts.forEach((text, count) -> rows.add(List.of(text, Integer.toString(count))));
    return new Part("annotations", new Table(List.of("annotation", "count"), rows));
  }

  private static Inspection epochs(Path path, String name) throws IOException {
    try (FifEpochs epochs = FifEpochs.open(path, name)) {
      Map<String, String> facts = facts(epochs.info());
      double rate = epochs.info().samplingHz();
      facts.put("epochs", epochs.events().size() + " of " + epochs.dropLog().size() + " events");
      facts.put("times", times(epochs.firstSample() / rate, epochs.times(), rate));
      return new Inspection(
          "epochs", facts, List.of(channels(epochs.info()), codes(epochs.events())));
    }
  }

  private static String times(double start, int count, double rate) {
    return String.format(
        Locale.ROOT, "%.3f to %.3f s, %d samples", start, start + (count - 1) / rate, count);
  }

  private static Inspection averages(Path path, String name) throws IOException {
    List<FifEvoked> averages = FifEvoked.read(path, name);
    SignalInfo info = averages.get(0).info();
    List<List<String>> rows = new ArrayList<>();
    for (FifEvoked average : averages) {
      rows.add(
          List.of(
              average.comment(),
              Integer.toString(average.averaged()),
              times(average.startSeconds(), average.values()[0].length, info.samplingHz())));
    }
    return new Inspection(
        "averages",
        facts(info),
        List.of(
            channels(info),
            new Part("averages", new Table(List.of("average", "epochs", "times"), rows))));
  }

  private static Inspection events(Path path, String name) throws IOException {
    List<Event> events = FifEvents.read(path, name);
    return new Inspection(
        "events", Map.of("events", Integer.toString(events.size())), List.of(codes(events)));
  }

  private static Part codes(List<Event> events) {
    Map<Integer, Integer> counts = new TreeMap<>();
    events.forEach(event -> counts.merge(event.code(), 1, Integer::sum));
    List<List<String>> rows = new ArrayList<>();
    counts.forEach(
        (code, count) -> rows.add(List.of(Integer.toString(code), Integer.toString(count))));
    return new Part("events", new Table(List.of("code", "count"), rows));
  }
}
