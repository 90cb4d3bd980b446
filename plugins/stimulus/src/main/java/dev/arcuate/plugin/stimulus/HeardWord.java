package dev.arcuate.plugin.stimulus;

/**
 * A row of an events table.
 *
 * @param run label of the run or story
 * @param onsetSeconds NaN while unknown
 * @param durationSeconds 0 when unknown
 * @param sentence as written in the table, empty if it has no such column
 * @param form the word as written in the table
 * @param aligned whether the table gave the onset
 */
record HeardWord(
    String run,
    double onsetSeconds,
    double durationSeconds,
    String sentence,
    String form,
    boolean aligned) {

  HeardWord at(double onset) {
    return new HeardWord(run, onset, durationSeconds, sentence, form, aligned);
  }
}
