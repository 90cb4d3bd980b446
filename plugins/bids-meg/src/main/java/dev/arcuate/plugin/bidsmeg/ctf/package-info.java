/** CTF's .ds folders. */
package dev.arcuate.plugin.bidsmeg.ctf;
