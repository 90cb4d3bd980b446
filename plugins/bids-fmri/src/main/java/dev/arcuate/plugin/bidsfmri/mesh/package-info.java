/** Surfaces for pictures. */
package dev.arcuate.plugin.bidsfmri.mesh;
