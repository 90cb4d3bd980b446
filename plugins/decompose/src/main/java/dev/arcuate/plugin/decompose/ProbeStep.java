package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.decompose.ProbeSettings.Target;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** Tests whether parts hold what their names claim: decodes syntactic and semantic targets. */
@Extension
public final class ProbeStep implements Step<ProbeSettings> {
  private static final long MEBIBYTES = 768;

  private final LinearAlgebra algebra;

  @Inject
  public ProbeStep(LinearAlgebra algebra) {
    this.algebra = algebra;
  }

  @Override
  public String id() {
    return "probe";
  }

  @Override
  public String summary() {
    return "Decodes part of speech, depth, frequency and meaning of words from representations.";
  }

  @Override
  public Class<ProbeSettings> settingsType() {
    return ProbeSettings.class;
  }

  @Override
  public Resources resources(ProbeSettings settings) {
    return Resources.of(1, MEBIBYTES);
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.one("representations", Activations.class, "what to decode from"),
        Port.one("parse", Table.class, "the parse of the words"),
        Port.optional("lexicon", Table.class, "how often words occur, for noun-frequency"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one(
            "probes",
            Table.class,
            "per representation and target: score, accuracy, accuracy of guessing, words"));
  }

  @Override
  public void run(ProbeSettings settings, Task task) throws IOException {
    Activations given = task.input("representations", Activations.class);
    ProbeTargets known = new ProbeTargets(task.input("parse", Table.class));
    if (known.lastWord() >= given.layer(0).rows()) {
      throw Problem.user(
              "DECOMPOSE_ROWS_DIFFER",
              "the parse is of more words than the representations' " + given.layer(0).rows())
          .hint("connect the same words to both steps")
          .exception();
    }
    List<String> parts = settings.parts().isEmpty() ? given.layers() : settings.parts();
    Probe probe = new Probe(algebra, settings.penalties(), settings.folds());
    List<List<String>> rows = new ArrayList<>();
    int done = 0;
    for (Target target : settings.targets()) {
      ProbeTargets.Task wanted = wanted(target, settings, known, given, task);
      for (String part : parts) {
        task.checkCancelled();
        Rows from = Rows.of(given.layer(Layers.index(given, part)));
        Probe.Result result = probe.decode(from, wanted, task::checkCancelled);
        rows.add(
            List.of(
                part,
                target.yaml(),
                number(result.score()),
                number(result.accuracy()),
                number(result.guessing()),
                Integer.toString(wanted.words().length)));
        done++;
        task.progress().report(done, (long) settings.targets().size() * parts.size(), "probes");
      }
    }
    new Table(List.of("part", "target", "score", "accuracy", "guessing", "words"), rows)
        .write(task.output("probes"));
  }

  private static ProbeTargets.Task wanted(
      Target target, ProbeSettings settings, ProbeTargets known, Activations given, Task task)
      throws IOException {
    ProbeTargets.Task wanted =
        switch (target) {
          case PART_OF_SPEECH -> known.classes(target, Map.of(), settings.leastCount());
          case DEPTH -> known.depths();
          case NOUN_FREQUENCY -> known.frequencies(ProbeTargets.nounCounts(lexicon(task)));
          case NOUN_VECTOR ->
              known.vectors(Rows.of(given.layer(Layers.index(given, settings.vectors()))));
          case NOUN_CATEGORY -> known.classes(target, categories(settings), settings.leastCount());
        };
    if (wanted.words().length < settings.folds() * 2) {
      throw Problem.data(
              "DECOMPOSE_TOO_FEW_WORDS",
              "only "
                  + wanted.words().length
                  + " words can be used to decode '"
                  + target.yaml()
                  + "'")
          .hint(
              target == Target.DEPTH
                  ? "the parse has no trees: a part-of-speech tagger makes none"
                  : "lower 'least-count', or leave this target out")
          .exception();
    }
    return wanted;
  }

  private static Table lexicon(Task task) {
    Optional<Table> lexicon = task.optionalInput("lexicon", Table.class);
    return lexicon.orElseThrow(
        () ->
            Problem.user("DECOMPOSE_NO_LEXICON", "noun-frequency needs a lexicon")
                .hint("connect one under inputs: {lexicon: …}, or leave noun-frequency out")
                .exception());
  }

  private static Map<String, String> categories(ProbeSettings settings) throws IOException {
    if (settings.categories().isEmpty()
        || !Files.isRegularFile(settings.categories().get().path())) {
      throw Problem.user(
              "DECOMPOSE_NO_CATEGORIES",
              settings.categories().isEmpty()
                  ? "noun-category needs a table of categories"
                  : "there is no file " + settings.categories().get().logical())
          .hint("name a table with the columns lemma and category under 'categories'")
          .exception();
    }
    return ProbeTargets.categories(Table.read(settings.categories().get().path()));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? Table.MISSING : String.format(Locale.ROOT, "%.4f", value);
  }
}
