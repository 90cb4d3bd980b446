package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_START_FAILED;

import dev.arcuate.api.ProblemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.JarPluginLoader;
import org.pf4j.JarPluginManager;
import org.pf4j.Plugin;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginManager;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.RuntimeMode;
import org.pf4j.VersionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PF4J without what it does quietly: it judges versions as we do, keeps no files of its own, tells
 * why a plugin did not start, and forgets a plugin whose stop failed. Not safe for concurrent use:
 * {@link Swap} calls it under one lock. Class loading, which comes from any thread, touches nothing
 * but the map of class loaders.
 */
final class Pf4j extends JarPluginManager {
  private static final Logger LOG = LoggerFactory.getLogger(Pf4j.class);

  private final SharedLoader shared = new SharedLoader(Pf4j.class.getClassLoader());

  Pf4j(Path folder, String sdkVersion) {
    super(folder);
    setSystemVersion(sdkVersion);
    setExactVersionAllowed(true);
  }

  /**
   * Loads and starts a plugin whose dependencies are loaded.
   *
   * @throws ProblemException {@code PLUGIN_START_FAILED}; the plugin is unloaded again
   */
  ClassLoader start(PluginJarFile jar) {
    try {
      loadPlugin(jar.copy());
      if (!startPlugin(jar.id()).isStarted()) {
        throw failed(jar, getPlugin(jar.id()).getFailedException());
      }
      return getPluginClassLoader(jar.id());
    } catch (ProblemException e) {
      abandon(jar);
      throw e;
    } catch (RuntimeException | Error e) {
      abandon(jar);
      Reasons.rethrowIfFatal(e);
      throw failed(jar, e);
    }
  }

  /**
   * Stops and unloads a plugin that no loaded one depends on.
   *
   * @return why its own stop failed, if it did; it is unloaded all the same
   */
  Optional<String> unload(PluginJarFile jar) {
    PluginWrapper wrapper = getPlugin(jar.id());
    try {
      unloadPlugin(jar.id(), false, true);
    } finally {
      // PF4J leaves these behind when stop() throws.
      startedPlugins.removeIf(started -> started.getPluginId().equals(jar.id()));
    }
    return Optional.ofNullable(wrapper).map(PluginWrapper::getFailedException).map(Reasons::of);
  }

  private void abandon(PluginJarFile jar) {
    if (getPlugin(jar.id()) != null) {
      LOG.debug("unloading {}, stop said {}", jar.title(), unload(jar));
    }
  }

  private static ProblemException failed(PluginJarFile jar, Throwable cause) {
    return PLUGIN_START_FAILED
        .problem(
            jar.info().jar(),
            jar.title()
                + " did not start: "
                + (cause == null ? "it gave no reason" : Reasons.of(cause)))
        .hint("report this to the author of the plugin; the log holds the details")
        .exception();
  }

  @Override
  protected void initialize() {
    super.initialize();
    pluginClassLoaders = new ConcurrentHashMap<>();
  }

  @Override
  public RuntimeMode getRuntimeMode() {
    return RuntimeMode.DEPLOYMENT;
  }

  @Override
  protected VersionManager createVersionManager() {
    return Versions.manager();
  }

  @Override
  protected PluginStatusProvider createPluginStatusProvider() {
    return new AllEnabled();
  }

  @Override
  protected PluginFactory createPluginFactory() {
    return Pf4j::create;
  }

  @Override
  protected PluginLoader createPluginLoader() {
    return new JarPluginLoader(this) {
      @Override
      protected PluginClassLoader createPluginClassLoader(Path jar, PluginDescriptor descriptor) {
        return new JarLoader(pluginManager, descriptor, shared);
      }
    };
  }

  private static Plugin create(PluginWrapper wrapper) {
    String name = wrapper.getDescriptor().getPluginClass();
    try {
      return wrapper
          .getPluginClassLoader()
          .loadClass(name)
          .asSubclass(Plugin.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new PluginRuntimeException(e, "cannot create {}", name);
    }
  }

  /** Its own classes first, but never its own copy of what exists once. */
  private static final class JarLoader extends PluginClassLoader {
    JarLoader(PluginManager manager, PluginDescriptor descriptor, ClassLoader parent) {
      super(manager, descriptor, parent);
    }

    @Override
    protected boolean shouldDelegateToParent(String className) {
      return SharedCode.owning(className).isPresent();
    }
  }

  /** PF4J would look for files named enabled.txt and disabled.txt. */
  private static final class AllEnabled implements PluginStatusProvider {
    @Override
    public boolean isPluginDisabled(String pluginId) {
      return false;
    }

    @Override
    public void disablePlugin(String pluginId) {
      throw new UnsupportedOperationException("plugins are removed, not disabled");
    }

    @Override
    public void enablePlugin(String pluginId) {
      // All are.
    }
  }
}
