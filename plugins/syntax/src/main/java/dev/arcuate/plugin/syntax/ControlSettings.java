package dev.arcuate.plugin.syntax;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import java.util.List;

/** The {@code with:} block of {@code control-story}. */
public record ControlSettings(
    @Doc(
            "same-length: every sentence becomes another of as many words, at random; another-story: the"
                + " words of the corpus from its beginning, one after another.")
        Kind kind,
    @Doc("CoNLL-U files to take sentences from; only what is written in them counts.")
        List<InputPath> conllu,
    @Doc("Equal seeds make equal stories; sweep over it for several.") @Default("0") long seed) {

  /** What a control has in common with the original. */
  public enum Kind {
    SAME_LENGTH,
    ANOTHER_STORY
  }

  public ControlSettings {
    conllu = List.copyOf(conllu);
    if (conllu.isEmpty()) {
      throw new IllegalArgumentException("'conllu' is empty; name at least one file");
    }
  }
}
