/** Statistics that the engine and several plugins compute alike. */
package dev.arcuate.api.statistics;
