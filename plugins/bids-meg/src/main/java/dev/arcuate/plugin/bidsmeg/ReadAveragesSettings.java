package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.plugin.bidsmeg.BidsMegSettings.Bads;
import java.util.List;

/** The {@code with:} block of {@code read-averages}. */
public record ReadAveragesSettings(
    @Doc("Averages saved by MNE or MaxFilter, such as sub-01_task-story-ave.fif.") InputPath file,
    @Doc("Label of the subject.") String subject,
    @Doc("Names of the averages to read, as 'arcuate inspect' shows them. Default: all.")
        @Default("[]")
        List<String> averages,
    @Doc(
            "Channels to read: types (mag, grad, eeg, …), names, names with * for any letters; meg"
                + " means mag and grad.")
        @Default("[meg]")
        List<String> channels,
    @Doc("drop: channels that the file marks as bad are left out. keep: they are read.")
        @Default("drop")
        Bads bads,
    @Doc("Names of further bad channels.") @Default("[]") List<String> badChannels) {
  public ReadAveragesSettings {
    averages = List.copyOf(averages);
    channels = List.copyOf(channels);
    badChannels = List.copyOf(badChannels);
  }
}
