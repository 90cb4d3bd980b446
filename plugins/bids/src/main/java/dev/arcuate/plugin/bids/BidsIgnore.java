package dev.arcuate.plugin.bids;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The patterns of {@code .bidsignore}, which are those of {@code .gitignore}. */
final class BidsIgnore {
  private final String text;
  private final List<Rule> rules;

  private record Rule(Pattern pattern, boolean folderOnly, boolean again) {}

  private BidsIgnore(String text, List<Rule> rules) {
    this.text = text;
    this.rules = List.copyOf(rules);
  }

  static BidsIgnore of(Path root) {
    Path file = root.resolve(".bidsignore");
    try {
      return parse(
          Files.isRegularFile(file)
              ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
              : "");
    } catch (IOException e) {
      // Whoever may not read it sees the whole dataset.
      return parse("");
    }
  }

  static BidsIgnore parse(String text) {
    List<Rule> rules = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String pattern = line.strip();
      if (pattern.isEmpty() || pattern.startsWith("#")) {
        continue;
      }
      boolean again = pattern.startsWith("!");
      pattern = again ? pattern.substring(1) : pattern;
      boolean folderOnly = pattern.endsWith("/");
      pattern = folderOnly ? pattern.substring(0, pattern.length() - 1) : pattern;
      // A slash inside a pattern ties it to the root.
      boolean rooted = pattern.contains("/");
      pattern = pattern.startsWith("/") ? pattern.substring(1) : pattern;
      rules.add(
          new Rule(
              Pattern.compile((rooted ? "" : "(?:.*/)?") + regex(pattern)), folderOnly, again));
    }
    return new BidsIgnore(text, rules);
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (glob.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }

  /** The file's text, which tells whether an index made with it still holds. */
  String text() {
    return text;
  }

  /**
   * Folders are asked for before what is in them, so a rule need not match inside.
   *
   * @param name relative to the dataset, with slashes
   */
  boolean ignores(String name, boolean folder) {
    boolean ignored = false;
    for (Rule rule : rules) {
      if ((folder || !rule.folderOnly()) && rule.pattern().matcher(name).matches()) {
        ignored = !rule.again();
      }
    }
    return ignored;
  }
}
