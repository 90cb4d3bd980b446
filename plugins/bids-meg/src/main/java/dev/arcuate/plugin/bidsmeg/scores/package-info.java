/** Lays scores of sensors over time out for other software. */
package dev.arcuate.plugin.bidsmeg.scores;
