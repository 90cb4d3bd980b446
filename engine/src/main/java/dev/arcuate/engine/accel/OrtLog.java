package dev.arcuate.engine.accel;

import java.util.Arrays;
import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Leads what ONNX Runtime's Java part logs to where everything else is logged. */
final class OrtLog {
  private static final String NAME = "ai.onnxruntime";

  private OrtLog() {}

  static void bridge() {
    Logger logger = Logger.getLogger(NAME);
    boolean bridged =
        Arrays.stream(logger.getHandlers()).anyMatch(SLF4JBridgeHandler.class::isInstance);
    if (!bridged) {
      logger.addHandler(new SLF4JBridgeHandler());
      logger.setUseParentHandlers(false);
    }
  }
}
