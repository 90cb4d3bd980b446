/** CIFTI-2: matrices whose columns are grayordinates or parcels, read and written. */
package dev.arcuate.plugin.bidsfmri.cifti;
