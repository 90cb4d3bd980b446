import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.Resources;
import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Words;
import dev.arcuate.engine.accel.Accel;
import dev.arcuate.engine.accel.Device;
import dev.arcuate.engine.stages.ContextSettings;
import dev.arcuate.engine.stages.ExtractionSettings;
import dev.arcuate.engine.stages.Stages;
import dev.arcuate.plugin.gpt2.Gpt2Model;
import dev.arcuate.plugin.gpt2.Gpt2Settings;
import dev.arcuate.pretrained.Precision;
import dev.arcuate.testkit.TestTask;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Word-by-word activations of a GPT-2 with random weights, over windows of 256 to 512 tokens that
 * many words share (with exactly 512 before every word, no two could), beside a pass of its own for
 * every word: {@code Windows WORK STORY TOKENIZER_FOLDER WORDS SAMPLED LAYERS WIDTH}. The time of
 * all words is that of the sampled ones, scaled.
 */
final class Windows {
  private static final int WINDOW = 512;
  private static final int MINIMUM = 256;
  private static final int VOCABULARY = 50257;
  private static final double NANO = 1e9;

  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(arguments[0]).toAbsolutePath();
    int wordCount = Integer.parseInt(arguments[3]);
    int sampled = Integer.parseInt(arguments[4]);
    int layers = Integer.parseInt(arguments[5]);
    int width = Integer.parseInt(arguments[6]);
    Path folder = model(work, Path.of(arguments[2]), layers, width);
    Words words = story(Files.readString(Path.of(arguments[1])), wordCount);
    int threads = Integer.getInteger("threads", 2);
    Gpt2Settings settings =
        new Gpt2Settings(
            new InputPath(folder, "gpt2"), Optional.empty(), true, Precision.FLOAT32);
    try (Accel accel =
        new Accel(new Accel.Options(Device.CPU, work.resolve("natives"), threads))) {
      Gpt2Model component = new Gpt2Model(accel.inference(), accel.tokenizers());
      TestTask task =
          new TestTask(Files.createTempDirectory(work, "task"))
              .with("words", words)
              .with(Resources.of(threads, 4096));
      ExtractionSettings extraction =
          new ExtractionSettings(
              List.of("all"),
              new ContextSettings(
                  ContextSettings.Policy.FULL,
                  Optional.of(WINDOW),
                  Optional.of(MINIMUM),
                  Optional.empty(),
                  false,
                  false),
              Optional.empty(),
              false,
              Optional.empty(),
              List.of());
      long start = System.nanoTime();
      new Stages().of(component).orElseThrow().run(component, settings, Optional.of(extraction), task);
      double shared = (System.nanoTime() - start) / NANO;
      Activations activations = task.result("activations", Activations.class);
      try (LanguageModel.Open open = component.open(settings, task)) {
        compare(open, words, activations, sampled, shared);
      }
    }
  }

  private static void compare(
      LanguageModel.Open model, Words words, Activations activations, int sampled, double shared) {
    Tokenizer.Encoding encoding = model.tokenizer().encode(words.text(), true);
    int count = words.list().size();
    int[] first = new int[count];
    int[] end = new int[count];
    int token = 0;
    for (int word = 0; word < count; word++) {
      while (encoding.ends()[token] <= words.list().get(word).start()) {
        token++;
      }
      first[word] = token;
      while (token < encoding.ids().length
          && encoding.starts()[token] < words.list().get(word).end()) {
        token++;
      }
      end[word] = token;
    }
    int[] layers = IntStream.range(0, model.card().layers().size()).toArray();
    int begin = 0;
    double seconds = 0;
    double greatest = 0;
    int done = 0;
    int every = Math.max(1, count / sampled);
    for (int word = 0; word < count; word++) {
      if (end[word] - first[begin] > WINDOW) {
        begin = word;
        while (end[word] - first[begin] < MINIMUM) {
          begin--;
        }
      }
      if (word % every != every - 1) {
        continue;
      }
      long[] ids = java.util.Arrays.copyOfRange(encoding.ids(), first[begin], end[word]);
      long start = System.nanoTime();
      float[][] states = model.hiddenStates(new long[][] {ids}, layers)[0];
      seconds += (System.nanoTime() - start) / NANO;
      done++;
      for (int layer = 0; layer < layers.length; layer++) {
        float[] row = activations.layer(layer).row(word);
        int last = (ids.length - 1) * row.length;
        for (int column = 0; column < row.length; column++) {
          greatest = Math.max(greatest, Math.abs(row[column] - states[layer][last + column]));
        }
      }
    }
    double alone = seconds / done * count;
    System.out.printf("words                        %10d%n", count);
    System.out.printf("tokens                       %10d%n", encoding.ids().length);
    System.out.printf("shared windows               %10.1f s%n", shared);
    System.out.printf("one pass per word            %10.1f s  (%d words measured)%n", alone, done);
    System.out.printf("times faster                 %10.1f    (wanted: 20)%n", alone / shared);
    System.out.printf("greatest difference          %10.1e    (wanted: 1e-5)%n", greatest);
    if (alone / shared < 20 || greatest > 1e-5) {
      System.exit(1);
    }
  }

  private static Words story(String text, int count) {
    StringBuilder all = new StringBuilder();
    List<Words.Word> list = new ArrayList<>();
    int sentence = 0;
    String[] forms = text.strip().split("\\s+");
    for (int word = 0; word < count; word++) {
      String form = forms[word % forms.length];
      int start = all.length();
      all.append(form);
      list.add(
          new Words.Word("1", word * 0.4, 0.3, sentence, start, all.length(), true, form));
      all.append(' ');
      sentence += form.matches(".*[.!?].*") ? 1 : 0;
    }
    return new Words(all.toString(), list);
  }

  /** A GPT-2 with weights as at the start of its training. */
  private static Path model(Path work, Path tokenizer, int layers, int width) throws Exception {
    Path folder = Files.createDirectories(work.resolve("gpt2-" + layers + "x" + width));
    for (String file :
        List.of("tokenizer.json", "vocab.json", "merges.txt", "encoder.json", "vocab.bpe")) {
      Files.deleteIfExists(folder.resolve(file));
      if (Files.exists(tokenizer.resolve(file))) {
        Files.copy(tokenizer.resolve(file), folder.resolve(file));
      }
    }
    Path weights = folder.resolve("model.safetensors");
    if (Files.exists(weights)) {
      return folder;
    }
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "vocab_size": %d,
         "n_embd": %d, "n_head": %d, "n_layer": %d, "n_positions": 1024, "n_inner": null,
         "activation_function": "gelu_new", "layer_norm_epsilon": 1e-05,
         "tie_word_embeddings": true}
        """
            .formatted(VOCABULARY, width, width / 64, layers));
    Map<String, int[]> tensors = new LinkedHashMap<>();
    tensors.put("wte.weight", new int[] {VOCABULARY, width});
    tensors.put("wpe.weight", new int[] {1024, width});
    for (int layer = 0; layer < layers; layer++) {
      String h = "h." + layer + ".";
      tensors.put(h + "ln_1.weight", new int[] {width});
      tensors.put(h + "ln_1.bias", new int[] {width});
      tensors.put(h + "attn.c_attn.weight", new int[] {width, 3 * width});
      tensors.put(h + "attn.c_attn.bias", new int[] {3 * width});
      tensors.put(h + "attn.c_proj.weight", new int[] {width, width});
      tensors.put(h + "attn.c_proj.bias", new int[] {width});
      tensors.put(h + "ln_2.weight", new int[] {width});
      tensors.put(h + "ln_2.bias", new int[] {width});
      tensors.put(h + "mlp.c_fc.weight", new int[] {width, 4 * width});
      tensors.put(h + "mlp.c_fc.bias", new int[] {4 * width});
      tensors.put(h + "mlp.c_proj.weight", new int[] {4 * width, width});
      tensors.put(h + "mlp.c_proj.bias", new int[] {width});
    }
    tensors.put("ln_f.weight", new int[] {width});
    tensors.put("ln_f.bias", new int[] {width});
    StringBuilder header = new StringBuilder("{");
    long offset = 0;
    for (Map.Entry<String, int[]> tensor : tensors.entrySet()) {
      long bytes = 4L;
      for (int size : tensor.getValue()) {
        bytes *= size;
      }
      header
          .append(header.length() == 1 ? "" : ",")
          .append('"')
          .append(tensor.getKey())
          .append("\":{\"dtype\":\"F32\",\"shape\":")
          .append(java.util.Arrays.toString(tensor.getValue()))
          .append(",\"data_offsets\":[")
          .append(offset)
          .append(',')
          .append(offset + bytes)
          .append("]}");
      offset += bytes;
    }
    header.append('}');
    while (header.length() % 8 != 0) {
      header.append(' ');
    }
    Path part = folder.resolve("model.part");
    SplittableRandom random = new SplittableRandom(1);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 20)) {
      out.write(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length()).array());
      out.write(header.toString().getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, int[]> tensor : tensors.entrySet()) {
        int size = 1;
        for (int dimension : tensor.getValue()) {
          size *= dimension;
        }
        ByteBuffer values = ByteBuffer.allocate(4 * size).order(ByteOrder.LITTLE_ENDIAN);
        boolean one = tensor.getKey().contains("ln_") && tensor.getKey().endsWith("weight");
        for (int i = 0; i < size; i++) {
          // A sum of uniform numbers is normal enough, and quick.
          double uniform = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
          values.putFloat(one ? 1 : tensor.getKey().endsWith("bias") ? 0 : (float) (0.04 * uniform));
        }
        out.write(values.array());
      }
    }
    Files.move(part, weights);
    return folder;
  }
}
