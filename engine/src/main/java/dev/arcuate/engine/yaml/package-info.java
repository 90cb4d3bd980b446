/**
 * File text into an immutable workflow in which every node knows its place; settings records into
 * schemas and values.
 */
package dev.arcuate.engine.yaml;
