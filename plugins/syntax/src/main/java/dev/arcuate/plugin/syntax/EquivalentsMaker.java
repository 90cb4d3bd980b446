package dev.arcuate.plugin.syntax;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.syntax.Equivalents.Candidate;
import dev.arcuate.plugin.syntax.EquivalentsSettings.TooFew;
import dev.arcuate.plugin.syntax.EquivalentsSettings.Unknown;
import dev.arcuate.plugin.syntax.SentenceTemplate.Fate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Makes sentences of the same structure and random content: words drawn anew from their classes by
 * their frequency in a corpus. The tree of an equivalent is that of its original by construction;
 * where a parser can read it again, only those it agrees with are kept. Source: methods reference,
 * 4.1.
 */
public final class EquivalentsMaker {
  private static final double MUCH = 0.5;
  private static final int EXAMPLES = 5;

  private final EquivalentsSettings settings;
  private final Optional<Reparser> reparser;
  private final Task task;
  private final Words words;
  private long candidates;
  private long accepted;
  private long repeated;

  private EquivalentsMaker(EquivalentsSettings settings, Optional<Reparser> reparser, Task task) {
    this.settings = settings;
    this.reparser = reparser;
    this.task = task;
    words = task.input("words", Words.class);
  }

  /** The inputs of every component that makes equivalents. */
  public static List<Port> inputs() {
    return List.of(
        Port.one("words", Words.class, "the words of the stimulus"),
        Port.one("parse", Table.class, "their parse"),
        Port.one("lexicon", Table.class, "the words to draw from, by class"));
  }

  /** The outputs of every component that makes equivalents. */
  public static List<Port> outputs() {
    return List.of(
        Port.one(
            "equivalents",
            Table.class,
            "originals and equivalents, to be read, edited and given back with equivalents-given"),
        Port.one("page", Files.class, "the same side by side as a page for the browser"));
  }

  /**
   * Makes the outputs.
   *
   * @param reparser reads candidates again; without it, structure holds by construction
   */
  public static void run(EquivalentsSettings settings, Optional<Reparser> reparser, Task task)
      throws IOException {
    new EquivalentsMaker(settings, reparser, task).run();
  }

  private void run() throws IOException {
    List<Placed> sentences = Placed.of(task.input("parse", Table.class));
    Lexicon lexicon = Lexicon.of(task.input("lexicon", Table.class), settings.match());
    List<List<Integer>> own = wordsOfSentences(sentences);
    List<SentenceTemplate> templates = new ArrayList<>();
    for (int s = 0; s < sentences.size(); s++) {
      templates.add(new SentenceTemplate(sentences.get(s), own.get(s), words, lexicon, settings));
    }
    requireUsable(sentences, lexicon, templates);
    List<Equivalents.Sentence> made = new ArrayList<>();
    for (int s = 0; s < sentences.size(); s++) {
      task.checkCancelled();
      if (own.get(s).isEmpty()) {
        continue;
      }
      int first = own.get(s).get(0);
      List<Candidate> chosen = candidates(s, sentences.get(s), templates.get(s), first);
      made.add(new Equivalents.Sentence(s, first, templates.get(s).original(), chosen));
      task.progress().report(s + 1, sentences.size(), "sentences");
    }
    Equivalents equivalents = new Equivalents(made);
    Table table = equivalents.table(words);
    table.write(task.output("equivalents"));
    EquivalentsPage.write(task.output("page"), table);
    tell(templates, made);
  }

  /** Every stimulus word belongs to the first sentence that has it, or to that of its neighbour. */
  private List<List<Integer>> wordsOfSentences(List<Placed> sentences) {
    int[] owner = new int[words.list().size()];
    java.util.Arrays.fill(owner, -1);
    for (int s = sentences.size() - 1; s >= 0; s--) {
      for (int word : sentences.get(s).words()) {
        if (word >= owner.length) {
          throw Problem.user(
                  "SYNTAX_OTHER_WORDS", "the parse belongs to more words than are connected")
              .hint("connect the same words to the parse and to this step")
              .exception();
        }
        owner[word] = s;
      }
    }
    List<List<Integer>> own = new ArrayList<>();
    sentences.forEach(sentence -> own.add(new ArrayList<>()));
    int current = 0;
    for (int word = 0; word < owner.length; word++) {
      current = Math.max(current, owner[word]);
      own.get(current).add(word);
    }
    return own;
  }

  private void requireUsable(
      List<Placed> sentences, Lexicon lexicon, List<SentenceTemplate> templates) {
    int unknown = templates.stream().mapToInt(t -> t.count(Fate.UNKNOWN)).sum();
    int alone = templates.stream().mapToInt(t -> t.count(Fate.ALONE)).sum();
    int redrawn = templates.stream().mapToInt(t -> t.count(Fate.REDRAWN)).sum();
    int all = unknown + alone + redrawn;
    if (all == 0) {
      throw Problem.user("SYNTAX_NOTHING_TO_REPLACE", "no word of the stimulus is to be replaced")
          .hint("see 'function-words'; or the parse covers none of the words")
          .exception();
    }
    if (unknown > MUCH * all) {
      throw mismatch(sentences, lexicon, unknown, all).exception();
    }
    if (redrawn == 0) {
      throw Problem.data(
              "SYNTAX_LEXICON_POOR",
              "the lexicon has one form per class: none of "
                  + all
                  + " words can be replaced by another")
          .hint("count a larger corpus, or match fewer columns, such as 'match: [coarse]'")
          .exception();
    }
    if (unknown > 0 && settings.unknown() == Unknown.ERROR) {
      throw Problem.data(
              "SYNTAX_CLASS_UNKNOWN",
              unknown
                  + " words are of classes that the lexicon does not have: "
                  + classes(templates, Fate.UNKNOWN))
          .hint("count a larger corpus, match fewer columns, or write 'unknown: keep'")
          .exception();
    }
    if (redrawn < MUCH * all) {
      task.warn(
          Problem.data(
                  "SYNTAX_LEXICON_POOR",
                  String.format(
                      Locale.ROOT,
                      "%d of %d words cannot be replaced: %d are the only ones of their class, %d of"
                          + " a class that the lexicon does not have",
                      unknown + alone,
                      all,
                      alone,
                      unknown))
              .hint("count a larger corpus, or match fewer columns, such as 'match: [coarse]'")
              .asWarning());
    }
  }

  /** Names the column in which lexicon and parse speak different languages. */
  private Problem mismatch(List<Placed> sentences, Lexicon lexicon, int unknown, int all) {
    StringBuilder columns = new StringBuilder();
    List<String> shared = new ArrayList<>();
    for (Lexicon.Column column : settings.match()) {
      Set<String> ofParse = new TreeSet<>();
      for (Placed sentence : sentences) {
        ParsedSentence parsed = sentence.parsed();
        parsed.units().forEach(unit -> ofParse.add(column.of(parsed, unit)));
      }
      Set<String> both = new HashSet<>(ofParse);
      both.retainAll(lexicon.values(column));
      if (both.size() * 2 < ofParse.size()) {
        columns
            .append("; '")
            .append(column.yaml())
            .append("' is ")
            .append(some(ofParse))
            .append(" in the parse and ")
            .append(some(lexicon.values(column)))
            .append(" in the lexicon");
      } else {
        shared.add(column.yaml());
      }
    }
    return Problem.user(
            "SYNTAX_TAGS_DIFFER",
            String.format(
                Locale.ROOT,
                "the lexicon does not know the classes of %d of %d words%s",
                unknown,
                all,
                columns))
        .hint(
            shared.isEmpty()
                ? "parse the stimulus and the corpus with one parser"
                : "parse both with one parser, or write 'match: ["
                    + String.join(", ", shared)
                    + "]'");
  }

  private static String some(Set<String> values) {
    String list = String.join(", ", values.stream().limit(EXAMPLES).toList());
    return values.size() > EXAMPLES ? list + ", …" : list;
  }

  private static String classes(List<SentenceTemplate> templates, Fate fate) {
    return some(
        new TreeSet<>(
            templates.stream().flatMap(template -> template.keys(fate).stream()).toList()));
  }

  private List<Candidate> candidates(int s, Placed sentence, SentenceTemplate template, int first) {
    // Mixed first: multiples of the generator's own step would give neighbouring seeds one
    // sequence.
    SplittableRandom random =
        new SplittableRandom(new SplittableRandom(settings.seed()).nextLong() + s);
    boolean judged = reparser.isPresent() && sentence.parsed().hasTree();
    int[][] distances = judged ? Distances.of(sentence.parsed()) : new int[0][];
    List<Candidate> valid = new ArrayList<>();
    List<Candidate> others = new ArrayList<>();
    Set<List<String>> seen = new HashSet<>();
    int batches = judged ? settings.mostBatches() : settings.leastBatches();
    for (int batch = 0; batch < batches; batch++) {
      task.checkCancelled();
      if (batch >= settings.leastBatches() && valid.size() >= settings.stories()) {
        break;
      }
      List<List<String>> drawn = new ArrayList<>();
      for (int i = 0; i < settings.batch(); i++) {
        List<String> candidate = template.draw(random);
        candidates++;
        if (!settings.distinct() || seen.add(candidate)) {
          drawn.add(candidate);
        }
      }
      if (judged) {
        judge(drawn, distances, template, first, valid, others);
      } else {
        drawn.forEach(
            candidate ->
                valid.add(
                    new Candidate(candidate, "construction", 1, replaced(template, candidate))));
      }
    }
    return chosen(s, template, valid, others);
  }

  private void judge(
      List<List<String>> drawn,
      int[][] distances,
      SentenceTemplate template,
      int first,
      List<Candidate> valid,
      List<Candidate> others) {
    List<String> texts = drawn.stream().map(candidate -> text(candidate, first)).toList();
    List<ParsedSentence> parsed = reparser.orElseThrow().parse(texts);
    for (int i = 0; i < drawn.size(); i++) {
      double score =
          parsed.get(i).hasTree()
              ? Distances.agreement(distances, Distances.of(parsed.get(i)))
              : -1;
      boolean agrees = score > settings.threshold();
      int replaced = replaced(template, drawn.get(i));
      (agrees ? valid : others)
          .add(new Candidate(drawn.get(i), agrees ? "parsed" : "accepted", score, replaced));
    }
  }

  /** The candidate in the place of its original, with the punctuation around the sentence. */
  private String text(List<String> candidate, int first) {
    int last = first + candidate.size() - 1;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < candidate.size(); i++) {
      if (i > 0) {
        int end = words.list().get(first + i - 1).end();
        text.append(words.text(), end, words.list().get(first + i).start());
      }
      text.append(candidate.get(i));
    }
    int end = words.list().get(last).end();
    int next =
        last + 1 < words.list().size() ? words.list().get(last + 1).start() : words.text().length();
    String after = words.text().substring(end, next);
    int space = 0;
    while (space < after.length() && !Character.isWhitespace(after.charAt(space))) {
      space++;
    }
    return text.append(after, 0, space).toString().replaceAll("\\s+", " ");
  }

  private static int replaced(SentenceTemplate template, List<String> candidate) {
    int replaced = 0;
    for (int i = 0; i < candidate.size(); i++) {
      replaced += candidate.get(i).equalsIgnoreCase(template.original().get(i)) ? 0 : 1;
    }
    return replaced;
  }

  private List<Candidate> chosen(
      int s, SentenceTemplate template, List<Candidate> valid, List<Candidate> others) {
    valid.sort(Comparator.comparingDouble(Candidate::score).reversed());
    others.sort(Comparator.comparingDouble(Candidate::score).reversed());
    int wanted = settings.stories();
    List<Candidate> chosen = new ArrayList<>(valid.subList(0, Math.min(wanted, valid.size())));
    int missing = wanted - chosen.size();
    if (missing > 0 && settings.tooFew() == TooFew.ERROR) {
      throw Problem.data(
              "SYNTAX_TOO_FEW_VALID",
              "sentence "
                  + (s + 1)
                  + " has "
                  + chosen.size()
                  + " valid equivalents, "
                  + wanted
                  + " are asked for: '"
                  + String.join(" ", template.original())
                  + "'")
          .hint("allow more batches, a lower threshold, or 'too-few: accept' or 'repeat'")
          .exception();
    }
    if (settings.tooFew() == TooFew.ACCEPT) {
      int more = Math.min(missing, others.size());
      chosen.addAll(others.subList(0, more));
      accepted += more;
    }
    if (chosen.isEmpty()) {
      chosen.add(new Candidate(template.original(), "accepted", Double.NaN, 0));
      accepted++;
    }
    int different = chosen.size();
    while (chosen.size() < wanted) {
      chosen.add(chosen.get(chosen.size() % different));
      repeated++;
    }
    return chosen;
  }

  private void tell(List<SentenceTemplate> templates, List<Equivalents.Sentence> made) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("sentences", made.size());
    facts.put("stories", settings.stories());
    facts.put("candidates", candidates);
    facts.put("validity", reparser.isPresent() ? "parsed" : "construction");
    facts.put("units-redrawn", templates.stream().mapToInt(t -> t.count(Fate.REDRAWN)).sum());
    facts.put("units-copied", templates.stream().mapToInt(t -> t.count(Fate.COPIED)).sum());
    facts.put("units-alone-in-class", templates.stream().mapToInt(t -> t.count(Fate.ALONE)).sum());
    facts.put(
        "units-of-unknown-class", templates.stream().mapToInt(t -> t.count(Fate.UNKNOWN)).sum());
    facts.put("accepted-although-not-valid", accepted);
    facts.put("repeated", repeated);
    facts.put("seed", settings.seed());
    task.note(facts);
    if (accepted > 0) {
      task.warn(
          Problem.data(
                  "SYNTAX_ACCEPTED",
                  accepted
                      + " equivalents were taken although they are not valid, because too few"
                      + " are")
              .hint("see the rows with validity 'accepted'; more batches may find better ones")
              .asWarning());
    }
    if (repeated > 0) {
      task.warn(
          Problem.data(
                  "SYNTAX_REPEATED",
                  repeated + " equivalents are repetitions, because too few different ones exist")
              .hint("a larger corpus has more words of each class")
              .asWarning());
    }
  }
}
