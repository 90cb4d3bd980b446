/** A plan into artifacts and events: scheduling, permits, retries, cancellation, executors. */
package dev.arcuate.engine.run;
