package dev.arcuate.engine.testing;

/** Plugins with language models that use all that is native, and with words for them. */
public final class Minds {
  /** What {@code with: {tokenizer: …}} of a mind names. */
  public static final String TOKENIZER =
      "{\"version\":\"1.0\",\"added_tokens\":[],\"pre_tokenizer\":{\"type\":\"Whitespace\"},"
          + "\"model\":{\"type\":\"WordLevel\",\"vocab\":{\"[UNK]\":0,\"down\":1},"
          + "\"unk_token\":\"[UNK]\"}}";

  private Minds() {}

  /** The step {@code tell}, with an output {@code words}. */
  public static PluginJar teller() {
    return PluginJar.of("teller")
        .components("tell")
        .source(
            "plugin.Tell",
            PluginJar.stepSource(
                    "tell",
                    """
                    new Words("down down", List.of(
                            new Words.Word("1", 0, 0.3, 0, 0, 4, true, "down"),
                            new Words.Word("1", 1, 0.3, 0, 5, 9, true, "down")))
                        .write(task.output("words"));
                    """)
                .replaceAll(
                    "outputs\\(\\) \\{[^}]*\\}",
                    "outputs() { return List.of(Port.one(\"words\", Words.class, \"words\")); }"));
  }

  /** A model whose last layer holds a figure: computed by a graph of its own, word by word. */
  public static PluginJar mind(String id, int figure) {
    return PluginJar.of(id)
        .version("1.0." + figure)
        .components(id)
        .source(
            "plugin.Mind",
            """
            package plugin;

            import dev.arcuate.api.*;
            import dev.arcuate.api.host.*;
            import dev.arcuate.api.onnx.*;
            import dev.arcuate.api.settings.*;
            import java.util.*;

            @org.pf4j.Extension
            public class Mind implements LanguageModel<Mind.Settings> {
              public record Settings(@Doc("Its tokenizer.") InputPath tokenizer) {}

              private final Tokenizers tokenizers;
              private final Inference inference;

              @jakarta.inject.Inject public Mind(Tokenizers tokenizers, Inference inference) {
                this.tokenizers = tokenizers;
                this.inference = inference;
              }

              @Override public String id() { return "%s"; }
              @Override public String summary() { return "Thinks of a number."; }
              @Override public Class<Settings> settingsType() { return Settings.class; }
              @Override public Open open(Settings settings, Task task) {
                Tokenizer tokenizer = tokenizers.open(settings.tokenizer().path());
                OnnxGraph graph = new OnnxGraph("%s");
                OnnxValue x = graph.input("x", OnnxType.FLOAT32, "numbers");
                graph.output(graph.call("Mul", x, graph.scalar(%df)).as("y"));
                Inference.Session session =
                    inference.open(
                        graph.toBytes(), List.of(), new Inference.Options(1, Set.of()));
                return new Open() {
                  @Override public Card card() {
                    return new Card("mind", List.of("embeddings", "1"), 2, 64, true);
                  }
                  @Override public Tokenizer tokenizer() { return tokenizer; }
                  @Override public float[][][] hiddenStates(long[][] ids, int[] layers) {
                    float[][][] all = new float[ids.length][layers.length][];
                    for (int s = 0; s < ids.length; s++) {
                      for (int l = 0; l < layers.length; l++) {
                        float[] layer = new float[2 * ids[s].length];
                        Arrays.fill(layer, layers[l]);
                        Tensor given = new Tensor.Floats(new long[] {layer.length}, layer);
                        Tensor y = session.run(Map.of("x", given), Set.of("y")).get("y");
                        all[s][l] = ((Tensor.Floats) y).values();
                      }
                    }
                    return all;
                  }
                  @Override public void close() {
                    session.close();
                    tokenizer.close();
                  }
                };
              }
            }
            """
                .formatted(id, id, figure));
  }
}
