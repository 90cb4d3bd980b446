/** Writes scores as images and tables that other programs open. */
package dev.arcuate.plugin.bidsfmri.maps;
