package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.api.Problem;
import dev.arcuate.plugin.bidsmeg.BidsMegSettings.Bads;
import dev.arcuate.plugin.bidsmeg.signal.Channel;
import dev.arcuate.plugin.bidsmeg.signal.ChannelType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which channels are read.
 *
 * @param picked in the order of the file
 * @param bad names of those left out as bad
 */
record ChannelPicks(List<Channel> picked, List<String> bad) {

  static ChannelPicks of(BidsMegSettings settings, List<Channel> channels, String file) {
    return of(settings.channels(), settings.bads(), settings.badChannels(), channels, file);
  }

  /**
   * @param entries types and names, as in the setting {@code channels}
   * @param more names of bad channels
   * @param file for messages
   */
  static ChannelPicks of(
      List<String> entries, Bads bads, List<String> more, List<Channel> channels, String file) {
    Set<Channel> wanted = new LinkedHashSet<>();
    for (String entry : entries) {
      List<Channel> found = channels.stream().filter(c -> matches(entry, c)).toList();
      if (found.isEmpty()) {
        throw Problem.data(
                "BIDS_MEG_NO_SUCH_CHANNEL",
                file + " has no channel '" + entry + "'; its types are " + types(channels))
            .hint("name types, or names as in the recording, with * for any letters")
            .exception();
      }
      wanted.addAll(found);
    }
    for (String name : more) {
      if (channels.stream().noneMatch(c -> c.name().equals(name))) {
        throw Problem.user(
                "BIDS_MEG_NO_SUCH_CHANNEL",
                "bad-channels: " + file + " has no channel '" + name + "'")
            .exception();
      }
    }
    List<Channel> picked = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (Channel channel : channels) {
      if (wanted.contains(channel)) {
        Channel marked = channel.marked(channel.bad() || more.contains(channel.name()));
        if (marked.bad() && bads == Bads.DROP) {
          bad.add(channel.name());
        } else {
          picked.add(marked);
        }
      }
    }
    if (picked.isEmpty()) {
      throw Problem.data(
              "BIDS_MEG_NO_CHANNELS", file + ": all " + bad.size() + " channels chosen are bad")
          .hint("set bads: keep to read them")
          .exception();
    }
    return new ChannelPicks(picked, bad);
  }

  private static boolean matches(String entry, Channel channel) {
    if (entry.equals("meg")) {
      return channel.type().sensor();
    }
    if (entry.equals(channel.type().label()) || entry.equals(channel.name())) {
      return true;
    }
    String pattern =
        java.util.Arrays.stream(entry.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return entry.contains("*") && channel.name().matches(pattern);
  }

  private static String types(List<Channel> channels) {
    return channels.stream()
        .map(Channel::type)
        .map(ChannelType::label)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
