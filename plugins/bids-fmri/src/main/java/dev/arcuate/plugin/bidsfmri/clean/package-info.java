/** Takes drift, motion and other nuisances out of time series. */
package dev.arcuate.plugin.bidsfmri.clean;
