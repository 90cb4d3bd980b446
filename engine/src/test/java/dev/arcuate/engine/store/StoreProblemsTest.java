package dev.arcuate.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.engine.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The text of every problem of this room, as people read it. {@code -Darcuate.golden.update=true}
 * writes what is expected.
 */
class StoreProblemsTest {
  private static final String EXPECTED = "store/problems/expected.txt";

  @TempDir Path folder;

  private final List<Problem> problems = new ArrayList<>();

  @Test
  void everyProblemReadsAsExpected() throws Exception {
    faultsOfTheDisk();
    faultsOfResults();
    faultsOfInputs();
    String shown =
        problems.stream()
            .map(problem -> problem + "\n  hint: " + problem.hint().orElse("none") + "\n")
            .collect(Collectors.joining("\n"))
            .replace(folder.toString(), "FOLDER")
            .replaceAll("\\d+ bytes are free", "N bytes are free");
    GoldenFile.check(EXPECTED, shown);
    assertThat(problems.stream().map(Problem::code).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(StoreCode.values()).map(StoreCode::name).toList());
  }

  private void faultsOfTheDisk() throws IOException {
    Path store = folder.resolve("store");
    List<IOException> faults =
        List.of(
            new FileSystemException("x", null, "No space left on device"),
            new IOException("Disk quota exceeded"),
            new AccessDeniedException("x"),
            new FileSystemException("x", null, "Read-only file system"),
            new IOException("Input/output error"));
    for (IOException fault : faults) {
      problems.addAll(StoreProblems.writing(store, "publish encode[layer=3]", fault).problems());
    }
    Path later = Files.createDirectories(folder.resolve("later"));
    Files.writeString(later.resolve("store.json"), "{\"format\": 2}");
    catching(() -> Store.at(later));
  }

  private void faultsOfResults() throws IOException {
    Store store = Store.at(folder.resolve("store"));
    try (StoreSession session = store.session("one")) {
      Key key = Stores.publish(session, "a", "whole");
      Files.delete(store.output(key, "words").resolve("words.tsv"));
      problems.add(store.damage(key).orElseThrow());
      TaskSpec spec = Stores.spec("b");
      try (Staging staging = session.stage(Keys.of(spec))) {
        Files.createSymbolicLink(staging.output("words").resolve("link"), folder);
        catching(() -> staging.publish(spec, Stores.DESCRIPTION));
      }
    }
  }

  private void faultsOfInputs() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data/sub-01"));
    Files.createSymbolicLink(data.resolve("up"), folder.resolve("data"));
    Digests digests = Store.at(folder.resolve("store")).digests();
    for (Path path :
        List.of(folder.resolve("words.tsv"), folder.resolve("data"), Path.of("/dev/null"))) {
      catching(() -> digests.of(new InputPath(path, path.getFileName().toString())));
    }
    InputPath input = new InputPath(folder.resolve("bold.nii"), "data/bold.nii");
    problems.addAll(
        Digests.problem(input, new AccessDeniedException(input.path().toString())).problems());
    problems.addAll(Digests.problem(input, new IOException("Input/output error")).problems());
    problems.addAll(Digests.changing(input).problems());
  }

  private void catching(Runnable call) {
    try {
      call.run();
    } catch (ProblemException e) {
      problems.addAll(e.problems());
    }
  }
}
