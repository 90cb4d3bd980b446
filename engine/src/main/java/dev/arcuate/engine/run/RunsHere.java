package dev.arcuate.engine.run;

/** Marks an executor that runs tasks in this JVM: they need no files to travel by. */
interface RunsHere {}
