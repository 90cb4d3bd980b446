package dev.arcuate.engine.yaml;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.Resources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workflow file as written, includes merged, parameters not yet put in. Maps keep file order.
 *
 * @param file the path as the user gave it
 * @param folder absolute folder that relative paths count from
 * @param name of the workflow
 * @param description empty if not given
 * @param requires SDK and plugin version ranges by plugin id
 * @param params default values by name
 * @param defaults settings by component id, for every step that uses it
 * @param steps in file order
 * @param results references to export; empty means every output that no step consumes
 */
public record Workflow(
    String file,
    Path folder,
    String name,
    String description,
    Map<String, Node.Scalar> requires,
    Map<String, Node> params,
    Map<String, Node.Mapping> defaults,
    List<Step> steps,
    List<Reference> results) {

  /**
   * A step.
   *
   * @param with settings; may hold {@code $name} references to params and sweep variables
   * @param inputs by port; several references only for ports that take many
   * @param sweep one axis per entry: variable → values
   * @param zip axes whose variables move together: each inner map is one axis
   * @param gather axes (by variable) that are collected rather than inherited from the inputs
   */
  public record Step(
      Position position,
      Node.Scalar id,
      Node.Scalar uses,
      Node.Mapping with,
      Map<Node.Scalar, List<Reference>> inputs,
      Map<Node.Scalar, Node> sweep,
      List<Map<Node.Scalar, Node>> zip,
      List<Node.Scalar> gather,
      Overrides overrides) {

    /** The same step with other values of its sweep. */
    public Step sweptOver(Map<Node.Scalar, Node> values) {
      return new Step(position, id, uses, with, inputs, values, zip, gather, overrides);
    }
  }

  /** What a step may change of how it is run. */
  public record Overrides(
      Optional<Integer> threads,
      Optional<Long> memoryBytes,
      Optional<Integer> gpus,
      int retries,
      Optional<Duration> timeout) {

    /** Resources with these overrides put in. */
    public Resources on(Resources base) {
      long memory = memoryBytes.orElse(base.memoryBytes());
      return new Resources(
          threads.orElse(base.threads()), memory, outside(base, memory), gpus.orElse(base.gpus()));
    }

    /** More or less memory is more or less of that outside of the heap, where there is such. */
    private static long outside(Resources base, long memory) {
      return base.nativeBytes() == 0 ? 0 : Math.max(0, memory - base.heapBytes());
    }
  }

  /**
   * A reference to an output, written {@code step} or {@code step.port}.
   *
   * @param port empty for the step's first output
   */
  public record Reference(Position position, String step, Optional<String> port) {}
}
