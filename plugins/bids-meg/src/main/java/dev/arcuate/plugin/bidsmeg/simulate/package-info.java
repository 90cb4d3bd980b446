/** Makes MEG datasets whose truth is known. */
package dev.arcuate.plugin.bidsmeg.simulate;
