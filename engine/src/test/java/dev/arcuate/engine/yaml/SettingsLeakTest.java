package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.engine.problem.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A plugin whose settings were bound can be unloaded. Records are not compared here: the JDK keeps
 * one loader alive, and no more than one, through what it makes for {@code Record.equals}.
 */
final class SettingsLeakTest {
  private static final int MOST_COLLECTIONS = 40;

  /** Loads the sample settings once more, as the loader of a plugin would. */
  private static final class PluginLoader extends ClassLoader {
    PluginLoader() {
      super(SettingsLeakTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(SampleComponents.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static WeakReference<ClassLoader> useAndDrop() throws ClassNotFoundException {
    PluginLoader loader = new PluginLoader();
    Class<?> record = Class.forName(SampleComponents.class.getName() + "$Ridge", true, loader);
    assertThat(record.getClassLoader()).isSameAs(loader);
    ComponentSettings types =
        ComponentSettings.of("ridge", record.asSubclass(Record.class), Optional.empty());
    Problems problems = new Problems();
    Node.Mapping with =
        new YamlReader()
            .document("a.yaml", "{alphas: [1], folds: {scheme: runs}, bands: {a: 1}}", problems)
            .orElseThrow();
    BoundSettings bound =
        new SettingsBinder(InputPaths.under(Path.of(""), Optional.empty()), problems)
            .bind(types, with)
            .orElseThrow();
    Map<String, Object> json = SettingsWriter.write(types, bound);
    BoundSettings back = SettingsWriter.read(types, json, Map.of());
    assertThat(SettingsWriter.write(types, back)).isEqualTo(json);
    assertThat(SettingsSchema.of(types)).isNotEmpty();
    return new WeakReference<>(loader);
  }

  @Test
  void bindingKeepsNoLoaderAlive() throws ClassNotFoundException {
    WeakReference<ClassLoader> loader = useAndDrop();

    for (int i = 0; i < MOST_COLLECTIONS && loader.get() != null; i++) {
      System.gc();
    }
    assertThat(loader.get()).isNull();
  }
}
