package dev.arcuate.engine.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.Tokenizers;
import dev.arcuate.engine.Arcuate;
import dev.arcuate.engine.Places;
import dev.arcuate.engine.Request;
import dev.arcuate.engine.Version;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plugins.Place;
import dev.arcuate.engine.plugins.PluginHost;
import dev.arcuate.engine.run.Cancellation;
import dev.arcuate.engine.run.RunOptions;
import dev.arcuate.engine.run.RunSummary;
import dev.arcuate.engine.run.Runner;
import dev.arcuate.engine.run.SettingsReader;
import dev.arcuate.engine.stages.Stages;
import dev.arcuate.engine.testing.Minds;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two models in one run where one session at a time may be open, as on a GPU. The sessions are
 * those of ONNX Runtime, on the CPU; they are only counted on their way.
 */
@Timeout(120)
class SessionsInTurnTest {
  private final CountDownLatch bothAsk = new CountDownLatch(2);
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();

  @TempDir Path temp;

  @Test
  void twoModelsOfOneRunHaveOneSessionAtATime() throws IOException {
    assumeTrue(
        Runtime.getRuntime().availableProcessors() > 1,
        "skipped: one core runs one task at a time anyway");
    Path plugins = temp.resolve("home/plugins");
    Minds.mind("mind", 1).in(plugins);
    Minds.mind("other", 7).in(plugins);
    Minds.teller().in(plugins);
    Files.writeString(temp.resolve("tokenizer.json"), Minds.TOKENIZER);
    Path workflow =
        Files.writeString(
            temp.resolve("workflow.yaml"),
            """
            arcuate: 1
            name: two
            steps:
              words: {uses: tell}
              one: {uses: mind, inputs: {words: words}, with: {tokenizer: tokenizer.json}}
              two: {uses: other, inputs: {words: words}, with: {tokenizer: tokenizer.json}}
            results: [one, two]
            """);
    Places places =
        new Places(
            temp.resolve("home"),
            temp.resolve("store"),
            temp.resolve("user"),
            List.of(),
            temp.resolve("cache"));
    try (Arcuate arcuate = Arcuate.open(places, Device.CPU);
        PluginHost host = PluginHost.open(settings(plugins))) {
      Plan plan = arcuate.plan(Request.of(workflow));
      Runner runner =
          new Runner(
              host, new Stages()::named, SettingsReader.ofSpecifications(), Clock.systemUTC());
      RunSummary summary =
          runner.run(
              plan,
              arcuate.store(),
              RunOptions.with(arcuate.permits()),
              event -> {},
              new Cancellation());
      assertThat(summary.problems()).isEmpty();
    }
    assertThat(bothAsk.getCount()).as("tasks that never asked for a session").isZero();
    assertThat(opened).hasValue(2);
    assertThat(mostOpen).hasValue(1);
    assertThat(open).hasValue(0);
  }

  private PluginHost.Settings settings(Path plugins) {
    Shared.ACCEL.warmUp(EnumSet.of(Library.INFERENCE));
    OrtRuntime runtime =
        new OrtRuntime(
            OrtEnvironment.getEnvironment(),
            Device.CPU,
            Optional.of(new Turns()),
            Optional.empty());
    return new PluginHost.Settings(
        List.of(Place.distribution(plugins)),
        Version.sdk(),
        Map.of(
            Inference.class, counted(new OrtInference(() -> runtime)),
            Tokenizers.class, Shared.ACCEL.tokenizers(),
            LinearAlgebra.class, Shared.ACCEL.linearAlgebra()),
        temp.resolve("other-cache"));
  }

  /** Lets both tasks ask before either gets what it asks for. */
  private Inference counted(Inference real) {
    return proxy(
        Inference.class,
        real,
        name -> {
          if (name.equals("open")) {
            bothAsk.countDown();
            bothAsk.await(60, TimeUnit.SECONDS);
          }
        },
        (name, result) -> name.equals("open") ? counted((Inference.Session) result) : result);
  }

  private Inference.Session counted(Inference.Session real) throws InterruptedException {
    opened.incrementAndGet();
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    // Time for another to be opened, if nothing kept it from that.
    Thread.sleep(200);
    return proxy(
        Inference.Session.class,
        real,
        name -> {
          if (name.equals("close")) {
            open.decrementAndGet();
          }
        },
        (name, result) -> result);
  }

  private interface Before {
    void call(String method) throws InterruptedException;
  }

  /** Makes something of what a method has returned. */
  private interface After {
    Object made(String method, Object result) throws InterruptedException;
  }

  private static <T> T proxy(Class<T> type, T real, Before before, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                before.call(method.getName());
                return after.made(method.getName(), method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
