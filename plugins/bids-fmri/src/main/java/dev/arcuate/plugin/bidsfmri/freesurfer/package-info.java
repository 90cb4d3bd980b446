/** Files of FreeSurfer. */
package dev.arcuate.plugin.bidsfmri.freesurfer;
