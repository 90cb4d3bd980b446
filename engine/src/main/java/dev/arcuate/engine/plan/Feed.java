package dev.arcuate.engine.plan;

import dev.arcuate.engine.yaml.Workflow;

/**
 * An output that feeds an input of a step.
 *
 * @param port the name of the output
 */
record Feed(Workflow.Reference reference, CheckedStep producer, String port) {

  /** As it may be written in a workflow. */
  String name() {
    return producer.id() + "." + port;
  }
}
