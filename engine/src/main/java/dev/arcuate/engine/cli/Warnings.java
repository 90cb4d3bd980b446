package dev.arcuate.engine.cli;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.run.RunEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Warnings of a run's tasks, gathered so that a step with hundreds of subjects says once what holds
 * for all of them.
 */
final class Warnings {
  private final Map<Kind, List<Said>> said = new LinkedHashMap<>();

  private record Kind(String step, String code) {}

  private record Said(String task, Problem problem) {}

  /** Takes note of what a finished task warns of. */
  void on(RunEvent.TaskFinished finished) {
    for (Problem problem : finished.warnings()) {
      said.computeIfAbsent(new Kind(finished.step(), problem.code()), kind -> new ArrayList<>())
          .add(new Said(finished.task(), problem));
    }
  }

  /** One problem per step and code: the first of its kind, and how many tasks say the like. */
  List<Problem> gathered() {
    List<Problem> gathered = new ArrayList<>();
    said.forEach(
        (kind, all) -> {
          Problem first = all.get(0).problem();
          String others = all.size() == 1 ? "" : ", and " + (all.size() - 1) + " more";
          Problem one =
              new Problem(
                  first.code(),
                  first.kind(),
                  first.severity(),
                  first.position(),
                  all.get(0).task() + others + ": " + first.message(),
                  first.hint());
          gathered.add(one);
        });
    return gathered;
  }
}
