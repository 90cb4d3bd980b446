package dev.arcuate.engine.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarCacheTest {
  @TempDir Path temp;
  private JarCache cache;

  @BeforeEach
  void setUp() {
    cache = new JarCache(temp.resolve("cache"));
  }

  @Test
  void namesACopyByItsContent() throws IOException {
    Path jar = Files.writeString(temp.resolve("a.jar"), "abc");
    JarCache.Copy copy = cache.copies().take(jar);
    // FIPS 180-2, appendix B.1.
    assertThat(copy.digest())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(copy.path()).hasFileName(copy.digest() + ".jar").hasContent("abc");
    Files.writeString(jar, "abd");
    assertThat(cache.copies().take(jar).digest()).isNotEqualTo(copy.digest());
    assertThat(copy.path()).hasContent("abc");
  }

  @Test
  void replacesACopyThatWasSpoiled() throws IOException {
    Path jar = Files.writeString(temp.resolve("a.jar"), "abc");
    Files.writeString(cache.copies().take(jar).path(), "spoiled");
    assertThat(cache.copies().take(jar).path()).hasContent("abc");
  }

  @Test
  void leavesNothingElseBehind() throws IOException {
    Path jar = Files.writeString(temp.resolve("a.jar"), "abc");
    cache.copies().take(jar);
    cache.copies().take(jar);
    assertThatThrownBy(() -> cache.copies().take(temp.resolve("gone.jar")))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(temp.resolve("cache").toFile().list()).hasSize(1);
  }

  @Test
  void forgetsWhatNobodyHasUsedForLong() throws IOException {
    Path used = cache.copies().take(Files.writeString(temp.resolve("a.jar"), "abc")).path();
    Path unused = cache.copies().take(Files.writeString(temp.resolve("b.jar"), "def")).path();
    Instant now = Instant.now();
    Files.setLastModifiedTime(used, FileTime.from(now.minusSeconds(1000)));
    Files.setLastModifiedTime(unused, FileTime.from(now.minusSeconds(1000)));
    cache.copies().take(temp.resolve("a.jar"));
    cache.forgetUnusedSince(now.minusSeconds(500));
    assertThat(used).exists();
    assertThat(unused).doesNotExist();
  }

  @Test
  void isSharedByManyAtOnce() throws Exception {
    Path jar = Files.write(temp.resolve("a.jar"), new byte[1 << 20]);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<JarCache.Copy>> copies = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        copies.add(pool.submit(() -> new JarCache(temp.resolve("cache")).copies().take(jar)));
      }
      for (Future<JarCache.Copy> copy : copies) {
        assertThat(JarDigest.of(copy.get().path())).isEqualTo(copy.get().digest());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(temp.resolve("cache").toFile().list()).hasSize(1);
  }
}
