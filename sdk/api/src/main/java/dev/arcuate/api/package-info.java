/**
 * Everything a plugin may see. Start with {@link dev.arcuate.api.Step}, the smallest extension
 * point; {@link dev.arcuate.api.Task} is what a running component is handed.
 */
package dev.arcuate.api;
