/** Plain NumPy arrays in and out, for checking a solver against one's own. */
package dev.arcuate.plugin.arrays;
