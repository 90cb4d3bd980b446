/** Says what is in files that the engine itself knows; plugins add their own formats. */
package dev.arcuate.engine.inspect;
