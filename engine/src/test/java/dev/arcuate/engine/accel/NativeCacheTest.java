package dev.arcuate.engine.accel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {
  @TempDir Path folder;

  @Test
  void unpacksOnceForTheSameContent() throws IOException {
    NativeCache cache = new NativeCache(folder.resolve("cache"));
    Path first = cache.unpack("library", List.of(library("one")));
    assertThat(first.resolve("lib.so")).hasContent("one");
    Files.setLastModifiedTime(first.resolve("lib.so"), FileTime.fromMillis(0));
    assertThat(cache.unpack("library", List.of(library("one")))).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first.resolve("lib.so")).toMillis()).isZero();
  }

  @Test
  void keepsVersionsApart() throws IOException {
    NativeCache cache = new NativeCache(folder.resolve("cache"));
    Path first = cache.unpack("library", List.of(library("one")));
    Path second = cache.unpack("library", List.of(library("two")));
    assertThat(second).isNotEqualTo(first);
    assertThat(first.resolve("lib.so")).hasContent("one");
    assertThat(second.resolve("lib.so")).hasContent("two");
  }

  @Test
  void letsSeveralUnpackAtOnce() throws Exception {
    NativeCache cache = new NativeCache(folder.resolve("cache"));
    URL library = library("one");
    Callable<Path> work = () -> cache.unpack("library", List.of(library));
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      for (Future<Path> result :
          executor.invokeAll(IntStream.range(0, 32).mapToObj(i -> work).toList())) {
        assertThat(result.get().resolve("lib.so")).hasContent("one");
      }
    } finally {
      executor.shutdownNow();
    }
    try (Stream<Path> left = Files.list(cache.root())) {
      assertThat(left).hasSize(1);
    }
  }

  private URL library(String content) throws IOException {
    Path jar = folder.resolve(content + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("native/lib.so"));
      zip.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    return url("jar:" + jar.toUri() + "!/native/lib.so");
  }

  private static URL url(String text) throws MalformedURLException {
    return URI.create(text).toURL();
  }
}
