package dev.arcuate.engine.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One pass over the tokens of a text. */
final class TokenPass implements AutoCloseable {
  private static final YAMLFactory YAML = new YAMLFactory();

  private final String file;
  private final SourceText source;
  private final Problems problems;
  private final int deepest;
  private final YAMLParser parser;

  TokenPass(String file, SourceText source, Problems problems, int deepest) throws IOException {
    this.file = file;
    this.source = source;
    this.problems = problems;
    this.deepest = deepest;
    this.parser = YAML.createParser(source.text());
  }

  /** Nothing more can be read, and the reason has been reported. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Reads the first document.
   *
   * @return empty if there is none
   * @throws IOException if the text is not YAML
   */
  Optional<Node> read() throws IOException, Unreadable {
    if (parser.nextToken() == null) {
      return reportEmpty();
    }
    Node root = node(0);
    if (root instanceof Node.Scalar scalar && scalar.text().isEmpty() && !scalar.quoted()) {
      return reportEmpty();
    }
    if (parser.nextToken() != null) {
      problems.add(
          YamlCode.SECOND_DOCUMENT
              .at(place(), "a second document begins here; a workflow is one document")
              .hint("remove the line '---' before it, or move it to a file of its own"));
    }
    return Optional.of(root);
  }

  private Optional<Node> reportEmpty() {
    problems.add(
        YamlCode.EMPTY_FILE
            .at(new Position(file, 1, 1), "there is nothing in it")
            .hint("begin with a line such as 'arcuate: 1'"));
    return Optional.empty();
  }

  private Node node(int depth) throws IOException, Unreadable {
    Position place = place();
    if (depth > deepest) {
      problems.add(
          YamlCode.NESTED_TOO_DEEPLY
              .at(place, "lists and mappings stand more than %d deep here".formatted(deepest))
              .hint("close a bracket that was opened by mistake"));
      throw new Unreadable();
    }
    reportProperties(place);
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(place, depth);
      case START_ARRAY -> sequence(place, depth);
      default -> scalar(place);
    };
  }

  private Node sequence(Position place, int depth) throws IOException, Unreadable {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(depth + 1));
    }
    return new Node.Sequence(place, items);
  }

  private Node mapping(Position place, int depth) throws IOException, Unreadable {
    Map<String, Position> firstPlaces = new HashMap<>();
    List<Node.Entry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Node.Scalar key = key();
      parser.nextToken();
      Node value = node(depth + 1);
      if (isAccepted(key, firstPlaces)) {
        entries.add(new Node.Entry(key, value));
      }
    }
    return new Node.Mapping(place, entries);
  }

  private Node.Scalar key() throws IOException {
    Position place = place();
    switch (source.characterAt(place)) {
      case '&' -> reportAnchor(place, "an anchor (&)");
      case '!' -> reportTag(place);
      default -> {}
    }
    return scalar(place);
  }

  private boolean isAccepted(Node.Scalar key, Map<String, Position> firstPlaces) {
    if (key.text().equals("<<") && !key.quoted()) {
      problems.add(
          YamlCode.MERGE_KEY
              .at(key.position(), "merge keys (<<) are not supported")
              .hint("put what steps share under 'defaults', or in an included file"));
      return false;
    }
    if (key.text().isEmpty()) {
      problems.add(YamlCode.YAML_SYNTAX.at(key.position(), "this key has no name"));
      return false;
    }
    Position first = firstPlaces.putIfAbsent(key.text(), key.position());
    if (first != null) {
      problems.add(
          YamlCode.DUPLICATE_KEY
              .at(
                  key.position(),
                  "%s stands here already, in line %d"
                      .formatted(Quoted.of(key.text()), first.line()))
              .hint("remove or rename one of the two"));
      return false;
    }
    return true;
  }

  private void reportProperties(Position place) throws IOException {
    if (parser.isCurrentAlias()) {
      reportAnchor(place, "an alias (*)");
    } else if (parser.getObjectId() != null) {
      reportAnchor(place, "an anchor (&)");
    }
    if (parser.getTypeId() != null) {
      reportTag(place);
    }
  }

  private void reportAnchor(Position place, String what) {
    problems.add(SyntaxProblems.anchor(place, what));
  }

  private void reportTag(Position place) {
    problems.add(
        YamlCode.TAG
            .at(place, "a type tag (!) stands here; they are not supported")
            .hint("remove it; put text that begins with ! in quotes"));
  }

  private Node.Scalar scalar(Position place) throws IOException {
    String text = parser.getText();
    Node.Scalar scalar = new Node.Scalar(place, text, source.quotedAt(place));
    if (!scalar.quoted()) {
      Templates.report(scalar, problems);
      if (text.indexOf('\t') >= 0) {
        problems.add(
            YamlCode.TAB
                .at(place, "a tab stands inside this text")
                .hint("use spaces, or put the text in quotes"));
      }
    }
    return scalar;
  }

  private Position place() {
    JsonLocation location = parser.currentTokenLocation();
    return new Position(file, location.getLineNr(), location.getColumnNr());
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
