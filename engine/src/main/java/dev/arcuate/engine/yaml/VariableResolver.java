package dev.arcuate.engine.yaml;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.problem.DidYouMean;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts values in place of references. {@code $name} or {@code $(name)} as a whole scalar becomes
 * the named node, inside text it becomes the named scalar's text; {@code $$} becomes a dollar. What
 * was put in is not searched again.
 */
public final class VariableResolver {
  /** What one value may grow to, in characters; small nodes count as several. */
  private static final long LARGEST = 2_000_000;

  private static final String NAME = "[A-Za-z][A-Za-z0-9_-]*";
  private static final Pattern WHOLE =
      Pattern.compile("\\$(?:\\((?<inside>" + NAME + ")\\)|(?<bare>" + NAME + "))");

  /** A dollar, a reference, or a dollar that is neither; tried in this order. */
  private static final Pattern PART =
      Pattern.compile(
          "\\$(?:(?<dollar>\\$)|\\((?<inside>"
              + NAME
              + ")\\)|(?<bare>"
              + NAME
              + ")|(?<template>\\{[^{}]*\\}?)|(?<broken>\\(?))");

  private static final Pattern MUSTACHE = Pattern.compile("\\{\\{\\s*(" + NAME + ")\\s*\\}\\}");

  private final Problems problems;

  public VariableResolver(Problems problems) {
    this.problems = requireNonNull(problems, "problems");
  }

  /**
   * A tree with all references replaced; the same object if it holds none. What was put in stands
   * at the place of the reference and remembers where it was written. A reference that cannot be
   * replaced is reported and stays.
   *
   * @param values by name, final: nothing in them is replaced
   */
  public Node resolve(Node node, Map<String, Node> values) {
    return new Substitution(values).resolve(node);
  }

  /** The same for a mapping; its keys are left as they are. */
  public Node.Mapping resolve(Node.Mapping mapping, Map<String, Node> values) {
    return new Substitution(values).resolveMapping(mapping);
  }

  /** One call, with all that it may put in: values made of values can double with every line. */
  private final class Substitution {
    private final Map<String, Node> values;
    private long remaining = LARGEST;

    Substitution(Map<String, Node> values) {
      this.values = values;
    }

    Node resolve(Node node) {
      if (node instanceof Node.Scalar scalar) {
        return resolveScalar(scalar);
      }
      if (node instanceof Node.Sequence sequence) {
        return resolveSequence(sequence);
      }
      return resolveMapping((Node.Mapping) node);
    }

    Node.Mapping resolveMapping(Node.Mapping mapping) {
      boolean changed = false;
      List<Node.Entry> entries = new ArrayList<>(mapping.entries().size());
      for (Node.Entry entry : mapping.entries()) {
        Node value = resolve(entry.value());
        boolean same = isSame(value, entry.value());
        changed |= !same;
        entries.add(same ? entry : new Node.Entry(entry.key(), value));
      }
      return changed ? new Node.Mapping(mapping.position(), entries) : mapping;
    }

    private Node resolveSequence(Node.Sequence sequence) {
      boolean changed = false;
      List<Node> items = new ArrayList<>(sequence.items().size());
      for (Node item : sequence.items()) {
        Node value = resolve(item);
        changed |= !isSame(value, item);
        items.add(value);
      }
      return changed ? new Node.Sequence(sequence.position(), items) : sequence;
    }

    private Node resolveScalar(Node.Scalar scalar) {
      reportMustache(scalar, values);
      if (scalar.text().indexOf('$') < 0) {
        return scalar;
      }
      Optional<String> whole = reference(scalar);
      if (whole.isEmpty()) {
        return new Node.Scalar(
            scalar.position(), embedded(scalar), scalar.quoted(), origin(scalar));
      }
      Node value = values.get(whole.get());
      if (value == null) {
        reportUnknown(scalar, whole.get(), values);
        return scalar;
      }
      return isAffordable(scalar, value) ? Nodes.referenced(value, scalar.position()) : scalar;
    }

    /** Text that begins with a value of the command, such as a folder, is the command's too. */
    private Optional<Position> origin(Node.Scalar scalar) {
      Matcher part = PART.matcher(scalar.text());
      if (!part.lookingAt()) {
        return scalar.definedAt();
      }
      String name = part.group("inside") == null ? part.group("bare") : part.group("inside");
      return values.get(name) instanceof Node.Scalar first && first.isOverride()
          ? first.definedAt().or(() -> Optional.of(first.position()))
          : scalar.definedAt();
    }

    private String embedded(Node.Scalar scalar) {
      StringBuilder text = new StringBuilder();
      Matcher part = PART.matcher(scalar.text());
      int end = 0;
      while (part.find()) {
        text.append(scalar.text(), end, part.start());
        end = part.end();
        String name = part.group("inside") == null ? part.group("bare") : part.group("inside");
        if (part.group("dollar") != null) {
          text.append('$');
        } else if (name != null) {
          text.append(
              textOf(scalar, name, values)
                  .filter(value -> isAffordable(scalar, value))
                  .map(Node.Scalar::text)
                  .orElse(part.group()));
        } else {
          reportSyntax(scalar, part);
          text.append(part.group());
        }
      }
      return text.append(scalar.text(), end, scalar.text().length()).toString();
    }

    private boolean isAffordable(Node.Scalar reference, Node value) {
      boolean reported = remaining < 0;
      remaining -= Nodes.size(value, Math.max(0, remaining));
      if (remaining < 0 && !reported) {
        problems.add(
            YamlCode.VARIABLE_TOO_LARGE
                .at(
                    reference.position(),
                    "with %s put in, this grows beyond %d characters"
                        .formatted(Quoted.of(reference.text()), LARGEST))
                .hint("keep data in files of their own and name them in the workflow"));
      }
      return remaining >= 0;
    }
  }

  @SuppressWarnings("ReferenceEquality") // an equal copy would be as good, but costs a comparison
  private static boolean isSame(Node one, Node other) {
    return one == other;
  }

  private Optional<Node.Scalar> textOf(Node.Scalar scalar, String name, Map<String, Node> values) {
    Node value = values.get(name);
    if (value == null) {
      reportUnknown(scalar, name, values);
      return Optional.empty();
    }
    if (value instanceof Node.Scalar found) {
      return Optional.of(found);
    }
    problems.add(
        YamlCode.VARIABLE_NOT_TEXT
            .at(
                scalar.position(),
                "'$%s' is %s (from %s) and cannot stand inside text"
                    .formatted(name, value.kind(), value.position()))
            .hint("sweep over it, or refer to it without other text around it"));
    return Optional.empty();
  }

  private void reportMustache(Node.Scalar scalar, Map<String, Node> values) {
    Matcher mustache = MUSTACHE.matcher(scalar.text());
    while (mustache.find()) {
      if (values.containsKey(mustache.group(1))) {
        problems.add(Templates.problem(scalar.position(), mustache.group()));
      }
    }
  }

  private void reportSyntax(Node.Scalar scalar, Matcher part) {
    if (part.group("template") != null) {
      problems.add(Templates.problem(scalar.position(), part.group()));
      return;
    }
    problems.add(
        YamlCode.VARIABLE_SYNTAX
            .at(
                scalar.position(),
                "a '$' in %s is not followed by a name".formatted(Quoted.of(scalar.text())))
            .hint("write $$ for a dollar, or $(name) for a value"));
  }

  private void reportUnknown(Node.Scalar scalar, String name, Map<String, Node> values) {
    problems.add(
        YamlCode.UNKNOWN_VARIABLE
            .at(
                scalar.position(),
                "'$%s' is neither a param nor a sweep variable of this step".formatted(name))
            .hint(
                known(name, values)
                    .orElseGet(() -> DidYouMean.hint(name, "known names", values.keySet()))));
  }

  /** {@code $subject_run} was read as one name, although only {@code subject} exists. */
  private static Optional<String> known(String name, Map<String, Node> values) {
    if (values.isEmpty()) {
      return Optional.of("add it under 'params'");
    }
    for (int end = name.length() - 1; end > 0; end--) {
      String start = name.substring(0, end);
      if (values.containsKey(start) && "_-".indexOf(name.charAt(end)) >= 0) {
        return Optional.of("if '%s' is meant, write $(%s)".formatted(start, start));
      }
    }
    return Optional.empty();
  }

  /** The name that a scalar refers to if it is exactly one reference. */
  public static Optional<String> reference(Node.Scalar scalar) {
    Matcher whole = WHOLE.matcher(scalar.text());
    if (!whole.matches()) {
      return Optional.empty();
    }
    String inside = whole.group("inside");
    return Optional.of(inside == null ? whole.group("bare") : inside);
  }

  /** All names that a tree refers to, in the order of the file. */
  public static Set<String> references(Node node) {
    Set<String> names = new LinkedHashSet<>();
    collect(node, names);
    return names;
  }

  private static void collect(Node node, Set<String> names) {
    if (node instanceof Node.Sequence sequence) {
      sequence.items().forEach(item -> collect(item, names));
    } else if (node instanceof Node.Mapping mapping) {
      mapping.entries().forEach(entry -> collect(entry.value(), names));
    } else if (node instanceof Node.Scalar scalar && scalar.text().indexOf('$') >= 0) {
      Matcher part = PART.matcher(scalar.text());
      while (part.find()) {
        String name = part.group("inside") == null ? part.group("bare") : part.group("inside");
        if (name != null) {
          names.add(name);
        }
      }
    }
  }

  /**
   * Params with references to each other replaced, so that they can serve as values.
   *
   * @return all params that could be resolved, in file order; a cycle is reported
   */
  public Map<String, Node> resolveParams(Map<String, Node> params) {
    Map<String, Node> resolved = new LinkedHashMap<>();
    Set<String> open = new LinkedHashSet<>();
    params.keySet().forEach(name -> resolveParam(name, params, resolved, open));
    Map<String, Node> inOrder = new LinkedHashMap<>();
    params.keySet().stream()
        .filter(resolved::containsKey)
        .forEach(name -> inOrder.put(name, resolved.get(name)));
    return Collections.unmodifiableMap(inOrder);
  }

  private static String circle(String name, Set<String> open) {
    List<String> chain = new ArrayList<>(open);
    List<String> circle = new ArrayList<>(chain.subList(chain.indexOf(name), chain.size()));
    circle.add(name);
    return String.join(" -> ", circle);
  }

  private void resolveParam(
      String name, Map<String, Node> params, Map<String, Node> resolved, Set<String> open) {
    if (resolved.containsKey(name)) {
      return;
    }
    Node node = params.get(name);
    if (!open.add(name)) {
      problems.add(
          YamlCode.VARIABLE_CYCLE
              .at(
                  node.position(),
                  "param '%s' refers to itself: %s".formatted(name, circle(name, open)))
              .hint("give one of them a value without a reference"));
      return;
    }
    for (String other : references(node)) {
      if (params.containsKey(other)) {
        resolveParam(other, params, resolved, open);
      }
    }
    open.remove(name);
    Map<String, Node> values = new LinkedHashMap<>(params);
    values.putAll(resolved);
    resolved.put(name, resolve(node, values));
  }
}
