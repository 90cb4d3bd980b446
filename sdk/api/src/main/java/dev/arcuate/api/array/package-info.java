/** Arrays on disk as plain {@code .npy}, readable by NumPy, MATLAB and R; and in memory. */
package dev.arcuate.api.array;
