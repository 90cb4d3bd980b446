package dev.arcuate.plugin.bids;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that are not to be used, and why: entities such as {@code sub-276_task-black}, of which a
 * file must have all, and the reason.
 */
public final class Exclusions {
  private final Map<String, Rule> rules;

  private record Rule(Map<String, Choice> entities, String reason) {
    boolean matches(BidsFile file) {
      return entities.entrySet().stream()
          .allMatch(choice -> choice.getValue().matches(file.entity(choice.getKey())));
    }
  }

  private Exclusions(Map<String, Rule> rules) {
    this.rules = new LinkedHashMap<>(rules);
  }

  /**
   * @throws ProblemException {@code BIDS_QUERY} where entities are not such, or no reason is given
   */
  public static Exclusions of(Map<String, String> reasons) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    reasons.forEach(
        (pattern, reason) -> {
          Map<String, Choice> entities = new LinkedHashMap<>();
          boolean sound = true;
          for (String part : pattern.split("_", -1)) {
            int dash = part.indexOf('-');
            sound &= dash > 0 && dash < part.length() - 1;
            if (sound) {
              String entity = part.substring(0, dash);
              entities.put(entity, Choice.of(entity, part.substring(dash + 1)));
            }
          }
          if (!sound) {
            problems.add(
                Problem.user(
                        "BIDS_QUERY", "'" + pattern + "' excludes nothing: it names no entities")
                    .hint("write entities as in file names, such as sub-03_task-story_run-2"));
          }
          if (reason.isBlank()) {
            problems.add(
                Problem.user("BIDS_QUERY", "no reason is given for excluding " + pattern)
                    .hint("write why, such as: sub-03_run-2: fell asleep"));
          }
          rules.put(pattern, new Rule(entities, reason.strip()));
        });
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new Exclusions(rules);
  }

  /** Why a file is excluded, if it is. */
  public Optional<String> reason(BidsFile file) {
    return rules.values().stream().filter(rule -> rule.matches(file)).map(Rule::reason).findFirst();
  }
}
