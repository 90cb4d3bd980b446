package dev.arcuate.engine.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.pf4j.processor.ExtensionAnnotationProcessor;

/**
 * Builds a plugin jar for a test: compiles Java source strings against the API alone, runs PF4J's
 * annotation processor over them, and writes the manifest. Everything can be left out or spoiled,
 * so that each refusal can be provoked.
 *
 * <pre>{@code
 * Path jar = PluginJar.of("words").components("words").step("words", "…body of run…").in(folder);
 * }</pre>
 */
public final class PluginJar {
  private final Map<String, String> manifest = new LinkedHashMap<>();
  private final Map<String, String> sources = new TreeMap<>();
  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<Path> classPath = new ArrayList<>(apiClassPath());
  private boolean indexed = true;

  private PluginJar(String id) {
    entry("Plugin-Id", id);
    version("1.0.0");
    requires(">=0.1");
    components();
  }

  /** A plugin of version 1.0.0 that requires {@code >=0.1} and lists no component. */
  public static PluginJar of(String id) {
    return new PluginJar(id);
  }

  public PluginJar version(String version) {
    return entry("Plugin-Version", version);
  }

  public PluginJar requires(String range) {
    return entry("Plugin-Requires", range);
  }

  /** As in PF4J: {@code base@>=1.0}, or {@code base?@>=1.0} if the plugin does without, too. */
  public PluginJar dependencies(String... dependencies) {
    return entry("Plugin-Dependencies", String.join(", ", dependencies));
  }

  public PluginJar components(String... ids) {
    return entry("Arcuate-Components", String.join(", ", ids));
  }

  /** Sets an entry of the manifest. */
  public PluginJar entry(String name, String value) {
    manifest.put(name, value);
    return this;
  }

  /** Leaves an entry of the manifest out. */
  public PluginJar without(String name) {
    manifest.remove(name);
    return this;
  }

  /** Adds a source file; the class name is qualified. */
  public PluginJar source(String className, String code) {
    sources.put(className, code);
    return this;
  }

  /**
   * Adds a step {@code plugin.<Id>} without settings and inputs, with one {@code Table} output
   * named {@code table}, and lists it.
   *
   * @param body statements of its {@code run(NoSettings settings, Task task)}
   */
  public PluginJar step(String id, String body) {
    String listed = manifest.get("Arcuate-Components");
    components(listed.isEmpty() ? id : listed + ", " + id);
    return source("plugin." + className(id), stepSource(id, body));
  }

  /** The simple name of the class that {@link #step} makes: {@code my-step} is {@code MyStep}. */
  public static String className(String id) {
    return Arrays.stream(id.split("-", -1))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  /** Source of such a step, for tests that change it. */
  public static String stepSource(String id, String body) {
    return """
    package plugin;

    import dev.arcuate.api.*;
    import dev.arcuate.api.value.*;
    import java.util.List;

    @org.pf4j.Extension
    public class %s implements Step<%1$s.NoSettings> {
      public record NoSettings() {}

      @Override public String id() { return "%s"; }
      @Override public String summary() { return "A step made for a test."; }
      @Override public Class<NoSettings> settingsType() { return NoSettings.class; }
      @Override public List<Port> inputs() { return List.of(); }
      @Override public List<Port> outputs() {
        return List.of(Port.one("table", Table.class, "a table"));
      }
      @Override public void run(NoSettings settings, Task task) throws java.io.IOException {
        %s
      }
    }
    """
        .formatted(className(id), id, body);
  }

  /** Adds any file, such as a native library or somebody else's class. */
  public PluginJar file(String name, byte[] content) {
    files.put(name, content.clone());
    return this;
  }

  /** Leaves out the index of extensions, as if the annotation processor had not run. */
  public PluginJar withoutIndex() {
    indexed = false;
    return this;
  }

  /** Writes the index by hand, after the processor's. */
  public PluginJar index(String... classNames) {
    return file(
        "META-INF/extensions.idx", String.join("\n", classNames).getBytes(StandardCharsets.UTF_8));
  }

  /** Lets the sources see another plugin's classes, or a library. */
  public PluginJar compiledAgainst(Path... jars) {
    classPath.addAll(List.of(jars));
    return this;
  }

  /** Writes {@code <id>-<version>.jar}. */
  public Path in(Path folder) {
    return at(
        folder.resolve(manifest.get("Plugin-Id") + "-" + manifest.get("Plugin-Version") + ".jar"));
  }

  /** Writes the jar, over one that is there. */
  public Path at(Path jar) {
    try {
      Files.createDirectories(jar.toAbsolutePath().getParent());
      Path classes = Files.createTempDirectory("plugin-classes");
      try {
        if (!sources.isEmpty()) {
          compile(classes);
        }
        write(jar, classes);
      } finally {
        delete(classes);
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compile(Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "--release",
            "17",
            "-parameters",
            "-nowarn",
            "-classpath",
            classPath.stream()
                .map(Path::toString)
                .collect(Collectors.joining(java.io.File.pathSeparator)));
    JavaCompiler.CompilationTask task =
        compiler.getTask(
            messages,
            null,
            null,
            options,
            null,
            sources.entrySet().stream()
                .map(source -> new Source(source.getKey(), source.getValue()))
                .toList());
    task.setProcessors(List.of(new ExtensionAnnotationProcessor()));
    if (!task.call()) {
      throw new IllegalArgumentException("the plugin does not compile:\n" + messages);
    }
  }

  private void write(Path jar, Path classes) throws IOException {
    Manifest content = new Manifest();
    content.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach((name, value) -> content.getMainAttributes().putValue(name, value));
    Map<String, byte[]> entries = new TreeMap<>();
    try (Stream<Path> compiled = Files.walk(classes)) {
      for (Path file : compiled.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString().replace('\\', '/');
        entries.put(name, Files.readAllBytes(file));
      }
    }
    entries.putAll(files);
    if (!indexed) {
      entries.remove("META-INF/extensions.idx");
    }
    try (OutputStream bytes = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(bytes)) {
      add(out, "META-INF/MANIFEST.MF", manifestBytes(content));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        add(out, entry.getKey(), entry.getValue());
      }
    }
  }

  private static byte[] manifestBytes(Manifest manifest) throws IOException {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  /** Entries carry a fixed time, so that equal plugins are equal bytes. */
  private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTimeLocal(java.time.LocalDateTime.of(2000, 1, 1, 0, 0));
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** What a plugin author compiles against, and nothing of the engine. */
  private static List<Path> apiClassPath() {
    return Stream.of(
            "dev.arcuate.api.Component",
            "org.pf4j.Extension",
            "jakarta.inject.Inject",
            "org.slf4j.Logger")
        .map(PluginJar::location)
        .toList();
  }

  private static Path location(String className) {
    try {
      Class<?> type = Class.forName(className);
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String code;

    Source(String className, String code) {
      super(
          URI.create("string:///" + className.replace('.', '/') + ".java"),
          JavaFileObject.Kind.SOURCE);
      this.code = code;
    }

    @Override
    public String getCharContent(boolean ignoreEncodingErrors) {
      return code;
    }
  }
}
