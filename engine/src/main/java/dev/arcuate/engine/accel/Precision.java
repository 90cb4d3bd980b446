package dev.arcuate.engine.accel;

import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;

/**
 * What differs between a product in float64 and one in float32.
 *
 * @param <A> array on the heap
 * @param <P> memory outside it
 * @param <B> view of that memory
 */
sealed interface Precision<A, P extends Pointer, B extends Buffer> {
  Precision<double[], DoublePointer, DoubleBuffer> DOUBLE = new Doubles();
  Precision<float[], FloatPointer, FloatBuffer> FLOAT = new Floats();

  int bytes();

  P allocate(long values);

  /** A window on {@code length} values, of which the first is number {@code from}. */
  B window(P memory, long from, int length);

  void load(A array, int from, B into, int at, int length);

  void store(B memory, int from, A into, int at, int length);

  /** On arrays, which JNI copies whole. */
  void multiply(Gemm shape, A a, A b, A c);

  void multiply(Gemm shape, P a, P b, P c);

  /** The arguments of a BLAS product that are no matrices; strides are lengths of stored rows. */
  record Gemm(
      int transA,
      int transB,
      int m,
      int n,
      int k,
      double alpha,
      int strideA,
      int strideB,
      double beta,
      int strideC) {}

  final class Doubles implements Precision<double[], DoublePointer, DoubleBuffer> {
    @Override
    public int bytes() {
      return Double.BYTES;
    }

    @Override
    public DoublePointer allocate(long values) {
      return new DoublePointer(values);
    }

    @Override
    public DoubleBuffer window(DoublePointer memory, long from, int length) {
      return memory.getPointer(from).capacity(length).asBuffer();
    }

    @Override
    public void load(double[] array, int from, DoubleBuffer into, int at, int length) {
      into.put(at, array, from, length);
    }

    @Override
    public void store(DoubleBuffer memory, int from, double[] into, int at, int length) {
      memory.get(from, into, at, length);
    }

    @Override
    public void multiply(Gemm g, double[] a, double[] b, double[] c) {
      openblas.cblas_dgemm(
          openblas.CblasRowMajor,
          g.transA(),
          g.transB(),
          g.m(),
          g.n(),
          g.k(),
          g.alpha(),
          a,
          g.strideA(),
          b,
          g.strideB(),
          g.beta(),
          c,
          g.strideC());
    }

    @Override
    public void multiply(Gemm g, DoublePointer a, DoublePointer b, DoublePointer c) {
      openblas.cblas_dgemm(
          openblas.CblasRowMajor,
          g.transA(),
          g.transB(),
          g.m(),
          g.n(),
          g.k(),
          g.alpha(),
          a,
          g.strideA(),
          b,
          g.strideB(),
          g.beta(),
          c,
          g.strideC());
    }
  }

  final class Floats implements Precision<float[], FloatPointer, FloatBuffer> {
    @Override
    public int bytes() {
      return Float.BYTES;
    }

    @Override
    public FloatPointer allocate(long values) {
      return new FloatPointer(values);
    }

    @Override
    public FloatBuffer window(FloatPointer memory, long from, int length) {
      return memory.getPointer(from).capacity(length).asBuffer();
    }

    @Override
    public void load(float[] array, int from, FloatBuffer into, int at, int length) {
      into.put(at, array, from, length);
    }

    @Override
    public void store(FloatBuffer memory, int from, float[] into, int at, int length) {
      memory.get(from, into, at, length);
    }

    @Override
    public void multiply(Gemm g, float[] a, float[] b, float[] c) {
      openblas.cblas_sgemm(
          openblas.CblasRowMajor,
          g.transA(),
          g.transB(),
          g.m(),
          g.n(),
          g.k(),
          (float) g.alpha(),
          a,
          g.strideA(),
          b,
          g.strideB(),
          (float) g.beta(),
          c,
          g.strideC());
    }

    @Override
    public void multiply(Gemm g, FloatPointer a, FloatPointer b, FloatPointer c) {
      openblas.cblas_sgemm(
          openblas.CblasRowMajor,
          g.transA(),
          g.transB(),
          g.m(),
          g.n(),
          g.k(),
          (float) g.alpha(),
          a,
          g.strideA(),
          b,
          g.strideB(),
          (float) g.beta(),
          c,
          g.strideC());
    }
  }
}
