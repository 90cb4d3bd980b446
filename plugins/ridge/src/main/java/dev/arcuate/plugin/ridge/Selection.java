package dev.arcuate.plugin.ridge;

/** For whom a penalty is chosen. */
public enum Selection {
  PER_TARGET,
  SHARED
}
