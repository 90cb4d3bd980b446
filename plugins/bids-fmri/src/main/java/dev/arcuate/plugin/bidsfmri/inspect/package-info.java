/** What is in files of fMRI and in BIDS datasets, for {@code arcuate inspect}. */
package dev.arcuate.plugin.bidsfmri.inspect;
