/** The FIF format of Neuromag and MNE: reading and writing. */
package dev.arcuate.plugin.bidsmeg.fif;
