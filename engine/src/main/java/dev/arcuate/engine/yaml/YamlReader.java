package dev.arcuate.engine.yaml;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.problem.Problems;
import java.util.Optional;

/**
 * YAML text into nodes that know their places. A subset of YAML on purpose: mappings, lists and
 * scalars. What people get wrong or what other tools read differently is a problem each, and all of
 * them are found in one go.
 */
public final class YamlReader {
  private final Limits limits;

  /**
   * What a file may ask for.
   *
   * @param characters greatest length
   * @param depth greatest number of lists and mappings inside each other
   */
  public record Limits(int characters, int depth) {
    /** Far beyond what people write, far below what would take noticeable time or memory. */
    public static final Limits DEFAULT = new Limits(1 << 20, 64);
  }

  public YamlReader() {
    this(Limits.DEFAULT);
  }

  public YamlReader(Limits limits) {
    this.limits = requireNonNull(limits, "limits");
  }

  /**
   * Reads a file that must hold one mapping.
   *
   * @param file its name as the user knows it
   * @return empty if the text cannot be understood at all; the mapping may be there although
   *     problems were found
   */
  public Optional<Node.Mapping> document(String file, String text, Problems problems) {
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (content.length() > limits.characters()) {
      problems.add(
          YamlCode.FILE_TOO_LARGE
              .at(
                  new Position(file, 0, 0),
                  "the file has %d characters; a workflow may have %d"
                      .formatted(content.length(), limits.characters()))
              .hint("keep data in files of their own and name them in the workflow"));
      return Optional.empty();
    }
    Repair repair = new Repair(file, content, problems);
    Optional<Node> root = repair.read(limits.depth());
    if (root.isEmpty()) {
      return Optional.empty();
    }
    if (root.get() instanceof Node.Mapping mapping) {
      return Optional.of(mapping);
    }
    problems.add(
        YamlCode.NOT_A_MAPPING
            .at(
                root.get().position(),
                "a workflow is a mapping of names to values, not " + root.get().kind())
            .hint("begin with a line such as 'arcuate: 1'"));
    return Optional.empty();
  }

  /**
   * Reads a single value of any kind, such as one given on the command line.
   *
   * @param place what every node of it points to
   */
  public Optional<Node> value(Position place, String text, Problems problems) {
    Problems found = new Problems();
    Optional<Node> node = Optional.empty();
    if (text.length() > limits.characters()) {
      found.add(YamlCode.FILE_TOO_LARGE.problem("the value is too long"));
    } else {
      node = new Repair(place.file(), text, found).read(limits.depth());
    }
    found.sorted().forEach(problem -> problems.add(problem.at(place)));
    return node.map(value -> Nodes.moved(value, place));
  }
}
