/** Content-addressed folders: keys, atomic publication, locks, garbage collection. */
package dev.arcuate.engine.store;
