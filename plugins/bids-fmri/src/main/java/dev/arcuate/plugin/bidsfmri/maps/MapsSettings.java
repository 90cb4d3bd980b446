package dev.arcuate.plugin.bidsfmri.maps;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import java.util.List;

/** The {@code with:} block of {@code maps}. */
public record MapsSettings(
    @Doc("Names of the maps to write, such as r or q. Default: all that there are.") @Default("[]")
        List<String> maps) {
  public MapsSettings {
    maps = List.copyOf(maps);
  }
}
