/** Arguments into calls to the engine; no logic of its own. */
package dev.arcuate.engine.cli;
