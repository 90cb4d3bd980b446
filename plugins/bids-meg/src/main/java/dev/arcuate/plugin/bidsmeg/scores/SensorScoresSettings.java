package dev.arcuate.plugin.bidsmeg.scores;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import java.util.List;

/** The {@code with:} block of {@code sensor-scores}. */
public record SensorScoresSettings(
    @Doc("Maps to write, such as [r, p]; of several folds their mean. Default: all.") @Default("[]")
        List<String> maps) {
  public SensorScoresSettings {
    maps = List.copyOf(maps);
  }
}
