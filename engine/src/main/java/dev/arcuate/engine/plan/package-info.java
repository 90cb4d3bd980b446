/** A workflow and a catalog into tasks with keys. */
package dev.arcuate.engine.plan;
