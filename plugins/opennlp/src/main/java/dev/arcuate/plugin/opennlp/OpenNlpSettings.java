package dev.arcuate.plugin.opennlp;

import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;

/** The settings of {@code parse-opennlp}. */
@Doc("Which tagger reads the text.")
public record OpenNlpSettings(
    @Doc(
            "A part-of-speech model of OpenNLP for the language of the text: a .bin file, or a jar that"
                + " holds one, such as opennlp-models-pos-en from Maven Central. There are models for"
                + " some twenty languages.")
        InputPath model) {}
