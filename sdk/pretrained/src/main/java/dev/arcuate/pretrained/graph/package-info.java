/** Finds what a graph computes by how its operators hang together. */
package dev.arcuate.pretrained.graph;
