/** Reads, prepares, simulates and writes MEG and EEG recordings. */
package dev.arcuate.plugin.bidsmeg;
