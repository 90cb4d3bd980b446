package dev.arcuate.engine.plan;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.stages.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What tasks need: what components say, unless the workflow says otherwise. */
final class Needs {
  private final Resources machine;
  private final Problems problems;
  private final Asking asking;

  Needs(Resources machine, Problems problems) {
    this.machine = machine;
    this.problems = problems;
    this.asking = new Asking(problems);
  }

  /** Per stage; warns of what this machine does not have. */
  List<Resources> of(Binding binding, CheckedStep step) {
    List<Resources> needs = new ArrayList<>();
    for (Binding.Part part : binding.stages()) {
      Resources own =
          asking
              .ask(
                  binding.variant().handle(),
                  "what it needs",
                  step.step().position(),
                  () ->
                      part.stage()
                          .resources(
                              binding.variant().handle().component(),
                              part.settings().own(),
                              part.settings().common().map(Record.class::cast)))
              .orElse(Resources.small());
      Resources need = step.step().overrides().on(onGpu(part.stage(), own));
      compare(step, need);
      needs.add(need);
    }
    return needs;
  }

  private Resources onGpu(Stage stage, Resources own) {
    return stage.usesGpu() && machine.gpus() > 0 && own.gpus() == 0
        ? new Resources(own.threads(), own.memoryBytes(), own.nativeBytes(), 1)
        : own;
  }

  private void compare(CheckedStep step, Resources need) {
    List<String> lacks = new ArrayList<>();
    if (need.memoryBytes() > machine.memoryBytes()) {
      lacks.add(gibibytes(need.memoryBytes()) + " of memory; " + gibibytes(machine.memoryBytes()));
    } else if (need.heapBytes() > machine.heapBytes()) {
      lacks.add(gibibytes(need.heapBytes()) + " of heap; " + gibibytes(machine.heapBytes()));
    }
    // A component says how many threads it can use; it takes fewer. A person means them.
    if (step.step().overrides().threads().isPresent() && need.threads() > machine.threads()) {
      lacks.add(need.threads() + " threads; " + machine.threads());
    }
    if (need.gpus() > machine.gpus()) {
      lacks.add("a GPU; none");
    }
    for (String lack : lacks) {
      Problem problem =
          PlanCode.TOO_LARGE_FOR_MACHINE
              .at(
                  step.step().position(),
                  "step '%s' needs %s can be used here".formatted(step.id(), lack))
              .hint("write less under 'resources' of the step, or run it on a larger machine");
      problems.add(problem.asWarning());
    }
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
