package dev.arcuate.engine.plan;

import dev.arcuate.engine.plugins.PluginInfo;
import dev.arcuate.engine.problem.Quoted;
import dev.arcuate.engine.store.CanonicalJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What is different between the material of two keys, in words. */
final class KeyDifference {
  private static final int SHOWN = 3;
  private static final int DIGITS = 8;

  private final Map<String, Object> before;
  private final Map<String, Object> after;
  private final Function<String, Optional<PluginInfo>> plugins;
  private final Function<String, Why.Producer> producers;
  private final List<String> reasons = new ArrayList<>();

  /**
   * @param before as stored
   * @param after as planned
   * @param producers the task that makes a key of {@code after}
   */
  KeyDifference(
      Map<String, Object> before,
      Map<String, Object> after,
      Function<String, Optional<PluginInfo>> plugins,
      Function<String, Why.Producer> producers) {
    this.before = before;
    this.after = after;
    this.plugins = plugins;
    this.producers = producers;
  }

  /** In the order in which they would be mended. */
  List<String> reasons() {
    compareCode();
    compareSettings();
    compareFiles();
    compareInputs();
    return reasons;
  }

  private void compareCode() {
    if (differs("scheme")) {
      reasons.add("this version of Arcuate makes keys in another way");
    }
    if (differs("stage") || differs("stage-revision")) {
      reasons.add("this version of Arcuate does this kind of step in another way");
    }
    if (differs("component")) {
      reasons.add(
          "component changed from '%s' to '%s'"
              .formatted(before.get("component"), after.get("component")));
    } else if (differs("code")) {
      String code = String.valueOf(after.get("code"));
      String brief = code.substring(0, Math.min(DIGITS, code.length()));
      reasons.add(
          plugins
              .apply(String.valueOf(after.get("component")))
              .map(
                  plugin ->
                      "plugin %s changed (now %s, code %s)"
                          .formatted(plugin.id(), plugin.version(), brief))
              .orElse("its plugin changed (code " + brief + ")"));
    }
  }

  private boolean differs(String field) {
    return !same(before.get(field), after.get(field));
  }

  private static boolean same(Object one, Object other) {
    return CanonicalJson.of(one).equals(CanonicalJson.of(other));
  }

  private void compareSettings() {
    Map<String, Object> old = new TreeMap<>();
    Map<String, Object> now = new TreeMap<>();
    flatten("", before.get("settings"), old);
    flatten("", after.get("settings"), now);
    List<String> changes = new ArrayList<>();
    for (String name : union(old.keySet(), now.keySet())) {
      if (!now.containsKey(name)) {
        changes.add("setting '%s' is gone, it was %s".formatted(name, show(old.get(name))));
      } else if (!old.containsKey(name)) {
        changes.add("setting '%s' is new: %s".formatted(name, show(now.get(name))));
      } else if (!same(old.get(name), now.get(name))) {
        changes.add(
            "setting '%s' changed from %s to %s"
                .formatted(name, show(old.get(name)), show(now.get(name))));
      }
    }
    addSome(changes, "settings");
  }

  private void addSome(List<String> changes, String noun) {
    reasons.addAll(changes.subList(0, Math.min(SHOWN, changes.size())));
    if (changes.size() > SHOWN) {
      reasons.add((changes.size() - SHOWN) + " more " + noun + " changed");
    }
  }

  /** Settings of nested records under dotted names. */
  private static void flatten(String prefix, Object node, Map<String, Object> into) {
    map(node)
        .forEach(
            (name, value) -> {
              if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
                flatten(prefix + name + ".", value, into);
              } else {
                into.put(prefix + name, value);
              }
            });
  }

  /** A file of another name shows in a setting, unless a component chooses its files itself. */
  private void compareFiles() {
    Map<String, Object> old = map(before.get("files"));
    Map<String, Object> now = map(after.get("files"));
    List<String> changed =
        now.keySet().stream()
            .filter(path -> old.containsKey(path) && !same(old.get(path), now.get(path)))
            .toList();
    if (!changed.isEmpty()) {
      reasons.add(
          changed.size() == 1
              ? "the content of '%s' changed".formatted(changed.get(0))
              : "the content of %d files changed, such as '%s'"
                  .formatted(changed.size(), changed.get(0)));
    } else if (!old.keySet().equals(now.keySet()) && reasons.isEmpty()) {
      Set<String> fresh = new TreeSet<>(now.keySet());
      fresh.removeAll(old.keySet());
      reasons.add(
          fresh.isEmpty()
              ? "it reads fewer files"
              : "it reads other files, such as '%s'".formatted(fresh.iterator().next()));
    }
  }

  private void compareInputs() {
    Map<String, Object> old = map(before.get("inputs"));
    Map<String, Object> now = map(after.get("inputs"));
    List<String> changes = new ArrayList<>();
    for (String port : union(old.keySet(), now.keySet())) {
      if (!now.containsKey(port)) {
        changes.add("input '%s' is no longer connected".formatted(port));
      } else if (!old.containsKey(port)) {
        changes.add("input '%s' is connected now".formatted(port));
      } else if (!same(old.get(port), now.get(port))) {
        changes.add(input(port, list(old.get(port)), list(now.get(port))));
      }
    }
    addSome(changes, "inputs");
  }

  private String input(String port, List<?> old, List<?> now) {
    Set<String> known = new HashSet<>();
    old.forEach(value -> known.add(CanonicalJson.of(value)));
    List<Why.Producer> fresh =
        now.stream()
            .filter(value -> !known.contains(CanonicalJson.of(value)))
            .map(value -> producers.apply(String.valueOf(map(value).get("key"))))
            .toList();
    List<Why.Producer> running = fresh.stream().filter(Why.Producer::runs).toList();
    if (!running.isEmpty()) {
      int more = running.size() - 1;
      return "input '%s' changed because %s %s"
          .formatted(
              port,
              running.get(0).id(),
              more == 0
                  ? "runs"
                  : "and " + more + " more " + (more == 1 ? "task" : "tasks") + " run");
    }
    if (old.size() != now.size()) {
      return "input '%s' has %d values in place of %d".formatted(port, now.size(), old.size());
    }
    return fresh.isEmpty()
        ? "the values of input '%s' come in another order".formatted(port)
        : "input '%s' comes from another result of %s".formatted(port, fresh.get(0).id());
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }

  private static Map<String, Object> map(Object node) {
    Map<String, Object> map = new TreeMap<>();
    if (node instanceof Map<?, ?> fields) {
      fields.forEach((name, value) -> map.put(String.valueOf(name), value));
    }
    return map;
  }

  private static List<?> list(Object node) {
    return node instanceof List<?> list ? list : List.of();
  }

  private static String show(Object value) {
    if (value instanceof String text) {
      return Quoted.of(text);
    }
    String text = CanonicalJson.of(value).replace(",", ", ").replace("\"", "");
    String quoted = Quoted.of(text);
    return quoted.substring(1, quoted.length() - 1);
  }
}
