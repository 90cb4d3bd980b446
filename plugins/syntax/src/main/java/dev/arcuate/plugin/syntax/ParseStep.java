package dev.arcuate.plugin.syntax;

import dev.arcuate.api.Port;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/** Brings a parse that any parser wrote to the words of a stimulus. */
@Extension
public final class ParseStep implements Step<ParseSettings> {
  @Override
  public String id() {
    return "parse";
  }

  @Override
  public String summary() {
    return "Reads CoNLL-U files of any parser and finds their tokens in the words of a stimulus.";
  }

  @Override
  public Class<ParseSettings> settingsType() {
    return ParseSettings.class;
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
  public void run(ParseSettings settings, Task task) throws IOException {
    Words words = task.input("words", Words.class);
    List<ParsedSentence> sentences = new ArrayList<>();
    for (InputPath file : settings.conllu()) {
      task.checkCancelled();
      sentences.addAll(Conllu.read(file));
    }
    task.checkCancelled();
    String source =
        settings.conllu().stream().map(InputPath::logical).collect(Collectors.joining(", "));
    ParseOutput.write(
        sentences, words, source, settings.missing() == ParseSettings.Missing.KEEP, task);
  }
}
