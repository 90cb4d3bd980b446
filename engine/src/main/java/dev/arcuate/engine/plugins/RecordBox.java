package dev.arcuate.engine.plugins;

/** Loaded once more by {@link RecordHandles}; a file of its own, since it knows no other class. */
record RecordBox(RecordBox inner) {}
