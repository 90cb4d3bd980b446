package dev.arcuate.engine.accel;

import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import dev.arcuate.api.host.Tensor;
import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.api.host.Tokenizers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Stands for a plugin: loaded by a class loader of its own, it knows the API only. */
public final class PluginCode implements Function<Object[], String> {
  @Override
  public String apply(Object[] services) {
    Inference inference = (Inference) services[0];
    Tensor x = new Tensor.Floats(new long[] {2}, new float[] {1, 2});
    float y;
    try (Inference.Session session =
        inference.open((Path) services[3], new Inference.Options(1, Set.of("shifted")))) {
      y =
          ((Tensor.Floats) session.run(Map.of("x", x), Set.of("shifted")).get("shifted"))
              .values()[1];
    }
    long token;
    try (Tokenizer tokenizer = ((Tokenizers) services[1]).open((Path) services[4])) {
      token = tokenizer.encode("brain", false).ids()[0];
    }
    int n = 200;
    double[] ones = new double[n * n];
    java.util.Arrays.fill(ones, 1);
    double[] product = new double[n * n];
    ((LinearAlgebra) services[2])
        .multiply(Form.PLAIN, Form.PLAIN, n, n, n, 1, ones, ones, 0, product);
    return y + " " + token + " " + product[n];
  }
}
