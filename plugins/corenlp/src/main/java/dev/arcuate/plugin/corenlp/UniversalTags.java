package dev.arcuate.plugin.corenlp;

import java.util.Map;
import java.util.Set;

/**
 * Universal parts of speech of Penn Treebank tags, some of which depend on the dependency relation.
 * Source: universaldependencies.org/tagset-conversion/en-penn-uposf.html.
 */
final class UniversalTags {
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("NN", "NOUN"),
          Map.entry("NNS", "NOUN"),
          Map.entry("NNP", "PROPN"),
          Map.entry("NNPS", "PROPN"),
          Map.entry("MD", "AUX"),
          Map.entry("JJ", "ADJ"),
          Map.entry("JJR", "ADJ"),
          Map.entry("JJS", "ADJ"),
          Map.entry("RB", "ADV"),
          Map.entry("RBR", "ADV"),
          Map.entry("RBS", "ADV"),
          Map.entry("WRB", "ADV"),
          Map.entry("PRP", "PRON"),
          Map.entry("PRP$", "PRON"),
          Map.entry("WP", "PRON"),
          Map.entry("WP$", "PRON"),
          Map.entry("EX", "PRON"),
          Map.entry("CD", "NUM"),
          Map.entry("CC", "CCONJ"),
          Map.entry("RP", "ADP"),
          Map.entry("POS", "PART"),
          Map.entry("UH", "INTJ"),
          Map.entry("FW", "X"),
          Map.entry("LS", "X"),
          Map.entry("ADD", "X"),
          Map.entry("AFX", "X"),
          Map.entry("GW", "X"),
          Map.entry("XX", "X"),
          Map.entry("SYM", "SYM"),
          Map.entry("$", "SYM"),
          Map.entry("#", "SYM"));
  private static final Set<String> NEGATIONS = Set.of("not", "n't", "n’t");

  private UniversalTags() {}

  static String of(String tag, String relation, String form) {
    String base = relation.split(":", -1)[0];
    if (tag.startsWith("RB") && NEGATIONS.contains(form.toLowerCase(java.util.Locale.ROOT))) {
      return "PART";
    }
    if (FIXED.containsKey(tag)) {
      return FIXED.get(tag);
    }
    if (tag.startsWith("VB")) {
      return base.equals("aux") || base.equals("cop") ? "AUX" : "VERB";
    }
    return switch (tag) {
      case "IN" -> base.equals("mark") ? "SCONJ" : "ADP";
      case "TO" -> base.equals("case") ? "ADP" : "PART";
      case "DT", "PDT", "WDT" -> base.equals("det") ? "DET" : "PRON";
      default -> "PUNCT";
    };
  }
}
