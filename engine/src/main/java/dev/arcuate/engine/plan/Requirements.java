package dev.arcuate.engine.plan;

import dev.arcuate.engine.plugins.Catalog;
import dev.arcuate.engine.plugins.PluginInfo;
import dev.arcuate.engine.plugins.Versions;
import dev.arcuate.engine.problem.DidYouMean;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import dev.arcuate.engine.yaml.Node;
import java.util.Map;
import java.util.Optional;

/** Whether the versions that a workflow requires are here. */
final class Requirements {
  private static final String SELF = "arcuate";

  private Requirements() {}

  static void check(
      Map<String, Node.Scalar> requires, Catalog catalog, String sdkVersion, Problems problems) {
    requires.forEach(
        (id, range) -> {
          if (!Versions.isRange(range.text())) {
            problems.add(
                PlanCode.INVALID_RANGE
                    .at(
                        range.position(),
                        "%s is not a range of versions".formatted(Quoted.of(range.text())))
                    .hint("write it like \">=0.1 & <1\""));
          } else if (id.equals(SELF)) {
            checkSelf(range, sdkVersion, problems);
          } else {
            checkPlugin(id, range, catalog, problems);
          }
        });
  }

  private static void checkSelf(Node.Scalar range, String sdkVersion, Problems problems) {
    if (!Versions.satisfies(sdkVersion, range.text())) {
      problems.add(
          PlanCode.ARCUATE_VERSION
              .at(
                  range.position(),
                  "the workflow requires Arcuate %s; this is %s"
                      .formatted(range.text(), sdkVersion))
              .hint("use a version of Arcuate in that range, or widen the range"));
    }
  }

  private static void checkPlugin(
      String id, Node.Scalar range, Catalog catalog, Problems problems) {
    Optional<PluginInfo> plugin =
        catalog.plugins().stream().filter(info -> info.id().equals(id)).findFirst();
    if (plugin.isEmpty()) {
      problems.add(
          PlanCode.PLUGIN_MISSING
              .at(
                  range.position(),
                  "the workflow requires plugin %s %s, which is not here"
                      .formatted(Quoted.of(id), range.text()))
              .hint(
                  DidYouMean.nearest(id, catalog.plugins().stream().map(PluginInfo::id).toList())
                      .map(near -> "did you mean '" + near + "'?")
                      .orElse("install it: arcuate plugins install FILE")));
    } else if (!Versions.satisfies(plugin.get().version(), range.text())) {
      problems.add(
          PlanCode.PLUGIN_VERSION
              .at(
                  range.position(),
                  "the workflow requires plugin '%s' %s; version %s is here"
                      .formatted(id, range.text(), plugin.get().version()))
              .hint("install a version in that range: arcuate plugins update FILE"));
    }
  }
}
