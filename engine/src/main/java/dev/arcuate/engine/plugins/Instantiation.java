package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_CLASS_UNUSABLE;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_COMPONENTS_DIFFER;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_COMPONENT_FAILED;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_COMPONENT_INVALID;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_SERVICE_UNKNOWN;

import com.google.inject.Binder;
import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.Scopes;
import com.google.inject.spi.Dependency;
import com.google.inject.spi.HasDependencies;
import com.google.inject.spi.InjectionPoint;
import dev.arcuate.api.Component;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Step;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The components of a loaded plugin, each made once by an injector of the plugin's own. An injector
 * that the engine or another plugin shared would keep the plugin's class loader alive; so would an
 * exception of a plugin's own type, which is why problems carry no cause and the log has it.
 */
final class Instantiation {
  private static final Logger LOG = LoggerFactory.getLogger(Instantiation.class);

  private static final String REBUILD =
      "build the plugin again from clean; libraries that it needs belong into its jar, but for"
          + " those that exist once, in the engine";

  private final PluginJarFile jar;
  private final ClassLoader loader;
  private final Map<Class<?>, Object> services;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, ComponentHandle> handles = new TreeMap<>();

  private Instantiation(PluginJarFile jar, ClassLoader loader, Map<Class<?>, Object> services) {
    this.jar = jar;
    this.loader = loader;
    this.services = services;
  }

  /**
   * Makes all components.
   *
   * @return by id
   * @throws ProblemException with all that is wrong
   */
  static Map<String, ComponentHandle> of(
      PluginJarFile jar, ClassLoader loader, Map<Class<?>, Object> services) {
    try (ContextLoader context = ContextLoader.of(loader)) {
      return new Instantiation(jar, loader, services).run();
    }
  }

  private Map<String, ComponentHandle> run() {
    List<Class<? extends Component<?>>> types = new ArrayList<>();
    jar.classes().forEach(name -> load(name, types));
    injector(types).ifPresent(injector -> types.forEach(type -> make(injector, type)));
    compareWithManifest();
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return handles;
  }

  @SuppressWarnings("unchecked")
  private void load(String name, List<Class<? extends Component<?>>> types) {
    Class<?> type;
    try {
      type = Class.forName(name, true, loader);
    } catch (ClassNotFoundException e) {
      LOG.debug("class of {} not found", jar.title(), e);
      classUnusable(
          "the index of " + jar.title() + " names " + name + ", which is not in the jar", REBUILD);
      return;
    } catch (LinkageError e) {
      Reasons.rethrowIfFatal(e);
      LOG.warn("class of {} cannot be used", jar.title(), e);
      classUnusable(name + " of " + jar.title() + " cannot be used: " + Reasons.of(e), REBUILD);
      return;
    }
    if (!Component.class.isAssignableFrom(type)) {
      classUnusable(
          name + " of " + jar.title() + " is an extension, but no Arcuate component",
          "implement one of the extension points of the API, or take @Extension off the class");
    } else if (Modifier.isAbstract(type.getModifiers())) {
      classUnusable(
          name + " of " + jar.title() + " is abstract, so it cannot be made",
          "take @Extension off the class and put it on those that complete it");
    } else {
      types.add((Class<? extends Component<?>>) type);
    }
  }

  private void classUnusable(String message, String hint) {
    add(PLUGIN_CLASS_UNUSABLE.problem(message), hint);
  }

  /**
   * An injector of these components, or of those of them that can be constructed; the others are
   * taken off the list.
   */
  private Optional<Injector> injector(List<Class<? extends Component<?>>> types) {
    if (types.isEmpty()) {
      return Optional.empty();
    }
    try {
      Injector injector = Guice.createInjector(binder -> bind(binder, types));
      // Guice has bindings of its own, such as the injector itself.
      types.removeIf(type -> !asksForServicesOnly(type, dependencies(injector, type)));
      return Optional.of(injector);
    } catch (CreationException e) {
      // Guice answers in its own words and all at once, so each is looked at by itself.
      int before = types.size();
      types.removeIf(type -> !injectable(type));
      if (types.size() < before) {
        return injector(types);
      }
      LOG.warn("{} cannot be injected", jar.title(), e);
      e.getErrorMessages()
          .forEach(
              message ->
                  add(
                      PLUGIN_COMPONENT_FAILED.problem(
                          "components of "
                              + jar.title()
                              + " cannot be constructed: "
                              + message.getMessage()),
                      "give each one constructor annotated with @Inject"));
      return Optional.empty();
    }
  }

  private static Set<Dependency<?>> dependencies(Injector injector, Class<?> type) {
    return injector.getBinding(type) instanceof HasDependencies binding
        ? binding.getDependencies()
        : Set.of();
  }

  private boolean injectable(Class<? extends Component<?>> type) {
    Set<Dependency<?>> dependencies = new LinkedHashSet<>();
    try {
      dependencies.addAll(InjectionPoint.forConstructorOf(type).getDependencies());
      InjectionPoint.forInstanceMethodsAndFields(type)
          .forEach(point -> dependencies.addAll(point.getDependencies()));
    } catch (ConfigurationException e) {
      LOG.warn("{} cannot be constructed", jar.title(), e);
      add(
          PLUGIN_COMPONENT_FAILED.problem(
              type.getName() + " of " + jar.title() + " has no constructor to be made with"),
          "give it one constructor annotated with @Inject, or a public one without parameters");
      return false;
    }
    return asksForServicesOnly(type, dependencies);
  }

  private boolean asksForServicesOnly(
      Class<? extends Component<?>> type, Set<Dependency<?>> dependencies) {
    Set<Class<?>> asked = new LinkedHashSet<>();
    dependencies.forEach(dependency -> asked.add(raw(dependency)));
    asked.removeAll(services.keySet());
    for (Class<?> unknown : asked) {
      add(
          PLUGIN_SERVICE_UNKNOWN.problem(
              type.getName()
                  + " of "
                  + jar.title()
                  + " asks for "
                  + unknown.getSimpleName()
                  + ", which is no host service; there are "
                  + serviceNames()),
          "ask for one of these, and make everything else in the constructor");
    }
    return asked.isEmpty();
  }

  private static Class<?> raw(Dependency<?> dependency) {
    return dependency.getKey().getTypeLiteral().getRawType();
  }

  private String serviceNames() {
    return services.keySet().stream()
        .map(Class::getSimpleName)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private void bind(Binder binder, List<Class<? extends Component<?>>> types) {
    binder.requireExplicitBindings();
    binder.disableCircularProxies();
    services.forEach((type, service) -> bindService(binder, type, service));
    types.forEach(type -> binder.bind(type).in(Scopes.SINGLETON));
  }

  private static <T> void bindService(Binder binder, Class<T> type, Object service) {
    binder.bind(type).toInstance(type.cast(service));
  }

  private void make(Injector injector, Class<? extends Component<?>> type) {
    try {
      Component<?> component = injector.getInstance(type);
      String id = component.id();
      if (valid(component, id)) {
        handles.put(id, new ComponentHandle(id, component, jar.info()));
      }
    } catch (ProvisionException e) {
      failed(type, e.getCause() == null ? e : e.getCause());
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      failed(type, e);
    }
  }

  private void failed(Class<?> type, Throwable thrown) {
    Reasons.rethrowIfFatal(thrown);
    LOG.warn("component of {} failed while it was made", jar.title(), thrown);
    add(
        PLUGIN_COMPONENT_FAILED.problem(
            type.getName()
                + " of "
                + jar.title()
                + " failed while it was made: "
                + Reasons.of(thrown)),
        "report this to the author of the plugin; the log holds the details");
  }

  /** The smoke check: a component answers what every workflow asks of it before it runs. */
  private boolean valid(Component<?> component, String id) {
    String name = component.getClass().getName();
    int before = problems.size();
    if (id == null || !JarCheck.isKebabCase(id)) {
      invalid(name, "its id is '" + id + "'; expected lower-case words joined by hyphens");
    } else if (handles.containsKey(id)) {
      invalid(name, "another component of the plugin has the id '" + id + "' too");
    }
    if (component.summary() == null || component.summary().isBlank()) {
      invalid(name, "it has no summary");
    }
    if (component.settingsType() == null || !component.settingsType().isRecord()) {
      invalid(name, "its settings are no record");
    }
    if (component instanceof Step<?> step) {
      if (step.inputs() == null) {
        invalid(name, "it names no inputs; a step without any names an empty list");
      }
      if (step.outputs() == null || step.outputs().isEmpty()) {
        invalid(name, "it names no output; a step has at least one");
      }
    }
    return problems.size() == before;
  }

  private void invalid(String name, String why) {
    add(
        PLUGIN_COMPONENT_INVALID.problem(name + " of " + jar.title() + " is unusable: " + why),
        "run the conformance tests of the SDK's test kit on the plugin");
  }

  private void compareWithManifest() {
    if (!problems.isEmpty()) {
      return;
    }
    Set<String> listed = new TreeSet<>(jar.info().components());
    Set<String> missing = new TreeSet<>(listed);
    missing.removeAll(handles.keySet());
    Set<String> unlisted = new TreeSet<>(handles.keySet());
    unlisted.removeAll(listed);
    if (!missing.isEmpty()) {
      add(
          PLUGIN_COMPONENTS_DIFFER.problem(
              jar.title()
                  + " lists components that its classes do not offer: "
                  + String.join(", ", missing)),
          "annotate their classes with @Extension and build the plugin again, or take them off"
              + " the manifest entry Arcuate-Components");
    }
    if (!unlisted.isEmpty()) {
      add(
          PLUGIN_COMPONENTS_DIFFER.problem(
              jar.title()
                  + " offers components that it does not list: "
                  + String.join(", ", unlisted)),
          "add them to the manifest entry Arcuate-Components");
    }
  }

  private void add(Problem problem, String hint) {
    problems.add(problem.hint(hint).at(new Position(jar.info().jar().toString(), 0, 0)));
  }
}
