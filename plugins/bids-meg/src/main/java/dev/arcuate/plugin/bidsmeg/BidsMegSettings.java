package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.plugin.bidsmeg.prepare.PrepareStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code with:} block of {@code bids-meg}. */
public record BidsMegSettings(
    @Doc(
            "Folder of a BIDS dataset. Left out where another step is connected to the input"
                + " 'dataset'.")
        Optional<InputPath> dataset,
    @Doc(
            "Label of the subject, as in the folder name without sub-. For several write $subject and"
                + " sweep: {subject: all}, or a range such as 1-20, a regular expression between"
                + " slashes, or a list of labels and of these.")
        String subject,
    @Doc(
            "Labels of the tasks, as in the file name without task-: a label, a list, a regular"
                + " expression such as /pie.*/, or all.")
        List<String> task,
    @Doc("Labels of the sessions. Needed only where the subject has several.") @Default("[]")
        List<String> session,
    @Doc(
            "Indices of the runs to read, one after another; they become the run labels of the"
                + " recording. Default: the only run there is.")
        @Default("[]")
        List<String> run,
    @Doc("meg: files named …_meg.fif or …_meg.ds. eeg: …_eeg.vhdr, …_eeg.edf or …_eeg.fif.")
        @Default("meg")
        Modality modality,
    @Doc("Further entities that choose a file, by short name, such as {proc: sss}.") @Default("{}")
        Map<String, String> entities,
    @Doc("Files that are not used, and why, such as {sub-03_run-2: fell asleep}.") @Default("{}")
        Map<String, String> exclude,
    @Doc(
            "Channels to read: types (mag, grad, eeg, ref-meg, eog, …), names, names with * for any"
                + " letters; meg means mag and grad.")
        @Default("[meg]")
        List<String> channels,
    @Doc(
            "drop: channels that the dataset marks as bad are left out. keep: they are read; an"
                + " encoding then scores them too.")
        @Default("drop")
        Bads bads,
    @Doc("Names of further bad channels.") @Default("[]") List<String> badChannels,
    @Doc("Read a recording made with MaxShield on that was not put through MaxFilter.")
        @Default("false")
        boolean allowMaxshield,
    @Doc("What is done to the channels, in this order.") @Default("[]") List<PrepareStep> prepare) {

  /** Kinds of recordings. */
  public enum Modality {
    MEG,
    EEG
  }

  /** What becomes of bad channels. */
  public enum Bads {
    DROP,
    KEEP
  }

  public BidsMegSettings {
    task = List.copyOf(task);
    session = List.copyOf(session);
    run = List.copyOf(run);
    entities = new LinkedHashMap<>(entities);
    exclude = new LinkedHashMap<>(exclude);
    channels = List.copyOf(channels);
    badChannels = List.copyOf(badChannels);
    prepare = List.copyOf(prepare);
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("channels names none");
    }
  }

  /** The subject's label, whether or not it was written with {@code sub-}. */
  String subjectLabel() {
    return subject.startsWith("sub-") ? subject.substring("sub-".length()) : subject;
  }
}
