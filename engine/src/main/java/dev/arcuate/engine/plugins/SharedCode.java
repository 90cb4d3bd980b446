package dev.arcuate.engine.plugins;

import java.util.List;
import java.util.Optional;

/**
 * Packages that exist once, in the engine. A plugin that brings its own copy would look complete
 * and offer nothing, since its types are strangers to ours; one that brings a native library would
 * bind it to its own class loader, so that nobody else could load it again.
 *
 * @param prefix of class names
 * @param name for people
 * @param artifact Maven coordinates of what brings it
 * @param instead what a plugin asks for in its place; empty where it may use the engine's copy
 */
record SharedCode(String prefix, String name, String artifact, Optional<String> instead) {

  private static final List<SharedCode> ALL =
      List.of(
          visible("dev.arcuate.api.", "the Arcuate API", "dev.arcuate:arcuate-api"),
          hidden(
              "dev.arcuate.engine.",
              "the Arcuate engine",
              "dev.arcuate:arcuate-engine",
              "compile against dev.arcuate:arcuate-api"),
          visible("org.pf4j.", "PF4J", "org.pf4j:pf4j"),
          visible("org.slf4j.", "SLF4J", "org.slf4j:slf4j-api"),
          visible("jakarta.inject.", "Jakarta Inject", "jakarta.inject:jakarta.inject-api"),
          visible("com.google.inject.", "Guice", "com.google.inject:guice"),
          visible(
              "com.fasterxml.jackson.", "Jackson", "com.fasterxml.jackson.core:jackson-databind"),
          hidden(
              "ai.onnxruntime.",
              "ONNX Runtime",
              "com.microsoft.onnxruntime:onnxruntime",
              "ask for the host service Inference"),
          hidden(
              "ai.djl.", "DJL", "ai.djl.*", "ask for the host services Tokenizers and Inference"),
          hidden(
              "com.sun.jna.",
              "JNA",
              "net.java.dev.jna:jna",
              "start code that needs a native library as a process of its own"),
          hidden(
              "org.bytedeco.",
              "JavaCPP and its libraries",
              "org.bytedeco:*",
              "ask for the host service LinearAlgebra"));

  static Optional<SharedCode> owning(String className) {
    return ALL.stream().filter(shared -> className.startsWith(shared.prefix)).findFirst();
  }

  /** Whether plugins may use the engine's copy. */
  boolean visible() {
    return instead.isEmpty();
  }

  private static SharedCode visible(String prefix, String name, String artifact) {
    return new SharedCode(prefix, name, artifact, Optional.empty());
  }

  private static SharedCode hidden(String prefix, String name, String artifact, String instead) {
    return new SharedCode(prefix, name, artifact, Optional.of(instead));
  }
}
