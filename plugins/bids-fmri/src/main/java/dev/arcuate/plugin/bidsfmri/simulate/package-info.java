/** Makes fMRI datasets in which it is known what responds to what, and where. */
package dev.arcuate.plugin.bidsfmri.simulate;
