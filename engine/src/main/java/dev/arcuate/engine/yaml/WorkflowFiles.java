package dev.arcuate.engine.yaml;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import dev.arcuate.engine.problem.SourceLines;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a workflow file and all that it includes. */
final class WorkflowFiles {
  private final Disk disk;
  private final YamlReader reader;
  private final Problems problems;
  private final Presets presets;
  private final Deque<Path> open = new ArrayDeque<>();
  private final Set<Path> known = new HashSet<>();

  WorkflowFiles(Disk disk, YamlReader reader, Presets presets, Problems problems) {
    this.presets = presets;
    this.disk = disk;
    this.reader = reader;
    this.problems = problems;
  }

  /** Where files come from. */
  interface Disk {
    /** The disk of this machine. */
    Disk REAL =
        new Disk() {
          @Override
          public byte[] read(Path file) throws IOException {
            return Files.readAllBytes(file);
          }

          @Override
          public Path identity(Path file) throws IOException {
            return file.toRealPath();
          }
        };

    byte[] read(Path file) throws IOException;

    /** The same path for every name of one file. */
    Path identity(Path file) throws IOException;
  }

  /**
   * A file and what it includes.
   *
   * @param shown its name as the user knows it
   * @param includes in the order of the file; one that was included elsewhere already is left out
   */
  record Source(String shown, Node.Mapping root, List<Source> includes) {
    Source {
      includes = List.copyOf(includes);
    }
  }

  /** Reads the file that the user named. */
  Optional<Source> read(Path file) {
    return read(file, new Position(shown(file), 0, 0));
  }

  private Optional<Source> read(Path file, Position namedAt) {
    Path identity = identity(file);
    if (open.contains(identity)) {
      problems.add(
          YamlCode.INCLUDE_CYCLE
              .at(
                  namedAt,
                  Quoted.path(shown(file)) + " includes itself, directly or through others")
              .hint("remove this include"));
      return Optional.empty();
    }
    if (!known.add(identity)) {
      return Optional.empty();
    }
    open.push(identity);
    try {
      return text(file, namedAt)
          .flatMap(text -> reader.document(shown(file), text, problems))
          .map(root -> new Source(shown(file), root, includes(file, root)));
    } finally {
      open.pop();
    }
  }

  private List<Source> includes(Path file, Node.Mapping root) {
    Fields fields = new Fields("a workflow", root, problems);
    List<Source> sources = new ArrayList<>();
    fields
        .scalar(Presets.PRESET)
        .flatMap(name -> presets.file(name, problems).flatMap(path -> read(path, name.position())))
        .ifPresent(sources::add);
    for (Node item : fields.items("include")) {
      fields
          .scalar("include", item)
          .flatMap(scalar -> beside(file, scalar))
          .flatMap(path -> read(path, item.position()))
          .ifPresent(sources::add);
    }
    return sources;
  }

  private Optional<Path> beside(Path file, Node.Scalar include) {
    try {
      return Optional.of(file.resolveSibling(include.text()).normalize());
    } catch (InvalidPathException e) {
      problems.add(
          YamlCode.INVALID_PATH.at(
              include.position(), "%s cannot be a path".formatted(Quoted.of(include.text()))));
      return Optional.empty();
    }
  }

  /** With forward slashes on every system, as paths are written in workflows. */
  static String shown(Path file) {
    return file.toString().replace(File.separatorChar, '/');
  }

  private Path identity(Path file) {
    try {
      return disk.identity(file);
    } catch (IOException e) {
      return file.toAbsolutePath().normalize();
    }
  }

  private Optional<String> text(Path file, Position namedAt) {
    String quoted = Quoted.path(shown(file));
    try {
      return decoded(file, disk.read(file));
    } catch (NoSuchFileException e) {
      problems.add(
          YamlCode.FILE_NOT_FOUND
              .at(namedAt, "there is no file " + quoted)
              .hint("check the path; it is relative to " + base(namedAt)));
    } catch (IOException e) {
      problems.add(
          Files.isDirectory(file)
              ? YamlCode.FILE_NOT_FOUND
                  .at(namedAt, quoted + " is a folder")
                  .hint("name the workflow file inside it")
              : YamlCode.FILE_UNREADABLE
                  .at(namedAt, quoted + " cannot be read")
                  .hint("ask for the permission to read it"));
    }
    return Optional.empty();
  }

  private Optional<String> decoded(Path file, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (!result.isError()) {
      return Optional.of(out.flip().toString());
    }
    int line = SourceLines.split(out.flip().toString()).size();
    problems.add(
        YamlCode.NOT_UTF8
            .at(new Position(shown(file), line, 0), "this line is not UTF-8 text")
            .hint("save the file with the encoding UTF-8"));
    return Optional.empty();
  }

  private static String base(Position namedAt) {
    return namedAt.line() == 0 ? "the current folder" : "the file that includes it";
  }
}
