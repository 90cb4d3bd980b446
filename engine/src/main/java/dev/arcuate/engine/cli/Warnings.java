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
  private final List<Problem> ofTheRun = new ArrayList<>();

  private record Kind(String step, String code) {}

  private record Said(String task, Problem problem) {}

  /** Takes note of what an event warns of, if it does. */
  void on(RunEvent event) {
    if (event instanceof RunEvent.TaskFinished finished) {
      note(finished.step(), finished.task(), finished.warnings());
    } else if (event instanceof RunEvent.TaskReused reused) {
      note(reused.step(), reused.task(), reused.warnings());
    } else if (event instanceof RunEvent.Warned warned) {
      ofTheRun.add(warned.problem());
    }
  }

  private void note(String step, String task, List<Problem> problems) {
    for (Problem problem : problems) {
      said.computeIfAbsent(new Kind(step, problem.code()), kind -> new ArrayList<>())
          .add(new Said(task, problem));
    }
  }

  /**
   * What concerns the run as a whole, then one problem per step and code: the first of its kind,
   * and how many tasks say the like.
   */
  List<Problem> gathered() {
    List<Problem> gathered = new ArrayList<>(ofTheRun);
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
