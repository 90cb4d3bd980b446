/** BrainVision and EDF+. */
package dev.arcuate.plugin.bidsmeg.eeg;
