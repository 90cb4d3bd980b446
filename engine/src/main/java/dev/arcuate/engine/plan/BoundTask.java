package dev.arcuate.engine.plan;

import dev.arcuate.api.Resources;
import java.util.List;

/**
 * All that decides a task beside its inputs.
 *
 * @param resources per stage, last first
 */
record BoundTask(Binding binding, FileKeys.FilesOf files, List<Resources> resources) {}
