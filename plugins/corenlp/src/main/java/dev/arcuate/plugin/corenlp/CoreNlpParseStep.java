package dev.arcuate.plugin.corenlp;

import dev.arcuate.api.Port;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.syntax.ParseOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.Extension;

/** Parses the text of a stimulus, sentence by sentence. */
@Extension
public final class CoreNlpParseStep implements Step<CoreNlpSettings> {
  static final long MEBIBYTES = 1024;

  @Override
  public String id() {
    return "parse-corenlp";
  }

  @Override
  public String summary() {
    return "Parses English text by Stanford CoreNLP.";
  }

  @Override
  public Class<CoreNlpSettings> settingsType() {
    return CoreNlpSettings.class;
  }

  @Override
  public Resources resources(CoreNlpSettings settings) {
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
  public void run(CoreNlpSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Words words = task.input("words", Words.class);
    CoreNlp parser = CoreNlp.open(settings, task);
    ParseOutput.write(parser.parse(sentences(words)), words, "the text", false, task);
  }

  /** The text cut where the sentences of the stimulus begin, with the marks that open them. */
  static List<String> sentences(Words words) {
    List<String> sentences = new ArrayList<>();
    int from = 0;
    for (int i = 1; i < words.list().size(); i++) {
      if (words.list().get(i).sentence() != words.list().get(i - 1).sentence()) {
        int to = words.list().get(i - 1).end();
        while (to < words.list().get(i).start()
            && !Character.isWhitespace(words.text().charAt(to))) {
          to++;
        }
        sentences.add(words.text().substring(from, to));
        from = to;
      }
    }
    sentences.add(words.text().substring(from));
    return sentences;
  }
}
