package dev.arcuate.engine.models;

import dev.arcuate.api.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model on a hub, as {@code hub:ID@revision}.
 *
 * @param id such as {@code openai-community/gpt2}
 * @param revision branch, tag or commit
 */
public record HubModel(String id, String revision) {
  private static final Pattern ADDRESS =
      Pattern.compile("hub:([\\w.-]+(?:/[\\w.-]+)?)(?:@([\\w./-]+))?");

  public static boolean isMeant(String text) {
    return text.startsWith("hub:");
  }

  /**
   * @throws dev.arcuate.api.ProblemException {@code HUB_ADDRESS}
   */
  public static HubModel parse(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches() || text.contains("..")) {
      throw Problem.user("HUB_ADDRESS", "'" + text + "' is no address of a model on a hub")
          .hint("write hub:OWNER/NAME or hub:OWNER/NAME@REVISION")
          .exception();
    }
    return new HubModel(matcher.group(1), matcher.group(2) == null ? "main" : matcher.group(2));
  }

  /** The part of the id after the owner. */
  public String name() {
    return id.substring(id.indexOf('/') + 1);
  }
}
