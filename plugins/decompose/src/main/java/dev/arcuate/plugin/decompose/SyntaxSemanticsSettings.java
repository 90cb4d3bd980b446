package dev.arcuate.plugin.decompose;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of {@code syntax-semantics}. Source: methods reference, section 4. */
@Doc("Which representations to make.")
public record SyntaxSemanticsSettings(
    @Doc("The sweep variable that tells equivalents from each other.") @Default("story")
        String story,
    @Doc("The layer that counts as lexical: a name, or a place from 0.") @Default("0")
        String lexicalLayer,
    @Doc(
            "The layer that counts as contextual: a name, a place, a relative depth such as 0.5, or"
                + " middle, which is two thirds of the depth.")
        @Default("middle")
        String contextualLayer,
    @Doc("Make total, syntax and semantics of every layer as well, named total-LAYER and so on.")
        @Default("false")
        boolean eachLayer,
    @Doc(
            "Further representations: those named, side by side, such as {first: [lexical-total],"
                + " second: [lexical-total, total]} for nested groups.")
        @Default("{}")
        Map<String, List<String>> concatenations) {
  public SyntaxSemanticsSettings {
    concatenations = Collections.unmodifiableMap(new LinkedHashMap<>(concatenations));
  }
}
