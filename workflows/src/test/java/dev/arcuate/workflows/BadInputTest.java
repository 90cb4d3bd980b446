package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a clumsy user does, and what the command answers: never a stack trace, always a cure. */
class BadInputTest {
  private static final String WORDS = "onset\tduration\tword\n0.0\t0.3\tOne\n0.5\t0.3\tword\n";

  @TempDir Path folder;

  @Test
  void brokenYamlIsShownAtItsLine() throws Exception {
    Path file = write("broken.yaml", "arcuate: 1\nname: broken\nsteps: {words: {uses: words\n");
    assertRefused(2, "broken.yaml:", "validate", file.toString());
  }

  @Test
  void everyMistakeIsShownAtOnce() throws Exception {
    Path file =
        write(
            "mistakes.yaml",
            """
            arcuate: 1
            name: mistakes
            steps:
              words:
                uses: wrods
              design:
                uses: design
                inputs: {wrods: words}
                with: {featurs: [word-rate]}
              group:
                uses: group
                inputs: {scores: desing}
            """);
    Command.Ended ended = assertRefused(2, "did you mean", "validate", file.toString());
    assertThat(ended.err())
        .contains("mistakes.yaml:5:11", "mistakes.yaml:8:14", "mistakes.yaml:9:12", "'desing'");
  }

  @Test
  void aWorkflowThatDoesNotExistIsNamed() throws Exception {
    assertRefused(2, "absent.yaml", "run", "absent.yaml");
  }

  @Test
  void aDataFileThatDoesNotExistIsNamedWithTheLineThatAsksForIt() throws Exception {
    Path file = write("words.yaml", words("absent.tsv"));
    Command.Ended ended = assertRefused(2, "absent.tsv", "run", file.toString());
    assertThat(ended.err()).contains("words.yaml:6:");
  }

  @Test
  void aTruncatedImageIsNamedWithWhatIsMissing() throws Exception {
    Path func = Files.createDirectories(folder.resolve("data/sub-01/func"));
    write("data/dataset_description.json", "{\"Name\": \"x\", \"BIDSVersion\": \"1.10.0\"}");
    write("data/sub-01/func/sub-01_task-story_bold.json", "{\"RepetitionTime\": 2}");
    try (OutputStream out =
        new GZIPOutputStream(
            Files.newOutputStream(func.resolve("sub-01_task-story_bold.nii.gz")))) {
      out.write(new byte[100]);
    }
    Path file =
        write(
            "read.yaml",
            """
            arcuate: 1
            name: read
            steps:
              read:
                uses: bids-fmri
                with: {dataset: data, subject: 01, task: story}
            """);
    assertRefused(2, "sub-01_task-story_bold.nii.gz", "run", file.toString());
  }

  @Test
  void aPluginForAnotherVersionIsRefusedWithBothVersions() throws Exception {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Plugin-Id", "from-the-future");
    manifest.getMainAttributes().putValue("Plugin-Version", "1.0.0");
    manifest.getMainAttributes().putValue("Plugin-Requires", ">=99.0.0");
    manifest.getMainAttributes().putValue("Arcuate-Components", "telepathy");
    try (OutputStream out = Files.newOutputStream(jars.resolve("future.jar"))) {
      new JarOutputStream(out, manifest).close();
    }
    Path file =
        write("future.yaml", "arcuate: 1\nname: future\nsteps: {mind: {uses: telepathy}}\n");
    Command.Ended ended =
        new Command(folder).run("validate", file.toString(), "--plugin-dir", "jars");
    assertThat(ended.status()).as(ended.all()).isIn(2, 3);
    assertThat(ended.err()).contains("from-the-future", ">=99.0.0").doesNotContain("Exception");
  }

  @Test
  void cudaThatIsNotThereIsListedLibraryByLibrary() throws Exception {
    assumeTrue(!Files.exists(Path.of("/proc/driver/nvidia")), "this machine has an NVIDIA driver");
    write("words.tsv", WORDS);
    Path file =
        write(
            "cuda.yaml",
            words("words.tsv")
                + """
                  model:
                    uses: bert
                    inputs: {words: words}
                    with: {model: "arcuate:models/all-minilm-l6-v2"}
                """);
    assertRefused(4, "libcudart.so.12", "run", file.toString(), "--device", "cuda");
  }

  @Test
  void resultsDoNotOverwriteFilesOfTheUser() throws Exception {
    write("words.tsv", WORDS);
    write("mine/notes.txt", "important");
    Path file = write("words.yaml", words("words.tsv"));
    assertRefused(2, "mine", "run", file.toString(), "--out", "mine");
    assertThat(folder.resolve("mine/notes.txt")).hasContent("important");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws Exception {
    write("words.tsv", WORDS);
    Path file = write("words.yaml", words("words.tsv"));
    Path store = Path.of("/proc/arcuate-store");
    assumeTrue(Files.isDirectory(store.getParent()), "no /proc here");
    assertRefused(4, "/proc/arcuate-store", "run", file.toString(), "--store", store.toString());
  }

  @Test
  void aFullDiskLosesNothingAndSaysSo() throws Exception {
    Path small = Files.createDirectories(folder.resolve("small"));
    assumeTrue(mount(small, "1m"), "mounting a small tmpfs needs more rights than this test has");
    try {
      StringBuilder table = new StringBuilder("onset\tduration\tword\n");
      for (int i = 0; i < 60_000; i++) {
        table.append(i).append(".0\t0.3\tword").append(i).append('\n');
      }
      write("words.tsv", table.toString());
      Path file = write("words.yaml", words("words.tsv"));
      Command.Ended ended =
          assertRefused(4, "full", "run", file.toString(), "--store", "small/store");
      assertThat(ended.err()).contains("hint:");
    } finally {
      new ProcessBuilder("umount", small.toString()).start().waitFor();
    }
  }

  private static boolean mount(Path place, String size) throws Exception {
    try {
      return new ProcessBuilder(
                  "mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", place.toString())
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private Command.Ended assertRefused(int status, String mention, String... arguments)
      throws Exception {
    Command.Ended ended = new Command(folder).run(arguments);
    assertThat(ended.status()).as(ended.all()).isEqualTo(status);
    assertThat(ended.err()).contains(mention).doesNotContain("Exception", "\tat ", "dev.arcuate.");
    return ended;
  }

  private static String words(String events) {
    return """
        arcuate: 1
        name: words
        steps:
          words:
            uses: words
            with: {events: %s}
        """
        .formatted(events);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
