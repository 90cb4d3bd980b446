package dev.arcuate.plugin.onnx;

import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.api.value.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Ids of the tokens that stand for the start of a text and for a hidden token. */
final class SpecialTokens {
  private static final List<String> FILES =
      List.of("tokenizer_config.json", "special_tokens_map.json");
  private static final List<String> USUAL_MASKS = List.of("[MASK]", "<mask>");
  private static final List<String> USUAL_BEGINNINGS = List.of("<|endoftext|>", "<s>", "<bos>");

  private SpecialTokens() {}

  static OptionalLong mask(Path tokenizerJson, Tokenizer tokenizer) {
    return find("mask_token", USUAL_MASKS, tokenizerJson, tokenizer);
  }

  static OptionalLong begin(Path tokenizerJson, Tokenizer tokenizer) {
    return find("bos_token", USUAL_BEGINNINGS, tokenizerJson, tokenizer);
  }

  /** Those that are there of the files beside a tokenizer that name its special tokens. */
  static List<Path> files(Path tokenizerJson) {
    return FILES.stream().map(tokenizerJson::resolveSibling).filter(Files::isRegularFile).toList();
  }

  /** What the files beside the tokenizer say, or else a usual form that it knows as one token. */
  private static OptionalLong find(
      String field, List<String> usual, Path tokenizerJson, Tokenizer tokenizer) {
    List<String> forms = new ArrayList<>();
    for (Path file : files(tokenizerJson)) {
      Object said = Json.read(file).fields().get(field);
      if (said instanceof String text) {
        forms.add(text);
      } else if (said instanceof java.util.Map<?, ?> token
          && token.get("content") instanceof String text) {
        forms.add(text);
      }
    }
    forms.addAll(usual);
    for (String form : forms) {
      long[] ids = tokenizer.encode(form, false).ids();
      if (ids.length == 1) {
        return OptionalLong.of(ids[0]);
      }
    }
    return OptionalLong.empty();
  }
}
