/** One view of a recording, whatever format it lies in. */
package dev.arcuate.plugin.bidsmeg.signal;
