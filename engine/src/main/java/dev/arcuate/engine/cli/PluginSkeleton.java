package dev.arcuate.engine.cli;

import dev.arcuate.api.Problem;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a plugin project out of the archetype that the distribution carries, without Maven. The
 * archetype's templates use plain {@code ${name}} references only.
 */
final class PluginSkeleton {
  private static final String TEMPLATES = "/archetype-resources";

  private final Path home;
  private final String version;

  /**
   * @param home the distribution
   * @param version of Arcuate
   */
  PluginSkeleton(Path home, String version) {
    this.home = home;
    this.version = version;
  }

  /**
   * Writes the project.
   *
   * @param folder must not exist or be empty
   * @param id kebab-case: artifact id, plugin id and component id
   * @param packageName of the Java sources
   */
  void write(Path folder, String id, String packageName) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw Problem.user("FOLDER_NOT_EMPTY", "the folder " + folder + " is not empty")
              .hint("name a new folder")
              .exception();
        }
      }
    }
    Map<String, String> values =
        Map.of(
            "groupId", packageName,
            "artifactId", id,
            "version", "0.1.0",
            "package", packageName,
            "arcuateVersion", version,
            "arcuateHome", home.toString());
    Path archetype = archetype();
    try (FileSystem jar = FileSystems.newFileSystem(archetype);
        Stream<Path> files = Files.walk(jar.getPath(TEMPLATES))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String relative = jar.getPath(TEMPLATES).relativize(file).toString();
        Path target = folder.resolve(inPackage(relative, packageName));
        Files.createDirectories(target.getParent());
        Files.writeString(target, filled(Files.readString(file), values));
      }
    }
  }

  private Path archetype() {
    Path jar =
        home.resolve("maven/dev/arcuate/arcuate-archetype")
            .resolve(version)
            .resolve("arcuate-archetype-" + version + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw Problem.resource("DISTRIBUTION_INCOMPLETE", "the distribution lacks " + jar)
          .hint("install Arcuate anew")
          .exception();
    }
    return jar;
  }

  /** The archetype marks Java sources as packaged: they move into the package's folder. */
  private static String inPackage(String relative, String packageName) {
    int java = relative.indexOf("/java/");
    if (java < 0) {
      return relative;
    }
    int end = java + "/java/".length();
    return relative.substring(0, end)
        + packageName.replace('.', '/')
        + "/"
        + relative.substring(end);
  }

  private static String filled(String template, Map<String, String> values) {
    String text = template;
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("${" + value.getKey() + "}", value.getValue());
    }
    return text;
  }
}
