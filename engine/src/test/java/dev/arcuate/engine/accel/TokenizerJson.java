package dev.arcuate.engine.accel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes tokenizer.json files of the BERT kind for tests. */
final class TokenizerJson {
  private static final String FRAME =
      """
      {
        "version": "1.0",
        "truncation":
          {"direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 0},
        "padding": {"strategy": {"Fixed": 8}, "direction": "Right", "pad_to_multiple_of": null,
          "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"},
        "added_tokens": [],
        "normalizer": {"type": "BertNormalizer", "clean_text": true,
          "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "TemplateProcessing",
          "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}},
            {"Sequence": {"id": "A", "type_id": 0}},
            {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
          "pair": [{"Sequence": {"id": "A", "type_id": 0}},
            {"Sequence": {"id": "B", "type_id": 1}}],
          "special_tokens": {}},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
        "model": {"type": "WordPiece", "unk_token": "[UNK]",
          "continuing_subword_prefix": "##", "max_input_chars_per_word": 100}
      }
      """;

  private TokenizerJson() {}

  /** A tokenizer that, as many published ones, asks for cutting and padding. */
  static Path write(Path file, List<String> vocabulary) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode tokenizer = (ObjectNode) mapper.readTree(FRAME);
    ObjectNode ids = ((ObjectNode) tokenizer.get("model")).putObject("vocab");
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.get(id), id);
    }
    for (String special : List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")) {
      int id = vocabulary.indexOf(special);
      tokenizer
          .withArray("added_tokens")
          .addObject()
          .put("id", id)
          .put("content", special)
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", true);
      ObjectNode template =
          ((ObjectNode) tokenizer.at("/post_processor/special_tokens")).putObject(special);
      template.put("id", special);
      template.putArray("ids").add(id);
      template.putArray("tokens").add(special);
    }
    return Files.writeString(file, mapper.writeValueAsString(tokenizer));
  }
}
