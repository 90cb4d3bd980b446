package dev.arcuate.plugin.syntax;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import java.util.List;

/** The {@code with:} block of {@code lexicon}. */
public record LexiconSettings(
    @Doc("CoNLL-U files to count: treebanks, or a corpus that a parser has read.") @Default("[]")
        List<InputPath> conllu,
    @Doc("lower: forms are counted in lower case; keep: as they are written.") @Default("lower")
        Spelling spelling,
    @Doc("Forms seen less often than this in their class are left out.")
        @Default("1")
        @Range(min = 1)
        int leastCount) {

  /** How forms are counted. */
  public enum Spelling {
    LOWER,
    KEEP
  }

  public LexiconSettings {
    conllu = List.copyOf(conllu);
  }
}
