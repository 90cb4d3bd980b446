package dev.arcuate.engine.plan;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.plugins.ContextLoader;
import dev.arcuate.engine.problem.Problems;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks components what they say of themselves; whatever they throw becomes a problem. */
final class Asking {
  private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

  private final Problems problems;

  Asking(Problems problems) {
    this.problems = problems;
  }

  /**
   * The answer; empty if it failed, which has then been reported.
   *
   * @param what noun for messages, such as {@code its inputs}
   * @param place of the step that names the component
   */
  <T> Optional<T> ask(ComponentHandle handle, String what, Position place, Supplier<T> question) {
    try (ContextLoader loader = ContextLoader.of(handle.component())) {
      return Optional.of(question.get());
    } catch (ProblemException e) {
      for (Problem problem : e.problems()) {
        problems.add(problem.position().isPresent() ? problem : problem.at(place));
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("component {} failed when asked for {}", handle.id(), what, e);
      problems.add(
          PlanCode.PLUGIN_FAILED
              .at(
                  place,
                  "plugin %s %s failed when '%s' was asked for %s: %s"
                      .formatted(
                          handle.plugin().id(),
                          handle.plugin().version(),
                          handle.id(),
                          what,
                          Optional.ofNullable(e.getMessage()).orElse("it does not say why")))
              .hint("report this to the author of the plugin"));
    }
    return Optional.empty();
  }
}
