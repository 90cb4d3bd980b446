package dev.arcuate.plugin.corenlp;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.plugin.syntax.EquivalentsSettings;

/** The settings of {@code equivalents-corenlp}. */
@Doc("How equivalents are made, and what reads them again.")
public record CoreNlpEquivalentsSettings(
    @Doc("The parser that judges them; the stimulus must be parsed by the same.")
        CoreNlpSettings parser,
    @Doc("How they are made: the settings of 'equivalents'.") @Default("{}")
        EquivalentsSettings equivalents) {
  public CoreNlpEquivalentsSettings {
    requireNonNull(parser, "parser");
    requireNonNull(equivalents, "equivalents");
  }
}
