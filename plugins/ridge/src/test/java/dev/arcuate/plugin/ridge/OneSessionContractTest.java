package dev.arcuate.plugin.ridge;

import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.host.Inference;
import dev.arcuate.testkit.RegressionBackendContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** As a GPU has it: one session at a time; what it computes is computed on the CPU. */
class OneSessionContractTest extends RegressionBackendContract<RidgeSettings> {
  private final AtomicInteger open = new AtomicInteger();

  @Override
  protected RegressionBackend<RidgeSettings> component() {
    return new RidgeOnnx(gpu(), Native.ACCEL.linearAlgebra());
  }

  @Override
  protected RidgeSettings settings() {
    return new RidgeSettings(
        Ridges.GRID, Selection.PER_TARGET, Inner.K_FOLD, 5, true, Precision.SINGLE, true, true);
  }

  private Inference gpu() {
    return proxy(
        Inference.class,
        Native.ACCEL.inference(),
        (name, result) ->
            switch (name) {
              case "device" -> Inference.Device.CUDA;
              case "open" -> opened((Inference.Session) result);
              default -> result;
            });
  }

  private Inference.Session opened(Inference.Session session) {
    if (open.incrementAndGet() > 1) {
      throw new IllegalStateException("two sessions are open");
    }
    return proxy(
        Inference.Session.class,
        session,
        (name, result) -> {
          if (name.equals("close")) {
            open.decrementAndGet();
          }
          return result;
        });
  }

  /** Makes something of what a method has returned. */
  private interface After {
    Object made(String method, Object result);
  }

  private static <T> T proxy(Class<T> type, T real, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return after.made(method.getName(), method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
