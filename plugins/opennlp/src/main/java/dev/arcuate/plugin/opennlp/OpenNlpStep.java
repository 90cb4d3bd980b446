package dev.arcuate.plugin.opennlp;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.syntax.ParseOutput;
import dev.arcuate.plugin.syntax.ParsedSentence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;
import org.pf4j.Extension;

/** Tags the words of a stimulus with parts of speech; it makes no trees. */
@Extension
public final class OpenNlpStep implements Step<OpenNlpSettings> {
  private static final long MEBIBYTES = 256;

  /** A model is an archive with this in it. */
  private static final String MANIFEST = "manifest.properties";

  @Override
  public String id() {
    return "parse-opennlp";
  }

  @Override
  public String summary() {
    return "Tags words with universal parts of speech by Apache OpenNLP; makes no trees.";
  }

  @Override
  public Class<OpenNlpSettings> settingsType() {
    return OpenNlpSettings.class;
  }

  @Override
  public Resources resources(OpenNlpSettings settings) {
    return Resources.of(1, MEBIBYTES);
  }

  @Override
  public List<Port> inputs() {
    return ParseOutput.inputs();
  }

  @Override
  public List<Port> outputs() {
    return ParseOutput.outputs();
  }

  @Override
  public void run(OpenNlpSettings settings, Task task) throws IOException {
    Words words = task.input("words", Words.class);
    POSTaggerME tagger = new POSTaggerME(model(settings.model()));
    List<ParsedSentence> sentences = new ArrayList<>();
    for (List<Token> sentence : Tokens.sentences(words)) {
      task.checkCancelled();
      String[] forms = sentence.stream().map(Token::form).toArray(String[]::new);
      sentences.add(tagged(sentence, tagger.tag(forms)));
    }
    ParseOutput.write(sentences, words, "the text", false, task);
  }

  private static ParsedSentence tagged(List<Token> tokens, String[] tags) {
    List<ParsedSentence.Unit> units = new ArrayList<>();
    List<ParsedSentence.Node> nodes = new ArrayList<>();
    for (int i = 0; i < tags.length; i++) {
      String form = tokens.get(i).form();
      units.add(new ParsedSentence.Unit(form, tokens.get(i).spaceAfter(), i, 1, 0));
      nodes.add(
          new ParsedSentence.Node(
              form, form.toLowerCase(Locale.ROOT), tags[i], "_", "_", ParsedSentence.NO_HEAD, "_"));
    }
    return new ParsedSentence(units, nodes);
  }

  private static POSModel model(InputPath path) throws IOException {
    if (!Files.isRegularFile(path.path())) {
      throw Problem.data(
              "OPENNLP_NO_MODEL",
              "there is no part-of-speech model at "
                  + path.logical()
                  + ": without one, this language has no tagger here")
          .hint(
              "get opennlp-models-pos-LANGUAGE from Maven Central, or read what any other parser"
                  + " wrote with the step 'parse'")
          .exception();
    }
    try {
      try (ZipFile file = new ZipFile(path.path().toFile())) {
        if (file.getEntry(MANIFEST) != null) {
          return new POSModel(path.path());
        }
        ZipEntry entry =
            file.stream()
                .filter(e -> e.getName().endsWith(".bin"))
                .findFirst()
                .orElseThrow(() -> new IOException("it holds no model"));
        try (InputStream in = file.getInputStream(entry)) {
          return new POSModel(in);
        }
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw Problem.data(
              "OPENNLP_MODEL_UNREADABLE",
              path.logical() + " is no part-of-speech model: " + e.getMessage())
          .hint("get opennlp-models-pos-LANGUAGE from Maven Central")
          .exception(e);
    }
  }
}
