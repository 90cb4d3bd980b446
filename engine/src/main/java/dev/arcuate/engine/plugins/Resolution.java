package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_COMPONENT_TWICE;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_DEPENDENCY_CYCLE;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_DEPENDENCY_MISSING;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_DEPENDENCY_REFUSED;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_DEPENDENCY_VERSION;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.plugins.PluginJarFile.Need;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which jars fit together: dependencies are there in the right versions, no circle, no component id
 * twice. A jar that does not fit is refused with whatever needs it; the others stay.
 *
 * @param order all that fit, each after those it needs
 * @param refused all that do not
 */
record Resolution(List<PluginJarFile> order, List<RefusedPlugin> refused) {
  Resolution {
    order = List.copyOf(order);
    refused = List.copyOf(refused);
  }

  /**
   * Resolves jars of different ids.
   *
   * @param unusable ids of plugins that are installed but were refused already
   */
  static Resolution of(Collection<PluginJarFile> jars, Set<String> unusable) {
    return new Resolver(jars, unusable).resolve();
  }

  /** Ids of the plugins that need one of the given ones, directly or not, without these. */
  static Set<String> dependents(Collection<PluginJarFile> jars, Set<String> of) {
    Set<String> reached = new LinkedHashSet<>(of);
    boolean grown = true;
    while (grown) {
      grown = false;
      for (PluginJarFile jar : jars) {
        boolean needsOne = jar.needs().stream().anyMatch(need -> reached.contains(need.plugin()));
        grown |= needsOne && reached.add(jar.id());
      }
    }
    reached.removeAll(of);
    return reached;
  }

  private static final class Resolver {
    private final Map<String, PluginJarFile> remaining = new TreeMap<>();
    private final Set<String> unusable;
    private final List<RefusedPlugin> refused = new ArrayList<>();

    Resolver(Collection<PluginJarFile> jars, Set<String> unusable) {
      this.unusable = new HashSet<>(unusable);
      jars.forEach(jar -> remaining.put(jar.id(), jar));
    }

    Resolution resolve() {
      refuseSharedComponentIds();
      List<PluginJarFile> order = List.of();
      boolean settled = false;
      while (!settled) {
        refuseUnmetNeeds();
        order = sorted();
        settled = order.size() == remaining.size();
        if (!settled) {
          refuseCircles();
        }
      }
      return new Resolution(order, refused);
    }

    /** Whoever comes first in the order of the folders keeps an id. */
    private void refuseSharedComponentIds() {
      Map<String, PluginJarFile> owners = new HashMap<>();
      List<PluginJarFile> byPlace =
          remaining.values().stream()
              .sorted(
                  Comparator.comparingInt(PluginJarFile::place).thenComparing(PluginJarFile::id))
              .toList();
      for (PluginJarFile jar : byPlace) {
        List<Problem> problems =
            jar.info().components().stream()
                .filter(owners::containsKey)
                .map(component -> componentTwice(jar, component, owners.get(component)))
                .toList();
        if (problems.isEmpty()) {
          jar.info().components().forEach(component -> owners.put(component, jar));
        } else {
          refuse(jar, problems);
        }
      }
    }

    private void refuseUnmetNeeds() {
      boolean changed = true;
      while (changed) {
        changed = false;
        for (PluginJarFile jar : List.copyOf(remaining.values())) {
          List<Problem> problems =
              jar.needs().stream().flatMap(need -> unmet(jar, need).stream()).toList();
          if (!problems.isEmpty()) {
            refuse(jar, problems);
            changed = true;
          }
        }
      }
    }

    private Optional<Problem> unmet(PluginJarFile jar, Need need) {
      PluginJarFile found = remaining.get(need.plugin());
      if (found != null) {
        String version = found.info().version();
        return Versions.satisfies(version, need.range())
            ? Optional.empty()
            : Optional.of(dependencyVersion(jar, need, version));
      }
      if (need.optional()) {
        return Optional.empty();
      }
      return Optional.of(
          unusable.contains(need.plugin())
              ? dependencyRefused(jar, need.plugin())
              : dependencyMissing(jar, need));
    }

    /** Needs first, then by id; ends before a circle. */
    private List<PluginJarFile> sorted() {
      List<PluginJarFile> order = new ArrayList<>();
      Set<String> placed = new HashSet<>();
      boolean grown = true;
      while (grown) {
        grown = false;
        for (PluginJarFile jar : remaining.values()) {
          boolean ready =
              jar.needs().stream()
                  .allMatch(
                      need ->
                          placed.contains(need.plugin()) || !remaining.containsKey(need.plugin()));
          if (ready && placed.add(jar.id())) {
            order.add(jar);
            grown = true;
          }
        }
      }
      return order;
    }

    private void refuseCircles() {
      List<PluginJarFile> inCircle =
          remaining.values().stream().filter(jar -> reaches(jar, jar.id())).toList();
      List<String> ids = inCircle.stream().map(PluginJarFile::id).toList();
      for (PluginJarFile jar : inCircle) {
        refuse(jar, List.of(dependencyCycle(jar, ids)));
      }
    }

    private boolean reaches(PluginJarFile from, String target) {
      Set<String> seen = new HashSet<>();
      List<String> open = new ArrayList<>(needsOf(from));
      while (!open.isEmpty()) {
        String next = open.remove(open.size() - 1);
        if (next.equals(target)) {
          return true;
        }
        if (seen.add(next) && remaining.containsKey(next)) {
          open.addAll(needsOf(remaining.get(next)));
        }
      }
      return false;
    }

    private static Set<String> needsOf(PluginJarFile jar) {
      Set<String> ids = new LinkedHashSet<>();
      jar.needs().forEach(need -> ids.add(need.plugin()));
      return ids;
    }

    private void refuse(PluginJarFile jar, List<Problem> problems) {
      remaining.remove(jar.id());
      unusable.add(jar.id());
      refused.add(RefusedPlugin.of(jar, problems));
    }
  }

  static Problem dependencyRefused(PluginJarFile jar, String dependency) {
    return PLUGIN_DEPENDENCY_REFUSED
        .problem(
            file(jar),
            jar.title() + " needs plugin '" + dependency + "', which could not be used itself")
        .hint("mend '" + dependency + "' first");
  }

  private static Problem dependencyMissing(PluginJarFile jar, Need need) {
    return PLUGIN_DEPENDENCY_MISSING
        .problem(
            file(jar),
            jar.title()
                + " needs plugin '"
                + need.plugin()
                + "' "
                + need.range()
                + ", which is not installed")
        .hint("install it: arcuate plugins install FILE");
  }

  private static Problem dependencyVersion(PluginJarFile jar, Need need, String found) {
    return PLUGIN_DEPENDENCY_VERSION
        .problem(
            file(jar),
            jar.title()
                + " needs plugin '"
                + need.plugin()
                + "' "
                + need.range()
                + "; installed is "
                + found)
        .hint("install versions of the two that fit together");
  }

  private static Problem dependencyCycle(PluginJarFile jar, List<String> circle) {
    return PLUGIN_DEPENDENCY_CYCLE
        .problem(file(jar), jar.title() + " needs itself in a circle: " + String.join(", ", circle))
        .hint("remove one of these dependencies from the manifest of its plugin");
  }

  private static Problem componentTwice(PluginJarFile jar, String component, PluginJarFile owner) {
    return PLUGIN_COMPONENT_TWICE
        .problem(
            file(jar),
            jar.title()
                + " offers component '"
                + component
                + "', which "
                + owner.title()
                + " offers already")
        .hint("remove one of the two plugins, or give the component another id");
  }

  private static Path file(PluginJarFile jar) {
    return jar.info().jar();
  }
}
