package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One engine, many commands: a jar is exchanged between two runs. */
class ServeTest {
  @TempDir Path folder;

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void aJarIsExchangedWithoutARestart() throws Exception {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    TrivialPlugin.writeTo(jars, "1.0.0");
    Files.writeString(
        folder.resolve("one.yaml"),
        "arcuate: 1\nname: one\nsteps: {number: {uses: trivial, with: {value: 7}}}\n");
    Process serve =
        new ProcessBuilder(
                Command.distribution().resolve("bin/arcuate").toString(),
                "serve",
                "--plugin-dir",
                "jars")
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try (Writer in = serve.outputWriter(StandardCharsets.UTF_8);
        BufferedReader out = serve.inputReader(StandardCharsets.UTF_8)) {
      assertThat(answer(in, out, "run one.yaml")).contains("1 tasks run").endsWith("= 0");
      assertThat(answer(in, out, "run one.yaml")).contains("nothing to do").endsWith("= 0");

      TrivialPlugin.writeTo(jars, "2.0.0");
      assertThat(answer(in, out, "plugins reload"))
          .contains("stopped trivial 1.0.0", "started trivial 2.0.0")
          .endsWith("= 0");

      // The code is another, so the result is made anew rather than taken for that of the old jar.
      assertThat(answer(in, out, "run one.yaml")).contains("1 tasks run").endsWith("= 0");
      assertThat(answer(in, out, "run absent.yaml")).endsWith("= 2");
      in.write("quit\n");
      in.flush();
      assertThat(serve.waitFor()).isZero();
    } finally {
      serve.destroy();
    }
  }

  /** Output up to and with the line that tells the status. */
  private static String answer(Writer in, BufferedReader out, String command) throws IOException {
    in.write(command + "\n");
    in.flush();
    StringBuilder text = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      text.append(line);
      if (line.startsWith("= ")) {
        break;
      }
      text.append('\n');
    }
    return text.toString();
  }
}
