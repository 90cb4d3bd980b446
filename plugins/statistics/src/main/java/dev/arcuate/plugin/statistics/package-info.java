/** Null distributions, noise ceilings, group maps and comparisons. */
package dev.arcuate.plugin.statistics;
