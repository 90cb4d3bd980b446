/** What is done to a recording between file and encoding. */
package dev.arcuate.plugin.bidsmeg.prepare;
