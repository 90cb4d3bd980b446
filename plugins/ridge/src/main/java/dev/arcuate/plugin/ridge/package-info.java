/** Ridge regression on the CPU. */
package dev.arcuate.plugin.ridge;
