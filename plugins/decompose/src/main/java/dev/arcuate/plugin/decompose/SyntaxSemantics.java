package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Decomposition;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pf4j.Extension;

/**
 * What is common to sentences of one structure, and what is not: X of the story, its mean X̄ over
 * equivalents, and their difference, of a lexical and a contextual layer. Source: Caucheteux,
 * Gramfort and King 2021; methods reference, section 4.
 */
@Extension
public final class SyntaxSemantics implements Decomposition<SyntaxSemanticsSettings> {
  private static final long MEBIBYTES = 768;

  @Override
  public String id() {
    return "syntax-semantics";
  }

  @Override
  public String summary() {
    return "Parts activations into what equivalents share (syntax) and what they do not (semantics).";
  }

  @Override
  public Class<SyntaxSemanticsSettings> settingsType() {
    return SyntaxSemanticsSettings.class;
  }

  @Override
  public Resources resources(SyntaxSemanticsSettings settings) {
    return Resources.of(1, MEBIBYTES);
  }

  @Override
  public void decompose(SyntaxSemanticsSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Given given = Given.withStories(task, settings.story());
    int lexical = Layers.index(given.original(), settings.lexicalLayer());
    int contextual = Layers.index(given.original(), settings.contextualLayer());
    Map<String, Rows> parts = new LinkedHashMap<>();
    add(
        parts,
        given,
        lexical,
        Part.LEXICAL_TOTAL,
        Part.LEXICAL_SYNTAX,
        Part.LEXICAL_SEMANTICS,
        task);
    add(parts, given, contextual, Part.TOTAL, Part.SYNTAX, Part.SEMANTICS, task);
    parts.put(
        Part.SYNTAX_WITH_LEXICAL,
        Rows.beside(List.of(parts.get(Part.SYNTAX), parts.get(Part.LEXICAL_TOTAL))));
    Concatenations.add(parts, settings.concatenations());
    Parts written = Parts.of(given.original(), task.output("representations"));
    for (Map.Entry<String, Rows> part : parts.entrySet()) {
      task.checkCancelled();
      written.add(part.getKey(), part.getValue());
    }
    if (settings.eachLayer()) {
      eachLayer(given, written, task);
    }
    written.finish();
    tell(given, lexical, contextual, task);
  }

  private static void add(
      Map<String, Rows> parts,
      Given given,
      int layer,
      String total,
      String syntax,
      String semantics,
      Task task) {
    Rows own = given.original(layer);
    Rows mean = given.mean(layer, task);
    parts.put(total, own);
    parts.put(syntax, mean);
    parts.put(semantics, own.minus(mean));
  }

  private static void eachLayer(Given given, Parts written, Task task) throws IOException {
    List<String> layers = given.original().layers();
    for (int layer = 0; layer < layers.size(); layer++) {
      Rows own = given.original(layer);
      Rows mean = given.mean(layer, task);
      written.add("total-" + layers.get(layer), own);
      written.add("syntax-" + layers.get(layer), mean);
      written.add("semantics-" + layers.get(layer), own.minus(mean));
    }
  }

  private static void tell(Given given, int lexical, int contextual, Task task) {
    double[] distances = Convergence.of(given, contextual, task);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("lexical-layer", given.original().layers().get(lexical));
    facts.put("contextual-layer", given.original().layers().get(contextual));
    facts.put("stories", given.stories().size());
    List<String> texts = new ArrayList<>();
    for (double distance : distances) {
      texts.add(String.format(Locale.ROOT, "%.4f", distance));
    }
    facts.put("one-minus-cosine-to-mean-of-all", texts);
    task.note(facts);
  }
}
