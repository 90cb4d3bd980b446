package dev.arcuate.plugin.decompose;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of {@code pca}. */
@Doc("How activations are reduced.")
public record PcaSettings(
    @Doc("Components to keep of every layer; at most its width.") @Default("20") @Range(min = 1)
        int components,
    @Doc("Whether every component is scaled to a variance of 1 on the rows it is fitted on.")
        @Default("false")
        boolean whiten,
    @Doc("The sweep variable that tells equivalents from each other; these are not used.")
        @Default("story")
        String story,
    @Doc("What it is fitted on; must be said.") @Default("{}") FitSettings fit,
    @Doc(
            "Further representations: those named, reduced and side by side, such as {now-and-window:"
                + " [now, window]}.")
        @Default("{}")
        Map<String, List<String>> concatenations,
    @Doc("The layers to reduce, by name or place; the others are left out. Default: all.")
        @Default("[]")
        List<String> layers) {
  public PcaSettings {
    layers = List.copyOf(layers);
    concatenations = Collections.unmodifiableMap(new LinkedHashMap<>(concatenations));
  }

  PcaSettings(int components, boolean whiten, String story, FitSettings fit) {
    this(components, whiten, story, fit, Map.of(), List.of());
  }
}
