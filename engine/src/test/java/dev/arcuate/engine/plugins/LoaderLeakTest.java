package dev.arcuate.engine.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.engine.testing.PluginJar;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LoaderLeakTest {
  private static final int SWAPS = 20;

  @TempDir Path temp;

  @Test
  void twentySwapsLeaveNothingBehind() {
    Folders folders = new Folders(temp);
    List<Path> versions = new ArrayList<>();
    for (int i = 0; i <= SWAPS + 3; i++) {
      versions.add(speaker(i).in(folders.elsewhere));
    }
    speaker(1000).in(folders.distribution);
    PluginJar.of("follower")
        .dependencies("speaker")
        .step("follow", Folders.saying("1"))
        .in(folders.distribution);
    try (PluginHost host = folders.open()) {
      List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
      for (int warm = 0; warm < 3; warm++) {
        swap(host, versions.get(SWAPS + 1 + warm), loaders);
      }
      Footprint before = Footprint.now();
      for (int i = 0; i < SWAPS; i++) {
        SwapReport report = swap(host, versions.get(i), loaders);
        assertThat(report.warnings()).isEmpty();
        assertThat(report.stopped()).hasSize(2);
        assertThat(Folders.say(host, "speak", temp)).isEqualTo("version " + i);
      }
      Footprint after = Footprint.now();

      assertThat(loaders).hasSize(2 * (SWAPS + 3)).allMatch(loader -> loader.refersTo(null));
      assertThat(host.survivors()).isEmpty();
      assertThat(after.threads()).isLessThanOrEqualTo(before.threads());
      // Twenty plugins that stayed would be hundreds of classes and more than a megabyte.
      assertThat(after.classes() - before.classes()).isLessThan(60);
      assertThat(after.metaspaceBytes() - before.metaspaceBytes()).isLessThan(600_000);
    }
  }

  /** Linux tells which files are open; what is open there cannot be deleted on Windows. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void unloadingClosesTheJar() throws IOException {
    Folders folders = new Folders(temp);
    speaker(1).in(folders.distribution);
    try (PluginHost host = folders.open()) {
      Folders.say(host, "speak", temp);
      assertThat(openFilesIn(folders.cache)).isNotEmpty();
      host.unload("speaker", Folders.SOON);
      assertThat(openFilesIn(folders.cache)).isEmpty();
    }
  }

  private SwapReport swap(PluginHost host, Path jar, List<WeakReference<ClassLoader>> loaders) {
    Folders.say(host, "speak", temp);
    Folders.say(host, "follow", temp);
    note(host, loaders);
    return host.replace("speaker", jar, Folders.SOON);
  }

  /** A method of its own: a local variable of the caller would hold what is to be collected. */
  private static void note(PluginHost host, List<WeakReference<ClassLoader>> loaders) {
    for (ComponentHandle handle : host.catalog().components()) {
      loaders.add(new WeakReference<>(handle.component().getClass().getClassLoader()));
    }
  }

  /** Does what plugins do and what is known to pin class loaders if it goes wrong. */
  private static PluginJar speaker(int number) {
    return PluginJar.of("speaker")
        .version("1.0." + number)
        .step(
            "speak",
            """
            enum Kind { ODD, EVEN }
            record Pair(String name, int number) {}
            record Nest(Pair pair, Kind kind, Nest[] nests) {}
            java.util.EnumMap<Kind, Pair> pairs = new java.util.EnumMap<>(Kind.class);
            pairs.put(Kind.ODD, new Pair("version ", %d));
            Runnable lambda = () -> org.slf4j.LoggerFactory.getLogger(Speak.class).info("{}", pairs);
            lambda.run();
            java.util.concurrent.ForkJoinPool.commonPool().submit(lambda).join();
            ThreadLocal<Pair> local = ThreadLocal.withInitial(() -> pairs.get(Kind.ODD));
            Pair pair = local.get();
            local.remove();
            Nest nest = new Nest(pair, Kind.EVEN, new Nest[0]);
            java.util.Set<Nest> nests = java.util.Set.of(nest);
            if (!nests.contains(new Nest(pair, Kind.EVEN, nest.nests()))) {
              throw new IllegalStateException(nest + " is not itself");
            }
            String text = nest + pair.toString() + java.util.stream.IntStream.range(0, 9).parallel().sum();
            task.log().info(text);
            %s
            """
                .formatted(number, Folders.saying("pair.name() + pair.number()")));
  }

  private static List<Path> openFilesIn(Path folder) throws IOException {
    List<Path> open = new ArrayList<>();
    Path real = folder.toRealPath();
    try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
      for (Path handle : handles.toList()) {
        target(handle).filter(file -> file.startsWith(real)).ifPresent(open::add);
      }
    }
    return open;
  }

  /** What a handle stands for; other threads of this JVM may have closed it meanwhile. */
  private static Optional<Path> target(Path handle) throws IOException {
    try {
      return Optional.of(Files.readSymbolicLink(handle));
    } catch (NoSuchFileException | NotLinkException e) {
      return Optional.empty();
    }
  }

  private record Footprint(int classes, int threads, long metaspaceBytes) {
    static Footprint now() {
      System.gc();
      return new Footprint(
          ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
          ManagementFactory.getThreadMXBean().getThreadCount(),
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getName().equals("Metaspace"))
              .mapToLong(Footprint::used)
              .sum());
    }

    private static long used(MemoryPoolMXBean pool) {
      return pool.getUsage().getUsed();
    }
  }
}
