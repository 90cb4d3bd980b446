package dev.arcuate.plugin.statistics;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import java.util.List;

/** Settings of {@code compare}. */
@Doc("Which scores are subtracted.")
public record CompareSettings(
    @Doc(
            "Maps to compare. For 'r' the results are 'r', 'baseline-r' and 'gain'; for any other, such"
                + " as 'r2', they are 'r2', 'baseline-r2' and 'gain-r2'.")
        @Default("[r, r2]")
        List<String> maps) {
  public CompareSettings {
    maps = List.copyOf(maps);
    if (maps.isEmpty()) {
      throw new IllegalArgumentException("'maps' is empty; name at least one, such as r");
    }
  }
}
