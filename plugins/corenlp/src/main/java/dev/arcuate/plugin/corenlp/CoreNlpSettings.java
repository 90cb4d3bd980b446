package dev.arcuate.plugin.corenlp;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;

/** The settings of {@code parse-corenlp}. */
@Doc("Which models of CoreNLP read the text.")
public record CoreNlpSettings(
    @Doc(
            "The models jar of Stanford CoreNLP, such as stanford-corenlp-4.5.10-models.jar from Maven"
                + " Central.")
        InputPath models,
    @Doc("Language of the text: en. Other languages come in as CoNLL-U, by the step 'parse'.")
        @Default("en")
        String language) {}
