package dev.arcuate.plugin.corenlp;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.plugin.syntax.ParsedSentence;
import dev.arcuate.plugin.syntax.Reparser;
import edu.stanford.nlp.ling.CoreAnnotations;
import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.parser.nndep.DependencyParser;
import edu.stanford.nlp.process.CoreLabelTokenFactory;
import edu.stanford.nlp.process.Morphology;
import edu.stanford.nlp.process.PTBTokenizer;
import edu.stanford.nlp.process.TokenizerFactory;
import edu.stanford.nlp.tagger.maxent.MaxentTagger;
import edu.stanford.nlp.trees.GrammaticalStructure;
import edu.stanford.nlp.trees.TypedDependency;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** English tokens, tags and dependencies. Safe for use by one task. */
final class CoreNlp implements Reparser {
  private static final String TAGGER =
      "edu/stanford/nlp/models/pos-tagger/english-left3words-distsim.tagger";
  private static final String PARSER = "edu/stanford/nlp/models/parser/nndep/english_UD.gz";

  private final TokenizerFactory<CoreLabel> tokens =
      PTBTokenizer.factory(new CoreLabelTokenFactory(), "invertible=true,splitHyphenated=true");
  private final MaxentTagger tagger;
  private final DependencyParser parser;
  private final Morphology morphology = new Morphology();
  private final Task task;

  private CoreNlp(MaxentTagger tagger, DependencyParser parser, Task task) {
    this.tagger = tagger;
    this.parser = parser;
    this.task = task;
  }

  /**
   * Loads the models.
   *
   * @throws dev.arcuate.api.ProblemException {@code CORENLP_LANGUAGE}, {@code CORENLP_NO_MODELS}
   */
  static CoreNlp open(CoreNlpSettings settings, Task task) throws IOException {
    if (!settings.language().equals("en")) {
      throw Problem.user(
              "CORENLP_LANGUAGE",
              "there is no parser for the language '"
                  + settings.language()
                  + "' here; there is one"
                  + " for en")
          .hint(
              "parse the text with spaCy, Stanza, UDPipe or Alpino, and read their CoNLL-U with the"
                  + " step 'parse'")
          .exception();
    }
    Path jar = settings.models().path();
    if (!Files.isRegularFile(jar)) {
      throw missing("there is no file " + settings.models().logical());
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Path tagger = unpacked(zip, TAGGER, settings, task);
      Path parser = unpacked(zip, PARSER, settings, task);
      return new CoreNlp(
          new MaxentTagger(tagger.toString()),
          DependencyParser.loadFromModelFile(parser.toString()),
          task);
    }
  }

  private static Path unpacked(ZipFile zip, String name, CoreNlpSettings settings, Task task)
      throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw missing(settings.models().logical() + " does not hold " + name);
    }
    Path file = task.scratch().resolve(name.substring(name.lastIndexOf('/') + 1));
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, file);
    }
    return file;
  }

  private static RuntimeException missing(String message) {
    return Problem.data("CORENLP_NO_MODELS", message)
        .hint("get stanford-corenlp with the classifier 'models' from Maven Central")
        .exception();
  }

  @Override
  public List<ParsedSentence> parse(List<String> texts) {
    List<ParsedSentence> sentences = new ArrayList<>();
    for (String text : texts) {
      task.checkCancelled();
      sentences.add(parse(text));
    }
    return sentences;
  }

  private ParsedSentence parse(String text) {
    List<CoreLabel> words = tokens.getTokenizer(new StringReader(text)).tokenize();
    tagger.tagCoreLabels(words);
    int[] heads = new int[words.size()];
    String[] relations = new String[words.size()];
    if (!words.isEmpty()) {
      GrammaticalStructure structure = parser.predict(words);
      for (TypedDependency dependency : structure.typedDependencies()) {
        int place = dependency.dep().index() - 1;
        heads[place] = dependency.gov().index();
        relations[place] = dependency.reln().toString();
      }
    }
    List<ParsedSentence.Unit> units = new ArrayList<>();
    List<ParsedSentence.Node> nodes = new ArrayList<>();
    for (int i = 0; i < heads.length; i++) {
      CoreLabel word = words.get(i);
      String form = word.get(CoreAnnotations.OriginalTextAnnotation.class);
      String relation = relations[i] == null ? "dep" : relations[i];
      boolean space = !word.get(CoreAnnotations.AfterAnnotation.class).isEmpty();
      units.add(new ParsedSentence.Unit(form, space, i, 1, 0));
      nodes.add(
          new ParsedSentence.Node(
              form,
              morphology.lemma(word.word(), word.tag()),
              UniversalTags.of(word.tag(), relation, form),
              word.tag(),
              "_",
              heads[i],
              relation));
    }
    return new ParsedSentence(units, nodes);
  }
}
