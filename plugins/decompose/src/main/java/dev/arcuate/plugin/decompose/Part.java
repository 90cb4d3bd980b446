package dev.arcuate.plugin.decompose;

import java.util.List;

/** Names of the representations of {@code syntax-semantics}. */
final class Part {
  /** X of the lexical layer. */
  static final String LEXICAL_TOTAL = "lexical-total";

  /** X̄ of the lexical layer. */
  static final String LEXICAL_SYNTAX = "lexical-syntax";

  /** X − X̄ of the lexical layer. */
  static final String LEXICAL_SEMANTICS = "lexical-semantics";

  /** X of the contextual layer. */
  static final String TOTAL = "total";

  /** X̄ of the contextual layer. */
  static final String SYNTAX = "syntax";

  /** X − X̄ of the contextual layer. */
  static final String SEMANTICS = "semantics";

  /** X̄ of the contextual layer beside X of the lexical one. */
  static final String SYNTAX_WITH_LEXICAL = "syntax-with-lexical";

  /** The encodings that the score table is made of. */
  static final List<String> SCORED =
      List.of(LEXICAL_SYNTAX, LEXICAL_TOTAL, SYNTAX, TOTAL, SYNTAX_WITH_LEXICAL);

  private Part() {}
}
