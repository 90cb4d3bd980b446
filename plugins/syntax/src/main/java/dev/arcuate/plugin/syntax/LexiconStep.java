package dev.arcuate.plugin.syntax;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** Counts which words a corpus has of each class: part of speech and place in the sentence. */
@Extension
public final class LexiconStep implements Step<LexiconSettings> {
  @Override
  public String id() {
    return "lexicon";
  }

  @Override
  public String summary() {
    return "Counts the words of a corpus or treebank by part of speech and dependency relation.";
  }

  @Override
  public Class<LexiconSettings> settingsType() {
    return LexiconSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(Port.optional("parse", Table.class, "a parse whose words are counted as well"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one(
            "lexicon",
            Table.class,
            "one row per class and form: fine and coarse part of"
                + " speech, relation, form, count"));
  }

  @Override
  public void run(LexiconSettings settings, Task task) throws IOException {
    List<ParsedSentence> sentences = new ArrayList<>();
    for (InputPath file : settings.conllu()) {
      task.checkCancelled();
      sentences.addAll(Conllu.read(file));
    }
    Optional<Table> parse = task.optionalInput("parse", Table.class);
    parse.ifPresent(table -> Placed.of(table).forEach(placed -> sentences.add(placed.parsed())));
    task.checkCancelled();
    if (sentences.isEmpty()) {
      throw Problem.user("SYNTAX_LEXICON_OF_NOTHING", "there is nothing to count words in")
          .hint("name files under 'conllu', or connect a parse")
          .exception();
    }
    Table lexicon =
        Lexicon.count(
            sentences,
            settings.spelling() == LexiconSettings.Spelling.LOWER,
            settings.leastCount());
    lexicon.write(task.output("lexicon"));
    task.note(Map.of("sentences", sentences.size(), "rows", lexicon.rows()));
  }
}
