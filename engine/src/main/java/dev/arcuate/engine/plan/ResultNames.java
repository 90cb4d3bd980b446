package dev.arcuate.engine.plan;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Folders of results: {@code group}, {@code group/layer-3_subject-01}, {@code fit.maps/layer-3}.
 * Safe on every file system.
 */
final class ResultNames {
  private static final int LONGEST_LABEL = 40;
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9.+]+");
  private static final Pattern EDGES = Pattern.compile("^[-.]+|[-.]+$");

  private final Set<String> taken = new HashSet<>();

  /** A new name. */
  String of(CheckedStep step, String port, Map<String, String> labels) {
    String base = step.firstOutput().filter(port::equals).isPresent() ? "" : "." + port;
    String path = step.id() + base;
    if (!labels.isEmpty()) {
      path +=
          labels.entrySet().stream()
              .map(label -> plain(label.getKey()) + "-" + plain(label.getValue()))
              .collect(Collectors.joining("_", "/", ""));
    }
    String name = path;
    for (int number = 2; !taken.add(name); number++) {
      name = path + "_" + number;
    }
    return name;
  }

  private static String plain(String text) {
    String safe = EDGES.matcher(UNSAFE.matcher(text).replaceAll("-")).replaceAll("");
    return safe.length() > LONGEST_LABEL ? safe.substring(0, LONGEST_LABEL) : safe;
  }
}
