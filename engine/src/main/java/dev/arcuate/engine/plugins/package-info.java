/** Jars into a catalog of components: checks, class loaders, injectors, runtime swap, lock file. */
package dev.arcuate.engine.plugins;
