/** The models a user has: the catalogue, and fetching them from a model hub. */
package dev.arcuate.engine.models;
