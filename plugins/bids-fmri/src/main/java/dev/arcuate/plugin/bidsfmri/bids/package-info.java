/** Finds files of a BIDS dataset by their entities, and what describes them. */
package dev.arcuate.plugin.bidsfmri.bids;
