/** Puts words on the clock of a recording, by the events that it holds. */
package dev.arcuate.plugin.bidsmeg.align;
