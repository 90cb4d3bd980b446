package dev.arcuate.engine.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Options;
import dev.arcuate.api.host.Inference.Session;
import dev.arcuate.api.host.Tensor;
import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.onnx.OnnxType;
import dev.arcuate.engine.accel.Turns.Turn;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One session at a time, on whatever device: here real sessions on the CPU. */
@Timeout(60)
class TurnsTest {
  private static final Options PLAIN = new Options(1, Set.of());

  private final Turns turns = new Turns();

  @Test
  void aSecondSessionOpensWhenTheFirstIsClosed() throws Exception {
    Inference inference = inference();
    Session first = inference.open(graph(), List.of(), PLAIN);
    CompletableFuture<Session> second =
        CompletableFuture.supplyAsync(() -> inference.open(graph(), List.of(), PLAIN));
    Thread.sleep(200);
    assertThat(second).isNotDone();
    first.close();
    // Closing again takes nothing from the one that came after it.
    first.close();
    try (Session open = second.get(30, TimeUnit.SECONDS)) {
      CompletableFuture<Session> third =
          CompletableFuture.supplyAsync(() -> inference.open(graph(), List.of(), PLAIN));
      Thread.sleep(200);
      assertThat(third).isNotDone();
      Tensor x = new Tensor.Floats(new long[] {1}, new float[] {3});
      Tensor y = open.run(Map.of("x", x), Set.of("y")).get("y");
      assertThat(((Tensor.Floats) y).values()).containsExactly(-3);
      open.close();
      third.get(30, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void neverTwoAtOnceHoweverManyAsk() throws Exception {
    AtomicInteger open = new AtomicInteger();
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> most = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        most.add(
            executor.submit(
                () -> {
                  try (Turn turn = turns.take("any")) {
                    int now = open.incrementAndGet();
                    Thread.sleep(0, 100_000);
                    open.decrementAndGet();
                    return now;
                  }
                }));
      }
      for (Future<Integer> now : most) {
        assertThat(now.get()).isEqualTo(1);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void oneThreadCannotWaitForItself() {
    try (Turn turn = turns.take("small")) {
      assertThatThrownBy(() -> turns.take("large"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "'large' cannot be opened while 'small' is open: one session at a time has the GPU");
    }
    turns.take("large").close();
  }

  /** A graph that cannot be opened leaves the way free. */
  @Test
  void whatFailsToOpenGivesItsTurnBack() {
    Inference inference = inference();
    OnnxGraph broken = new OnnxGraph("broken");
    broken.output(broken.call("NoSuchOperator", broken.input("x", OnnxType.FLOAT32, 1)).as("y"));
    assertThatThrownBy(() -> inference.open(broken.toBytes(), List.of(), PLAIN))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("NoSuchOperator");
    inference.open(graph(), List.of(), PLAIN).close();
  }

  @Test
  void aCancelledTaskStopsWaiting() throws Exception {
    try (Turn turn = turns.take("held")) {
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread waiting =
          new Thread(
              () -> {
                try {
                  turns.take("cancelled").close();
                  end.complete(new AssertionError("opened"));
                } catch (CancellationException e) {
                  end.complete(e);
                }
              });
      waiting.start();
      waiting.interrupt();
      assertThat(end.get(30, TimeUnit.SECONDS)).hasMessage("stopped while waiting for the GPU");
    }
  }

  private Inference inference() {
    Shared.ACCEL.warmUp(EnumSet.of(Library.INFERENCE));
    OrtRuntime runtime =
        new OrtRuntime(
            OrtEnvironment.getEnvironment(), Device.CPU, Optional.of(turns), Optional.empty());
    return new OrtInference(() -> runtime);
  }

  private static byte[] graph() {
    OnnxGraph graph = new OnnxGraph("negative");
    graph.output(graph.call("Neg", graph.input("x", OnnxType.FLOAT32, 1)).as("y"));
    return graph.toBytes();
  }
}
