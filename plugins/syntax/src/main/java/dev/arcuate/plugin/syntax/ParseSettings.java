package dev.arcuate.plugin.syntax;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import java.util.List;

/** The {@code with:} block of {@code parse}. */
public record ParseSettings(
    @Doc(
            "CoNLL-U files of the text, in its order, from any parser: spaCy, Stanza, UDPipe, Alpino"
                + " and others write them.")
        List<InputPath> conllu,
    @Doc(
            "What to do about sentences of the stimulus that are not in the files: error, or keep"
                + " them as they are in every equivalent.")
        @Default("error")
        Missing missing) {

  /** What to do about sentences without a parse. */
  public enum Missing {
    ERROR,
    KEEP
  }

  public ParseSettings {
    conllu = List.copyOf(conllu);
    if (conllu.isEmpty()) {
      throw new IllegalArgumentException("'conllu' is empty; name at least one file");
    }
  }
}
