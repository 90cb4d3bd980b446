/** Reads, writes and simulates fMRI recordings in BIDS. */
package dev.arcuate.plugin.bidsfmri;
