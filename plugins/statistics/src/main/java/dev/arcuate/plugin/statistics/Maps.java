package dev.arcuate.plugin.statistics;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Scores;

/** Names of maps, and what to say where one is missing. */
final class Maps {
  private Maps() {}

  static Problem missing(String map, String whose, Scores scores) {
    return Problem.user(
            "STATISTICS_MAP_MISSING",
            whose + " have no map '" + map + "'; they have " + String.join(", ", scores.maps()))
        .hint("name one of these");
  }
}
