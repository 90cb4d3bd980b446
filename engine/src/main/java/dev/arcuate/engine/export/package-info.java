/** Artifacts into a results folder: BIDS derivative, provenance, lock file. */
package dev.arcuate.engine.export;
