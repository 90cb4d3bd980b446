package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_BUNDLES_SHARED_CODE;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_HAS_NATIVES;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_HAS_NO_COMPONENTS;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_HAS_NO_INDEX;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_JAR_UNREADABLE;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_MANIFEST_INCOMPLETE;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_MANIFEST_INVALID;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_NEEDS_OTHER_ARCUATE;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.plugins.PluginJarFile.Need;
import dev.arcuate.engine.problem.IoReasons;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.pf4j.PluginDependency;

/**
 * Looks at one jar without running any of it, and finds all that is wrong with it. PF4J would start
 * most of these plugins and offer nothing from them.
 */
final class JarCheck {
  static final String INDEX = "META-INF/extensions.idx";

  private static final String ID = "Plugin-Id";
  private static final String VERSION = "Plugin-Version";
  private static final String REQUIRES = "Plugin-Requires";
  private static final String DEPENDENCIES = "Plugin-Dependencies";
  private static final String DESCRIPTION = "Plugin-Description";
  private static final String COMPONENTS = "Arcuate-Components";
  private static final Pattern KEBAB_CASE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern NATIVE =
      Pattern.compile(".*\\.(so(\\.[0-9.]+)?|dll|dylib|jnilib)", Pattern.CASE_INSENSITIVE);
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/[0-9]+/");
  private static final int EXAMPLES = 3;

  private final Path jar;
  private final int place;
  private final String sdkVersion;
  private final List<Problem> problems = new ArrayList<>();
  private String id = "";
  private String version = "";
  private List<String> components = List.of();

  private JarCheck(Path jar, int place, String sdkVersion) {
    this.jar = jar;
    this.place = place;
    this.sdkVersion = sdkVersion;
  }

  /** A jar that was looked at: one of the two is there. */
  record Outcome(Optional<PluginJarFile> sound, Optional<RefusedPlugin> refused) {}

  static Outcome check(Path jar, int place, JarCache.Copies copies, String sdkVersion) {
    return new JarCheck(jar, place, sdkVersion).run(copies);
  }

  static boolean isKebabCase(String text) {
    return KEBAB_CASE.matcher(text).matches();
  }

  private Outcome run(JarCache.Copies copies) {
    Optional<PluginJarFile> found = Optional.empty();
    try {
      JarCache.Copy copy = copies.take(jar);
      try (JarFile opened = new JarFile(copy.path().toFile(), false)) {
        found = read(opened, copy);
      }
    } catch (NoSuchFileException e) {
      add(PLUGIN_JAR_UNREADABLE.problem("there is no such file"), "check the path");
    } catch (IOException e) {
      add(
          PLUGIN_JAR_UNREADABLE.problem("this is no readable jar: " + IoReasons.of(e)),
          "copy or build the plugin again");
    }
    if (problems.isEmpty()) {
      return new Outcome(found, Optional.empty());
    }
    return new Outcome(
        Optional.empty(), Optional.of(new RefusedPlugin(jar, id, version, components, problems)));
  }

  private Optional<PluginJarFile> read(JarFile opened, JarCache.Copy copy) throws IOException {
    Manifest manifest = opened.getManifest();
    Attributes entries = manifest == null ? new Attributes() : manifest.getMainAttributes();
    id = text(entries, ID);
    version = text(entries, VERSION);
    components = words(text(entries, COMPONENTS));
    String requires = text(entries, REQUIRES);
    List<Need> needs = needs(text(entries, DEPENDENCIES));
    checkManifest(entries, requires, needs);
    List<String> files = opened.stream().map(ZipEntry::getName).toList();
    checkSharedCode(files);
    checkNatives(files);
    List<String> classes = index(opened);
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    PluginInfo info =
        new PluginInfo(
            id,
            version,
            requires,
            text(entries, DESCRIPTION),
            copy.digest(),
            jar,
            components,
            needs.stream().map(Need::plugin).toList());
    return Optional.of(new PluginJarFile(info, place, copy.path(), needs, classes));
  }

  private void checkManifest(Attributes entries, String requires, List<Need> needs) {
    List<String> missing =
        List.of(ID, VERSION, REQUIRES, COMPONENTS).stream()
            .filter(Predicate.not(entry -> entries.getValue(entry) != null))
            .toList();
    if (!missing.isEmpty()) {
      add(
          PLUGIN_MANIFEST_INCOMPLETE.problem(
              "the manifest of this jar lacks " + String.join(", ", missing)),
          missing.size() == 4
              ? "if it is a plugin, let its build write these entries as the plugin archetype"
                  + " does; if it is a library, move it out of the plugin folder"
              : "let the build of the plugin write them, as the plugin archetype does");
    }
    if (present(entries, ID) && !isKebabCase(id)) {
      invalid(ID, id, "lower-case words joined by hyphens, such as 'ridge-cpu'");
    }
    if (present(entries, VERSION) && !Versions.isVersion(version)) {
      invalid(VERSION, version, "a version of three numbers, such as '1.0.0'");
    }
    if (present(entries, REQUIRES)) {
      checkRequires(requires);
    }
    for (Need need : needs) {
      if (!isKebabCase(need.plugin()) || !Versions.isRange(need.range())) {
        invalid(
            DEPENDENCIES,
            need.plugin() + "@" + need.range(),
            "plugin ids with a range, such as 'base@>=1.0 & <2'");
      }
    }
    if (present(entries, COMPONENTS)) {
      checkComponents();
    }
  }

  private void checkRequires(String requires) {
    if (!Versions.isRange(requires)) {
      invalid(REQUIRES, requires, "a range of Arcuate versions, such as '>=0.1 & <1'");
    } else if (!Versions.satisfies(sdkVersion, requires)) {
      add(
          PLUGIN_NEEDS_OTHER_ARCUATE.problem(
              title() + " needs Arcuate " + requires + "; this is Arcuate " + sdkVersion),
          "install a version of the plugin made for this Arcuate, or the Arcuate it asks for");
    }
  }

  private void checkComponents() {
    components.stream()
        .filter(Predicate.not(JarCheck::isKebabCase))
        .forEach(
            bad -> invalid(COMPONENTS, bad, "component ids: lower-case words joined by hyphens"));
    if (components.isEmpty()) {
      add(
          PLUGIN_HAS_NO_COMPONENTS.problem(
              title() + " offers no component: " + COMPONENTS + " is empty"),
          "list the ids of its components in the manifest entry " + COMPONENTS);
    }
  }

  /** Only what an honest mistake would bring: classes in the packages that exist once. */
  private void checkSharedCode(List<String> files) {
    Map<SharedCode, List<String>> found = new LinkedHashMap<>();
    for (String file : files) {
      if (file.endsWith(".class")) {
        String name = VERSIONED.matcher(file).replaceFirst("").replace('/', '.');
        SharedCode.owning(name)
            .ifPresent(shared -> found.computeIfAbsent(shared, s -> new ArrayList<>()).add(file));
      }
    }
    found.forEach(
        (shared, classes) ->
            add(
                PLUGIN_BUNDLES_SHARED_CODE.problem(
                    title()
                        + " brings its own copy of "
                        + shared.name()
                        + ", which exists once, in the engine: "
                        + examples(classes)),
                "write <scope>provided</scope> at the dependency that brings it ("
                    + shared.artifact()
                    + ") in the plugin's pom.xml and build it again"
                    + shared.instead().map(cure -> "; in its place, " + cure).orElse("")));
  }

  private void checkNatives(List<String> files) {
    List<String> natives = files.stream().filter(file -> NATIVE.matcher(file).matches()).toList();
    if (!natives.isEmpty()) {
      add(
          PLUGIN_HAS_NATIVES.problem(
              title() + " brings native libraries, which a plugin cannot: " + examples(natives)),
          "write <scope>provided</scope> at the dependency that brings them and ask for the host"
              + " services Inference, Tokenizers or LinearAlgebra; start any other native code as"
              + " a process of its own");
    }
  }

  private List<String> index(JarFile opened) throws IOException {
    ZipEntry entry = opened.getEntry(INDEX);
    if (entry == null) {
      if (!components.isEmpty()) {
        add(
            PLUGIN_HAS_NO_INDEX.problem(
                title() + " has no index of its components (" + INDEX + ")"),
            "annotate each component with @Extension and name the annotation processor"
                + " org.pf4j.processor.ExtensionAnnotationProcessor in the build: JDK 23 and later"
                + " run none unasked");
      }
      return List.of();
    }
    try (InputStream bytes = opened.getInputStream(entry)) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(Predicate.not(String::isEmpty))
          .distinct()
          .toList();
    }
  }

  private static List<Need> needs(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(Predicate.not(String::isEmpty))
        .map(PluginDependency::new)
        .map(d -> new Need(d.getPluginId().strip(), d.getPluginVersionSupport(), d.isOptional()))
        .toList();
  }

  private void invalid(String entry, String value, String expected) {
    add(
        PLUGIN_MANIFEST_INVALID.problem(
            "the manifest entry " + entry + " holds '" + value + "'; expected " + expected),
        "correct it in the build of the plugin");
  }

  private void add(Problem problem, String hint) {
    problems.add(problem.hint(hint).at(new Position(jar.toString(), 0, 0)));
  }

  private String title() {
    return id.isEmpty() ? "the plugin" : PluginJarFile.title(id, version);
  }

  private static String examples(List<String> all) {
    String shown = String.join(", ", all.subList(0, Math.min(EXAMPLES, all.size())));
    return all.size() <= EXAMPLES ? shown : shown + " and " + (all.size() - EXAMPLES) + " more";
  }

  private static boolean present(Attributes entries, String name) {
    return entries.getValue(name) != null;
  }

  private static String text(Attributes entries, String name) {
    String value = entries.getValue(name);
    return value == null ? "" : value.strip();
  }

  private static List<String> words(String text) {
    return Pattern.compile("[\\s,]+")
        .splitAsStream(text)
        .filter(Predicate.not(String::isEmpty))
        .distinct()
        .toList();
  }
}
