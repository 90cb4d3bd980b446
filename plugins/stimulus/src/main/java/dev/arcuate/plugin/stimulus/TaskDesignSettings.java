package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import dev.arcuate.plugin.stimulus.DesignSettings.Derivatives;
import dev.arcuate.plugin.stimulus.DesignSettings.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The {@code with:} block of {@code task-design}. */
public record TaskDesignSettings(
    @Doc("Events tables by the label of their run, tab-separated with a header, such as BIDS has.")
        Map<String, InputPath> events,
    @Doc("Names of the columns of the tables.") @Default("{}") Columns columns,
    @Doc(
            "The conditions that become regressors, in this order. Default: all, in the order in which"
                + " they first appear.")
        @Default("[]")
        List<String> conditions,
    @Doc("The haemodynamic response function: spm or glover.") @Default("glover") Response hrf,
    @Doc(
            "Columns beside each regressor: its derivative by time, or by time and dispersion, made"
                + " orthogonal to it.")
        @Default("none")
        Derivatives derivatives,
    @Doc("Seconds added to every onset.") @Default("0") double shift,
    @Doc(
            "Seconds between volumes (TR). Needed only where no recording is connected to 'clock',"
                + " together with 'runs'.")
        @Range(min = 0, above = true)
        Optional<Double> repetitionTime,
    @Doc("Volumes per run, by run label. Needed only without 'clock'.")
        @Default("{}")
        @Range(min = 2)
        Map<String, Integer> runs,
    @Doc(
            "When within its period a volume counts as taken, as a share from 0 to 1. Default: what"
                + " the recording knows of its slice-timing correction (StartTime), else 0.")
        @Range(min = 0, max = 1)
        Optional<Double> sliceTimeReference) {

  /** Names of columns. */
  @Doc("Names of the columns of the tables.")
  public record Columns(
      @Doc("Start of the event in seconds.") @Default("onset") String onset,
      @Doc("Length of the event in seconds; missing ones count as 0.") @Default("duration")
          String duration,
      @Doc("The condition that the event belongs to.") @Default("trial_type") String condition,
      @Doc("Height of the event. Default: 1 for all.") Optional<String> height) {}

  public TaskDesignSettings {
    events = new TreeMap<>(events);
    runs = new TreeMap<>(runs);
    conditions = List.copyOf(conditions);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("events names no table: write events: {1: events.tsv}");
    }
    if (hrf == Response.NONE) {
      throw new IllegalArgumentException("hrf must be spm or glover");
    }
    if (repetitionTime.isPresent() == runs.isEmpty()) {
      throw new IllegalArgumentException("repetition-time and runs belong together");
    }
    if (conditions.stream().distinct().count() != conditions.size()) {
      throw new IllegalArgumentException("conditions names one condition twice");
    }
  }
}
