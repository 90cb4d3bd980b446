/** A page that says what was found, for people and for machines. */
package dev.arcuate.plugin.report;
