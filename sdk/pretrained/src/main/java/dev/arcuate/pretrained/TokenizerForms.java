package dev.arcuate.pretrained;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Older forms of tokenizers, written as a {@code tokenizer.json} of the same meaning. */
final class TokenizerForms {
  private static final List<String> WORD_PIECE_TOKENS =
      List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  /** A tokenizer to be written. */
  record Form(Path origin, Map<String, Object> json, Map<String, Long> vocabulary) {}

  private TokenizerForms() {}

  static Optional<Form> find(Path folder) throws IOException {
    for (List<String> pair :
        List.of(List.of("vocab.json", "merges.txt"), List.of("encoder.json", "vocab.bpe"))) {
      Path vocabulary = folder.resolve(pair.get(0));
      Path merges = folder.resolve(pair.get(1));
      if (Files.isRegularFile(vocabulary) && Files.isRegularFile(merges)) {
        return Optional.of(bytePairs(vocabulary, merges));
      }
    }
    for (String place : List.of("vocab.txt", "assets/vocab.txt")) {
      if (Files.isRegularFile(folder.resolve(place))) {
        return Optional.of(wordPieces(folder, folder.resolve(place)));
      }
    }
    Path characters = folder.resolve("vocab.json");
    return Files.isRegularFile(characters) ? Optional.of(characters(characters)) : Optional.empty();
  }

  /** The pairs of bytes of GPT-2. */
  private static Form bytePairs(Path vocabularyFile, Path mergesFile) throws IOException {
    Map<String, Long> vocabulary = vocabulary(vocabularyFile);
    List<List<String>> merges = new ArrayList<>();
    List<String> lines = lines(mergesFile);
    for (int line = 0; line < lines.size(); line++) {
      String text = lines.get(line);
      boolean comment = line == 0 && text.startsWith("#version");
      if (comment || text.isEmpty()) {
        continue;
      }
      List<String> pair = List.of(text.split(" ", -1));
      if (pair.size() != 2
          || !vocabulary.keySet().containsAll(pair)
          || !vocabulary.containsKey(pair.get(0) + pair.get(1))) {
        throw Problem.data(
                "PRETRAINED_TOKENIZER_INVALID",
                "'" + text + "' merges no two tokens into a third of the vocabulary")
            .at(new Position(mergesFile.toString(), line + 1, 0))
            .hint("vocabulary and merges must come from the same model")
            .exception();
      }
      merges.add(pair);
    }
    Map<String, Object> json = root();
    List<Object> added = new ArrayList<>();
    for (String token : List.of("<|endoftext|>", "<|pad|>")) {
      if (vocabulary.containsKey(token)) {
        added.add(added(token, vocabulary));
      }
    }
    json.put("added_tokens", added);
    json.put("pre_tokenizer", byteLevel(false, true));
    json.put("post_processor", byteLevel(true, false));
    json.put("decoder", byteLevel(true, true));
    json.put("model", bytePairModel(vocabulary, merges));
    return new Form(vocabularyFile, json, vocabulary);
  }

  private static Map<String, Object> bytePairModel(
      Map<String, Long> vocabulary, List<List<String>> merges) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("type", "BPE");
    model.put("fuse_unk", false);
    model.put("vocab", vocabulary);
    model.put("merges", merges);
    return model;
  }

  private static Map<String, Object> byteLevel(boolean prefix, boolean trim) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("type", "ByteLevel");
    part.put("add_prefix_space", prefix);
    part.put("trim_offsets", trim);
    part.put("use_regex", true);
    return part;
  }

  /** One token per character; characters that the vocabulary lacks are left out. */
  private static Form characters(Path file) {
    Map<String, Long> vocabulary = vocabulary(file);
    for (String token : vocabulary.keySet()) {
      if (token.codePointCount(0, token.length()) != 1) {
        throw Problem.data(
                "PRETRAINED_TOKENIZER_MISSING",
                "vocab.json holds tokens such as '" + token + "', but there is no merges.txt")
            .at(new Position(file.toString(), 0, 0))
            .hint("copy merges.txt, or tokenizer.json, into the folder of the model")
            .exception();
      }
    }
    Map<String, Object> json = root();
    Map<String, Object> split = new LinkedHashMap<>();
    split.put("type", "Split");
    split.put("pattern", Map.of("Regex", "[\\s\\S]"));
    split.put("behavior", "Isolated");
    split.put("invert", false);
    json.put("pre_tokenizer", split);
    json.put("model", bytePairModel(vocabulary, List.of()));
    return new Form(file, json, vocabulary);
  }

  /** The word pieces of BERT. */
  private static Form wordPieces(Path folder, Path file) throws IOException {
    Map<String, Long> vocabulary = new LinkedHashMap<>();
    List<String> lines = lines(file);
    for (int line = 0; line < lines.size(); line++) {
      vocabulary.put(lines.get(line).stripTrailing(), (long) line);
    }
    for (String token : List.of("[UNK]", "[CLS]", "[SEP]")) {
      if (!vocabulary.containsKey(token)) {
        throw invalid(file, "it has no " + token);
      }
    }
    Map<String, Object> json = root();
    json.put(
        "added_tokens",
        WORD_PIECE_TOKENS.stream()
            .filter(vocabulary::containsKey)
            .map(token -> (Object) added(token, vocabulary))
            .toList());
    Map<String, Object> normalizer = new LinkedHashMap<>();
    normalizer.put("type", "BertNormalizer");
    normalizer.put("clean_text", true);
    normalizer.put("handle_chinese_chars", true);
    normalizer.put("strip_accents", null);
    normalizer.put("lowercase", lowerCase(folder, vocabulary));
    json.put("normalizer", normalizer);
    json.put("pre_tokenizer", Map.of("type", "BertPreTokenizer"));
    json.put("post_processor", brackets(vocabulary));
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("type", "WordPiece");
    model.put("unk_token", "[UNK]");
    model.put("continuing_subword_prefix", "##");
    model.put("max_input_chars_per_word", 100);
    model.put("vocab", vocabulary);
    json.put("model", model);
    return new Form(file, json, vocabulary);
  }

  /** Said by a file beside it, or seen from the vocabulary. */
  private static boolean lowerCase(Path folder, Map<String, Long> vocabulary) {
    Map<String, String> places =
        Map.of("tokenizer_config.json", "do_lower_case", "assets/model.json", "doLowerCase");
    for (Map.Entry<String, String> place : places.entrySet()) {
      Path file = folder.resolve(place.getKey());
      if (Files.isRegularFile(file) && object(file).get(place.getValue()) instanceof Boolean said) {
        return said;
      }
    }
    return vocabulary.keySet().stream()
        .filter(token -> !token.startsWith("["))
        .noneMatch(token -> token.chars().anyMatch(unit -> unit >= 'A' && unit <= 'Z'));
  }

  private static Map<String, Object> brackets(Map<String, Long> vocabulary) {
    Map<String, Object> special = new LinkedHashMap<>();
    for (String token : List.of("[CLS]", "[SEP]")) {
      special.put(
          token,
          Map.of("id", token, "ids", List.of(vocabulary.get(token)), "tokens", List.of(token)));
    }
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("type", "TemplateProcessing");
    part.put("single", List.of(fixed("[CLS]", 0), sequence("A", 0), fixed("[SEP]", 0)));
    part.put(
        "pair",
        List.of(
            fixed("[CLS]", 0),
            sequence("A", 0),
            fixed("[SEP]", 0),
            sequence("B", 1),
            fixed("[SEP]", 1)));
    part.put("special_tokens", special);
    return part;
  }

  private static Map<String, Object> fixed(String token, int segment) {
    return Map.of("SpecialToken", Map.of("id", token, "type_id", segment));
  }

  private static Map<String, Object> sequence(String name, int segment) {
    return Map.of("Sequence", Map.of("id", name, "type_id", segment));
  }

  private static Map<String, Object> root() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", "1.0");
    json.put("truncation", null);
    json.put("padding", null);
    json.put("added_tokens", List.of());
    json.put("normalizer", null);
    json.put("pre_tokenizer", null);
    json.put("post_processor", null);
    json.put("decoder", null);
    return json;
  }

  private static Map<String, Object> added(String token, Map<String, Long> vocabulary) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", vocabulary.get(token));
    entry.put("content", token);
    entry.put("single_word", false);
    entry.put("lstrip", false);
    entry.put("rstrip", false);
    entry.put("normalized", false);
    entry.put("special", true);
    return entry;
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw invalid(file, "it is no text in UTF-8");
    }
  }

  private static Map<String, Long> vocabulary(Path file) {
    Map<String, Long> vocabulary = new LinkedHashMap<>();
    object(file)
        .forEach(
            (token, id) -> {
              if (!(id instanceof Number number)) {
                throw invalid(file, "the token '" + token + "' has the id " + id);
              }
              vocabulary.put(token, number.longValue());
            });
    return vocabulary;
  }

  static Map<String, Object> object(Path file) {
    try {
      return Json.read(file).fields();
    } catch (ProblemException e) {
      throw invalid(file, "it is no JSON object");
    }
  }

  static ProblemException invalid(Path file, String why) {
    return Problem.data("PRETRAINED_TOKENIZER_INVALID", "cannot use the tokenizer: " + why)
        .at(new Position(file.toString(), 0, 0))
        .hint("copy the file again from where the model was published")
        .exception();
  }
}
