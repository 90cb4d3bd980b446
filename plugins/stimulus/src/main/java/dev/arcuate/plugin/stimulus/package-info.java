/** Words with their times, their alignment to volumes, and baseline features. */
package dev.arcuate.plugin.stimulus;
