package dev.arcuate.plugin.bidsmeg.align;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import dev.arcuate.plugin.bidsmeg.BidsMegSettings.Modality;
import java.util.List;
import java.util.Optional;

/** The {@code with:} block of {@code align-events}. */
public record AlignEventsSettings(
    @Doc("Folder of a BIDS dataset. Left out where a step is connected to 'dataset'.")
        Optional<InputPath> dataset,
    @Doc("Label of the subject.") String subject,
    @Doc("Label of the task.") String task,
    @Doc("Label of the session, where there are several.") @Default("[]") List<String> session,
    @Doc("Indices of the runs; their words are aligned run by run.") @Default("[]")
        List<String> run,
    @Doc("meg or eeg: which recordings the runs are.") @Default("meg") Modality modality,
    @Doc(
            "bids: the dataset's own table …_events.tsv. triggers: changes of the channel 'channel' to"
                + " one of 'codes'. table: the table 'file'.")
        @Default("bids")
        Source source,
    @Doc(
            "For source: table: a TSV table with a column onset in seconds, or events saved by MNE"
                + " (…-eve.fif), whose samples count on the clock of the acquisition.")
        Optional<InputPath> file,
    @Doc("Rows of a table are used whose column 'column' holds one of 'values'. Default: all rows.")
        Optional<String> column,
    @Doc("See 'column'.") @Default("[]") List<String> values,
    @Doc("Name of the trigger channel, for source: triggers. Default: the first stim channel.")
        Optional<String> channel,
    @Doc(
            "Codes that mark words, for triggers and events saved by MNE. Default: every rise from"
                + " 0.")
        @Default("[]")
        List<Integer> codes,
    @Doc(
            "Most seconds that an event may be away from where its word is expected, after the clocks"
                + " were fitted to each other.")
        @Default("0.05")
        @Range(min = 0, above = true)
        double tolerance) {

  /** Where events come from. */
  public enum Source {
    BIDS,
    TRIGGERS,
    TABLE
  }

  public AlignEventsSettings {
    session = List.copyOf(session);
    run = List.copyOf(run);
    values = List.copyOf(values);
    codes = List.copyOf(codes);
    if ((source == Source.TABLE) != file.isPresent()) {
      throw new IllegalArgumentException("'file' belongs to source: table, and to it alone");
    }
    if (column.isPresent() == values.isEmpty()) {
      throw new IllegalArgumentException("'column' and 'values' belong together");
    }
  }
}
