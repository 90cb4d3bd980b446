/**
 * What a plugin author tests with: a task that runs without an engine, and one contract per
 * extension point that every implementation must pass.
 */
package dev.arcuate.testkit;
