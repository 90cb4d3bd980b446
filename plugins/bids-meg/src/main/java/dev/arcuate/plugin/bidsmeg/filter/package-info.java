/** Filters in time, designed and applied as MNE does. */
package dev.arcuate.plugin.bidsmeg.filter;
