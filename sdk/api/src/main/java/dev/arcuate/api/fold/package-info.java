/** Splits into training and test rows that do not leak. Source: methods reference, section 9. */
package dev.arcuate.api.fold;
