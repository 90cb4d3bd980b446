/** What each extension point takes, makes and does: the bridge between a component and a task. */
package dev.arcuate.engine.stages;
