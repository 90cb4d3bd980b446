package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pf4j.Extension;

/** The nine scores of the study, per target and fold, out of five encodings. */
@Extension
public final class ScoreTableStep implements Step<ScoreTableSettings> {
  /** What low-level features predict was taken out of the targets. */
  static final String TAKEN_OUT = "taken out";

  private static final Port SCORES =
      Port.many("scores", Scores.class, "an encoding of every part, of one subject");
  private static final Port BASELINE =
      Port.optional(
          "baseline",
          Scores.class,
          "the encoding of what stands beside every part in its design; its score is subtracted"
              + " from cells that are no difference already");

  @Override
  public String id() {
    return "score-table";
  }

  @Override
  public String summary() {
    return "Makes the table of lexical and compositional syntax and semantics out of encodings.";
  }

  @Override
  public Class<ScoreTableSettings> settingsType() {
    return ScoreTableSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(SCORES, BASELINE);
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one("scores", Scores.class, "a map per cell, such as syntax-compositional"));
  }

  @Override
  public void run(ScoreTableSettings settings, Task task) throws IOException {
    Map<String, Map<Integer, Scores>> parts = parts(settings, task);
    Optional<Scores> baseline = task.optionalInput(BASELINE.name(), Scores.class);
    Scores first = require(settings, parts, baseline);
    Map<String, Object> facts = new LinkedHashMap<>(first.facts());
    facts.put("table-of", settings.map());
    facts.put(
        "baseline", baseline.isPresent() ? "subtracted" : takenOut(parts) ? TAKEN_OUT : "none");
    Scores table =
        new Scores(task.output("scores"), first.subject(), Cell.maps(), facts, first.geometry());
    table.write();
    int rows = rows(parts.get(Part.TOTAL), settings);
    for (Cell cell : Cell.values()) {
      try (NpyWriter writer = table.mapWriter(cell.map(), rows)) {
        for (int row = 0; row < rows; row++) {
          task.checkCancelled();
          float[] values = row(parts.get(cell.whole()), settings, row).clone();
          Optional<float[]> other = Optional.empty();
          if (cell.without().isPresent()) {
            other = Optional.of(row(parts.get(cell.without().get()), settings, row));
          } else if (baseline.isPresent()) {
            other = Optional.of(baseline.get().map(settings.map()).row(row));
          }
          if (other.isPresent()) {
            for (int target = 0; target < values.length; target++) {
              values[target] = (float) ((double) values[target] - other.get()[target]);
            }
          }
          writer.append(values, 0, values.length);
        }
      }
    }
  }

  /** Whether targets were made for each fold, as regress-out makes them. */
  private static boolean takenOut(Map<String, Map<Integer, Scores>> parts) {
    return parts.values().stream().anyMatch(folds -> folds.size() > 1);
  }

  /** By part, then by the fold that targets were made for; 0 where they serve all folds. */
  private static Map<String, Map<Integer, Scores>> parts(ScoreTableSettings settings, Task task) {
    Map<String, Map<Integer, Scores>> parts = new TreeMap<>();
    for (Labelled<Scores> input : task.inputs(SCORES.name(), Scores.class)) {
      String part = input.labels().getOrDefault(settings.part(), input.step());
      int fold = Integer.parseInt(input.labels().getOrDefault(settings.fold(), "0"));
      Scores before =
          parts.computeIfAbsent(part, p -> new TreeMap<>()).putIfAbsent(fold, input.value());
      if (before != null) {
        throw Problem.user(
                "DECOMPOSE_PART_TWICE",
                "two encodings of '"
                    + part
                    + "' are connected, from "
                    + input.step()
                    + input.labels())
            .hint("gather: [" + settings.part() + "], and no other sweep")
            .exception();
      }
    }
    return parts;
  }

  private static int rows(Map<Integer, Scores> folds, ScoreTableSettings settings) {
    return folds.values().iterator().next().map(settings.map()).rows();
  }

  private static float[] row(Map<Integer, Scores> folds, ScoreTableSettings settings, int row) {
    Scores scores = folds.size() == 1 ? folds.values().iterator().next() : folds.get(row);
    FloatMatrix map = scores.map(settings.map());
    return map.row(row);
  }

  private static Scores require(
      ScoreTableSettings settings,
      Map<String, Map<Integer, Scores>> parts,
      Optional<Scores> baseline) {
    List<Problem> problems = new ArrayList<>();
    for (String part : Part.SCORED) {
      if (!parts.containsKey(part)) {
        problems.add(
            Problem.user(
                    "DECOMPOSE_PART_MISSING",
                    "the table needs an encoding of '"
                        + part
                        + "'; there are "
                        + String.join(", ", parts.keySet()))
                .hint(
                    "sweep: {" + settings.part() + ": [" + String.join(", ", Part.SCORED) + "]}"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    Scores first = parts.get(Part.TOTAL).values().iterator().next();
    List<Scores> all = new ArrayList<>();
    parts.values().forEach(folds -> all.addAll(folds.values()));
    baseline.ifPresent(all::add);
    for (Scores scores : all) {
      if (!scores.subject().equals(first.subject())
          || !scores.geometry().equals(first.geometry())
          || !scores.maps().contains(settings.map())
          || scores.map(settings.map()).rows() != first.map(settings.map()).rows()) {
        throw Problem.user(
                "DECOMPOSE_SCORES_DIFFER",
                "the encodings are not of the same subject, targets and folds, or have no map '"
                    + settings.map()
                    + "': subject "
                    + first.subject()
                    + " with "
                    + first.geometry().targets()
                    + " targets, and subject "
                    + scores.subject()
                    + " with "
                    + scores.geometry().targets()
                    + " targets")
            .hint("gather only '" + settings.part() + "', and give all encodings the same 'folds'")
            .exception();
      }
    }
    for (Map.Entry<String, Map<Integer, Scores>> part : parts.entrySet()) {
      int folds = part.getValue().size();
      if (folds > 1 && folds != rows(part.getValue(), settings)) {
        throw Problem.user(
                "DECOMPOSE_FOLDS_MISSING",
                "'"
                    + part.getKey()
                    + "' was encoded with targets of "
                    + folds
                    + " folds, but has "
                    + rows(part.getValue(), settings)
                    + " folds")
            .hint("sweep '" + settings.fold() + "' over all folds, counted from 0")
            .exception();
      }
    }
    return first;
  }
}
