/**
 * Services that the engine injects into components. They own all native code: a plugin asks for
 * {@link dev.arcuate.api.host.Inference}, {@link dev.arcuate.api.host.Tokenizers} or {@link
 * dev.arcuate.api.host.LinearAlgebra} in its {@code @Inject} constructor and never ships a native
 * library.
 */
package dev.arcuate.api.host;
