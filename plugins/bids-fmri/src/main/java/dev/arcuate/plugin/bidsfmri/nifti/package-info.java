/** NIfTI-1 and NIfTI-2 in single files, plain or compressed, one volume at a time. */
package dev.arcuate.plugin.bidsfmri.nifti;
