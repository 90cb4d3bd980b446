/** Tools for tests of all rooms. */
package dev.arcuate.engine.testing;
