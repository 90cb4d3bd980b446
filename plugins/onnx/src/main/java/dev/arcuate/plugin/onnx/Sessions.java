package dev.arcuate.plugin.onnx;

import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Session;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The graph in memory, once. What is tapped cannot be optimised away, so only what somebody asked
 * for is; when more is asked for, the graph is opened anew.
 */
final class Sessions implements AutoCloseable {
  private final Inference inference;
  private final Path graph;
  private final int threads;
  private final Set<String> taps = new LinkedHashSet<>();
  private Session session;

  Sessions(Inference inference, Path graph, int threads, Set<String> taps) {
    this.inference = inference;
    this.graph = graph;
    this.threads = threads;
    this.taps.addAll(taps);
    this.session = inference.open(graph, new Inference.Options(threads, this.taps));
  }

  /** A session that gives these tensors; valid until the next call. */
  Session giving(Set<String> tensors) {
    boolean there =
        session.outputs().stream().map(Inference.Signature::name).toList().containsAll(tensors);
    if (!there) {
      taps.addAll(tensors);
      session.close();
      session = inference.open(graph, new Inference.Options(threads, taps));
    }
    return session;
  }

  Session now() {
    return session;
  }

  @Override
  public void close() {
    session.close();
  }
}
