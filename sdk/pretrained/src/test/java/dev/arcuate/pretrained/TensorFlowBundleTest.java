package dev.arcuate.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real index of BERT-base, beside a file of the right size that holds nothing. */
class TensorFlowBundleTest {
  private static final Path REAL =
      Path.of("src/test/resources/bert-base/variables/variables.index");
  private static final long SIZE = 440_419_560;

  @TempDir Path folder;

  private Path index;

  @BeforeEach
  void copy() throws IOException {
    index = Files.copy(REAL, folder.resolve("variables.index"));
    values(SIZE);
  }

  private void values(long size) throws IOException {
    Path file = folder.resolve("variables.data-00000-of-00001");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }
  }

  @Test
  void findsEveryTensorAndItsPlace() throws IOException {
    Checkpoint checkpoint = Checkpoint.read(index);
    assertThat(checkpoint.files()).hasSize(2);
    String query = "module/bert/encoder/layer_11/attention/self/query/kernel";
    StoredTensor tensor = checkpoint.tensors().get(query);
    assertThat(tensor.shape()).isEqualTo(List.of(768L, 768L));
    assertThat(tensor.type()).isEqualTo("float32");
    assertThat(checkpoint.tensors().get("module/bert/embeddings/word_embeddings").shape())
        .isEqualTo(List.of(30522L, 768L));
    // Together they fill the file.
    long bytes =
        checkpoint.tensors().values().stream()
            .mapToLong(one -> 4 * one.shape().stream().reduce(1L, Math::multiplyExact))
            .sum();
    assertThat(bytes).isEqualTo(SIZE);
  }

  @Test
  void noticesValuesThatAreCutShortOrAbsent() throws IOException {
    values(SIZE - 1);
    assertThatThrownBy(() -> Checkpoint.read(index))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("the file of weights is cut short")
        .hasMessageContaining("440419560");
    Files.delete(folder.resolve("variables.data-00000-of-00001"));
    assertThatThrownBy(() -> Checkpoint.read(index))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'variables.data-00000-of-00001'");
  }

  @Test
  void noticesEveryDamageOfTheIndex() throws IOException {
    byte[] sound = Files.readAllBytes(REAL);
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = sound.clone();
      // The footer's padding, some of its last 48 bytes, means nothing.
      damaged[random.nextInt(sound.length - 48)] ^= (byte) (1 << random.nextInt(8));
      Files.write(index, damaged);
      assertThatThrownBy(() -> Checkpoint.read(index)).isInstanceOf(ProblemException.class);
    }
    for (int i = 0; i < 100; i++) {
      Files.write(index, java.util.Arrays.copyOf(sound, random.nextInt(sound.length)));
      assertThatThrownBy(() -> Checkpoint.read(index)).isInstanceOf(ProblemException.class);
    }
  }
}
