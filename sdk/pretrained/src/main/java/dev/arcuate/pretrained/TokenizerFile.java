package dev.arcuate.pretrained;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A tokenizer in the one form that the engine opens, made from older forms where necessary.
 *
 * @param origin the file that was published, for messages
 * @param json the file to open
 * @param ids all tokens with their ids
 */
public record TokenizerFile(Path origin, Path json, Map<String, Long> ids) {
  /** A table may be longer than the vocabulary to make its size a round number. */
  private static final int ROUNDING = 128;

  private static final String JSON = "tokenizer.json";

  /**
   * Finds it: tokenizer.json, a pair of vocabulary and merges, a vocabulary of word pieces, or one
   * of single characters.
   *
   * @param scratch where a made file may lie
   * @throws ProblemException {@code PRETRAINED_TOKENIZER_MISSING}, {@code
   *     PRETRAINED_TOKENIZER_INVALID}
   */
  public static TokenizerFile in(Path folder, Path scratch) throws IOException {
    Path published = folder.resolve(JSON);
    if (Files.isRegularFile(published)) {
      return new TokenizerFile(published, published, ids(published));
    }
    TokenizerForms.Form form = form(folder);
    Path made = scratch.resolve(JSON);
    Json.write(made, form.json());
    return new TokenizerFile(form.origin(), made, form.vocabulary());
  }

  /** Refuses what {@link #in} would, and makes nothing. */
  static void require(Path folder) throws IOException {
    Path published = folder.resolve(JSON);
    if (Files.isRegularFile(published)) {
      ids(published);
    } else {
      form(folder);
    }
  }

  private static TokenizerForms.Form form(Path folder) throws IOException {
    return TokenizerForms.find(folder)
        .orElseThrow(
            () ->
                Problem.data(
                        "PRETRAINED_TOKENIZER_MISSING",
                        "'" + folder.getFileName() + "' holds no tokenizer")
                    .hint(
                        "expected is tokenizer.json, or vocab.json with merges.txt, or vocab.txt,"
                            + " beside the weights")
                    .exception());
  }

  private static Map<String, Long> ids(Path file) {
    Map<String, Object> root = TokenizerForms.object(file);
    Map<String, Long> ids = new HashMap<>();
    if (root.get("model") instanceof Map<?, ?> model) {
      if (model.get("vocab") instanceof Map<?, ?> vocabulary) {
        vocabulary.forEach((token, id) -> put(ids, file, token, id));
      } else if (model.get("vocab") instanceof List<?> vocabulary) {
        for (int id = 0; id < vocabulary.size(); id++) {
          if (vocabulary.get(id) instanceof List<?> entry && !entry.isEmpty()) {
            ids.put(String.valueOf(entry.get(0)), (long) id);
          }
        }
      }
    }
    if (root.get("added_tokens") instanceof List<?> added) {
      for (Object entry : added) {
        if (entry instanceof Map<?, ?> token) {
          put(ids, file, token.get("content"), token.get("id"));
        }
      }
    }
    return ids;
  }

  private static void put(Map<String, Long> ids, Path file, Object token, Object id) {
    if (!(id instanceof Number number)) {
      throw TokenizerForms.invalid(file, "the token '" + token + "' has the id " + id);
    }
    ids.put(String.valueOf(token), number.longValue());
  }

  /** The id of a token, such as [MASK]. */
  public OptionalLong id(String token) {
    Long id = ids.get(token);
    return id == null ? OptionalLong.empty() : OptionalLong.of(id);
  }

  /**
   * Refuses a tokenizer whose tokens the model does not have, and warns of one that leaves out
   * many.
   *
   * @param rows of the model's table of tokens
   * @throws ProblemException {@code PRETRAINED_VOCABULARY_MISMATCH}
   */
  public void requireFits(int rows, Task task) {
    long greatest = ids.values().stream().mapToLong(id -> id).max().orElse(-1);
    Position place = new Position(origin.toString(), 0, 0);
    if (greatest >= rows) {
      throw Problem.data(
              "PRETRAINED_VOCABULARY_MISMATCH",
              "the tokenizer gives ids up to "
                  + greatest
                  + ", but the model knows "
                  + rows
                  + " tokens, 0 to "
                  + (rows - 1))
          .at(place)
          .hint("take the tokenizer that was published with these weights")
          .exception();
    }
    if (rows - (greatest + 1) > ROUNDING) {
      task.warn(
          Problem.data(
                  "PRETRAINED_VOCABULARY_SMALLER",
                  "the tokenizer gives ids up to "
                      + greatest
                      + ", but the model knows "
                      + rows
                      + " tokens: it may belong to another model")
              .at(place)
              .hint("take the tokenizer that was published with these weights")
              .asWarning());
    }
  }
}
