package dev.arcuate.engine.accel;

/** Whether this machine and the build of ONNX Runtime under test can use a GPU. */
final class Cuda {
  private Cuda() {}

  static boolean usable() {
    return CudaLibraries.locate(System.getenv(), System.getProperty("os.name")).complete()
        && OrtRuntime.hasCudaProvider();
  }
}
