package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.problem.ProblemReport;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.SourceLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a workflow file holds, reading it and binding its settings ends well or in problems. */
final class YamlFuzzTest {
  /** More of them, and others, at night: {@code -Darcuate.fuzz.mutants=… -Darcuate.fuzz.seed=…}. */
  private static final int MUTANTS = Integer.getInteger("arcuate.fuzz.mutants", 1500);

  private static final long SEED = Long.getLong("arcuate.fuzz.seed", 20261123);
  private static final String FILE = "workflow.yaml";
  private static final Path RESOURCES = Path.of("src", "test", "resources", "yaml");

  private static final String[] FRAGMENTS = {
    ":",
    ": ",
    "- ",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "#",
    " #",
    "&a ",
    "*a ",
    "!t ",
    "!!str ",
    "|",
    ">",
    "'",
    "\"",
    "%",
    "@",
    "`",
    "\t",
    "\n",
    "\r",
    "\n\n",
    "---\n",
    "...\n",
    "<<: ",
    "{{ x }}",
    "${x}",
    "$x",
    "$(x",
    "$$",
    "$",
    "~",
    "null",
    "no",
    "007",
    "1_0",
    ".nan",
    "-1",
    "1e999",
    "\\",
    "\0",
    "\u0007",
    "\u0085",
    "\u2028",
    "\uFEFF",
    "\uD83E\uDDE0",
    "\uD800",
    "%YAML 1.3\n",
    "  ",
    "arcuate",
    "steps",
    "uses",
    "with",
    "sweep",
    "zip",
    "include: [workflow.yaml]\n",
    "[[[[[[[[["
  };

  private static final ComponentSettings EVERYTHING = SampleComponents.settings("everything");

  @Test
  void onlyProblemsComeOut() throws IOException {
    List<String> seeds = seeds();
    assertThat(isValid(seeds.get(seeds.size() - 1))).isTrue();
    Random random = new Random(SEED);
    int valid = 0;
    for (int i = 0; i < MUTANTS; i++) {
      String mutant = mutate(seeds.get(random.nextInt(seeds.size())), random);
      try {
        valid += isValid(mutant) ? 1 : 0;
      } catch (RuntimeException | StackOverflowError e) {
        fail("mutant " + i + " of seed " + SEED + ":\n" + mutant, e);
      }
    }
    // Both outcomes must be common, or this tests little.
    assertThat(valid).isBetween(MUTANTS / 20, MUTANTS * 19 / 20);
  }

  private static boolean isValid(String text) {
    Problems problems = new Problems();
    try {
      WorkflowReader reader =
          new WorkflowReader(new OneFile(text), new YamlReader(), Optional.empty());
      Workflow workflow = reader.read(Path.of(FILE), List.of("folds=3"), problems);
      StepSettings.bind(workflow, problems);
      bindElsewhere(workflow);
      problems.throwIfErrors();
      return true;
    } catch (ProblemException e) {
      checkProblems(e.problems(), text);
      return false;
    }
  }

  /** A disk that holds the mutant and nothing else: thousands of real files would take minutes. */
  private record OneFile(String text) implements WorkflowFiles.Disk {
    @Override
    public byte[] read(Path file) throws IOException {
      if (!file.equals(Path.of(FILE))) {
        throw new NoSuchFileException(file.toString());
      }
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Path identity(Path file) {
      return file;
    }
  }

  /** Tries every setting's type on every value. */
  private static void bindElsewhere(Workflow workflow) {
    Problems problems = new Problems();
    InputPaths paths = InputPaths.under(workflow.folder(), Optional.empty());
    SettingsBinder binder = new SettingsBinder(paths, problems);
    for (Workflow.Step step : workflow.steps()) {
      for (Node.Entry entry : step.with().entries()) {
        binder.bind(EVERYTHING, everywhere(entry.value()));
      }
    }
  }

  private static Node.Mapping everywhere(Node value) {
    return new Node.Mapping(
        value.position(),
        EVERYTHING.names().stream()
            .map(name -> new Node.Entry(new Node.Scalar(value.position(), name, false), value))
            .toList());
  }

  private static void checkProblems(List<Problem> problems, String text) {
    int lines = SourceLines.split(text).size();
    for (Problem problem : problems) {
      assertThat(problem.message()).isNotBlank().doesNotContain("java.");
      assertThat(YamlCode.valueOf(problem.code())).isNotNull();
      problem
          .position()
          .filter(place -> place.file().equals(FILE))
          .ifPresent(place -> assertThat(place.line()).isBetween(0, lines));
    }
    assertThat(new ProblemReport(SourceLines.of(Map.of(FILE, text))).text(problems)).isNotBlank();
    assertThat(ProblemReport.json(problems)).isNotBlank();
  }

  private static String mutate(String text, Random random) {
    String mutant = text;
    int mutations = random.nextInt(4);
    for (int i = 0; i < mutations; i++) {
      mutant = mutateOnce(mutant, random);
    }
    return mutant;
  }

  private static String mutateOnce(String text, Random random) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + 1 + random.nextInt(8));
    String fragment = FRAGMENTS[random.nextInt(FRAGMENTS.length)];
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, from) + fragment + text.substring(from);
      case 1 -> text.substring(0, from) + fragment + text.substring(to);
      case 2 -> text.substring(0, from) + text.substring(to);
      case 3 -> text.substring(0, to) + text.substring(from);
      case 4 -> text.substring(0, from);
      default -> withLineMoved(text, random);
    };
  }

  private static String withLineMoved(String text, Random random) {
    List<String> lines = new ArrayList<>(SourceLines.split(text));
    String line = lines.remove(random.nextInt(lines.size()));
    lines.add(random.nextInt(lines.size() + 1), " ".repeat(random.nextInt(3)) + line);
    return String.join("\n", lines);
  }

  private static List<String> seeds() throws IOException {
    List<String> seeds = new ArrayList<>();
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (file.toString().endsWith(".yaml")) {
          seeds.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        }
      }
    }
    // Valid text goes wrong in more ways than text that is wrong already.
    String complete = Files.readString(RESOURCES.resolve("valid/complete.yaml"));
    String alone = complete.replace("include: [fragments/story.yaml]\n", "");
    for (int i = seeds.size(); i > 0; i--) {
      seeds.add(alone);
    }
    return seeds;
  }
}
