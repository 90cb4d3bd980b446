package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import dev.arcuate.plugin.bidsmeg.BidsMegSettings.Bads;
import java.util.List;

/** The {@code with:} block of {@code read-epochs}. */
public record ReadEpochsSettings(
    @Doc("Epochs saved by MNE, such as sub-01_task-story_epo.fif. Their events are the words.")
        InputPath file,
    @Doc("Label of the subject.") String subject,
    @Doc(
            "Channels to read: types (mag, grad, eeg, …), names, names with * for any letters; meg"
                + " means mag and grad.")
        @Default("[meg]")
        List<String> channels,
    @Doc("drop: channels that the file marks as bad are left out. keep: they are read.")
        @Default("drop")
        Bads bads,
    @Doc("Names of further bad channels.") @Default("[]") List<String> badChannels,
    @Doc("So many neighbouring sentences stay on one side of every split.")
        @Default("1")
        @Range(min = 1, max = 100000)
        int sentencesPerBlock) {
  public ReadEpochsSettings {
    channels = List.copyOf(channels);
    badChannels = List.copyOf(badChannels);
  }
}
