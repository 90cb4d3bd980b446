package dev.arcuate.workflows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A plugin whose one step writes a number into a table: what an engine costs without any work. */
final class TrivialPlugin {
  private static final Path SOURCE =
      Path.of(System.getProperty("arcuate.root"), "bench", "sweep", "Trivial.java");

  private TrivialPlugin() {}

  /** Compiles the plugin against the distribution and puts its jar into a folder. */
  static void writeTo(Path jars, String version) throws IOException {
    Path work = Files.createTempDirectory("trivial");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int status =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "--release",
            "17",
            "-classpath",
            classPath(),
            "-d",
            work.toString(),
            SOURCE.toString());
    if (status != 0) {
      throw new IllegalStateException("the trivial plugin does not compile");
    }
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Plugin-Id", "trivial");
    main.putValue("Plugin-Version", version);
    main.putValue("Plugin-Requires", ">=0.1.0");
    main.putValue("Arcuate-Components", "trivial");
    try (OutputStream out = Files.newOutputStream(jars.resolve("trivial.jar"));
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      for (String name : List.of("trivial/Trivial.class", "trivial/Trivial$Settings.class")) {
        put(jar, name, Files.readAllBytes(work.resolve(name)));
      }
      put(jar, "META-INF/extensions.idx", "trivial.Trivial\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void put(JarOutputStream jar, String name, byte[] content) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTime(0);
    jar.putNextEntry(entry);
    jar.write(content);
    jar.closeEntry();
  }

  private static String classPath() throws IOException {
    try (Stream<Path> jars = Files.list(Command.distribution().resolve("lib"))) {
      return jars.map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator));
    }
  }
}
