/** GIFTI: arrays on surfaces, read one after another, and written. */
package dev.arcuate.plugin.bidsfmri.gifti;
