package dev.arcuate.engine.accel;

import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Main class of a child JVM: uses every native library as a plugin would. */
final class NativesProbe {
  private NativesProbe() {}

  public static void main(String[] arguments) throws Exception {
    Path cache = Path.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    boolean warmUp = arguments.length < 3;
    try (Accel accel = new Accel(new Accel.Options(Device.CPU, cache, 2))) {
      if (warmUp) {
        accel.warmUp(java.util.EnumSet.allOf(Library.class));
      }
      for (int plugin = 0; plugin < 3; plugin++) {
        WeakReference<ClassLoader> loader = use(accel, folder);
        System.out.println(
            "plugin " + plugin + (collected(loader) ? " collected" : " still there"));
      }
      System.out.println("connections " + connections());
    } catch (ProblemException e) {
      System.out.println(e.getMessage());
    }
  }

  /** The plugin's own thread, with its own context class loader, touches the libraries. */
  @SuppressWarnings("unchecked")
  private static WeakReference<ClassLoader> use(Accel accel, Path folder) throws Exception {
    ClassLoader loader = new PluginLoader();
    Function<Object[], String> plugin =
        (Function<Object[], String>)
            loader.loadClass(PluginCode.class.getName()).getConstructor().newInstance();
    Object[] services = {
      accel.inference(),
      accel.tokenizers(),
      accel.linearAlgebra(),
      folder.resolve("graph.onnx"),
      folder.resolve("tokenizer.json")
    };
    String[] result = new String[1];
    Thread thread = new Thread(() -> result[0] = plugin.apply(services));
    thread.setContextClassLoader(loader);
    thread.start();
    thread.join();
    System.out.println("result " + result[0]);
    return new WeakReference<>(loader);
  }

  private static boolean collected(WeakReference<?> reference) throws InterruptedException {
    for (int attempt = 0; attempt < 40 && reference.get() != null; attempt++) {
      System.gc();
      Thread.sleep(25);
    }
    return reference.get() == null;
  }

  /** Internet connections of this process that have another end. */
  private static long connections() throws IOException {
    Path self = Path.of("/proc/self/fd");
    if (!Files.isDirectory(self)) {
      return 0;
    }
    List<String> sockets;
    try (Stream<Path> descriptors = Files.list(self)) {
      sockets =
          descriptors
              .map(NativesProbe::target)
              .filter(target -> target.startsWith("socket:["))
              .map(target -> target.substring(8, target.length() - 1))
              .toList();
    }
    long count = 0;
    for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
      Path listing = Path.of("/proc/self/net", table);
      if (Files.exists(listing)) {
        count +=
            Files.readAllLines(listing).stream()
                .filter(line -> sockets.contains(line.strip().split("\\s+", -1)[9]))
                .count();
      }
    }
    return count;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** Defines the plugin's class itself and takes everything else from the application. */
  private static final class PluginLoader extends ClassLoader {
    PluginLoader() {
      super(NativesProbe.class.getClassLoader());
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
      if (!name.equals(PluginCode.class.getName())) {
        return super.loadClass(name);
      }
      String resource = name.replace('.', '/') + ".class";
      try (var in = getParent().getResourceAsStream(resource)) {
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length, PluginCode.class.getProtectionDomain());
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
