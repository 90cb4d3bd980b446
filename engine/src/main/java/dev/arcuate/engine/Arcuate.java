package dev.arcuate.engine;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Inspector;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.Tokenizers;
import dev.arcuate.engine.accel.Accel;
import dev.arcuate.engine.accel.Device;
import dev.arcuate.engine.accel.Doctor;
import dev.arcuate.engine.inspect.Inspectors;
import dev.arcuate.engine.models.ModelCatalogue;
import dev.arcuate.engine.plan.CheckedWorkflow;
import dev.arcuate.engine.plan.Checker;
import dev.arcuate.engine.plan.Foresight;
import dev.arcuate.engine.plan.Past;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlanSummary;
import dev.arcuate.engine.plan.Planner;
import dev.arcuate.engine.plan.Why;
import dev.arcuate.engine.plugins.Catalog;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.plugins.Place;
import dev.arcuate.engine.plugins.PluginFolder;
import dev.arcuate.engine.plugins.PluginHost;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.run.Cancellation;
import dev.arcuate.engine.run.Permits;
import dev.arcuate.engine.run.RunListener;
import dev.arcuate.engine.run.RunOptions;
import dev.arcuate.engine.run.RunSummary;
import dev.arcuate.engine.run.Runner;
import dev.arcuate.engine.run.SettingsReader;
import dev.arcuate.engine.stages.Stage;
import dev.arcuate.engine.stages.Stages;
import dev.arcuate.engine.store.Store;
import dev.arcuate.engine.yaml.ComponentSettings;
import dev.arcuate.engine.yaml.SettingsSchema;
import dev.arcuate.engine.yaml.Workflow;
import dev.arcuate.engine.yaml.WorkflowReader;
import dev.arcuate.engine.yaml.WorkflowSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An engine inside another program: reads workflows, checks and plans them, runs plans. What the
 * command does is done through it. Safe for use by several threads; several engines, in one or
 * several processes, may share a store.
 */
public final class Arcuate implements AutoCloseable {
  private final Places places;
  private final Accel accel;
  private final Accel.Options accelOptions;
  private final PluginHost.Settings pluginSettings;
  private final PluginHost plugins;
  private final Store store;
  private final Stages stages = new Stages();

  private Arcuate(
      Places places, Accel accel, Accel.Options accelOptions, PluginHost.Settings pluginSettings) {
    this.places = places;
    this.accel = accel;
    this.accelOptions = accelOptions;
    this.pluginSettings = pluginSettings;
    this.plugins = PluginHost.open(pluginSettings);
    this.store = Store.at(places.store());
  }

  /**
   * Starts an engine: loads the plugins, but no native library before a task needs it.
   *
   * @param device where models run
   */
  public static Arcuate open(Places places, Device device) {
    requireNonNull(places, "places");
    Accel.Options options =
        new Accel.Options(
            device, places.cache().resolve("natives"), Runtime.getRuntime().availableProcessors());
    Accel accel = new Accel(options);
    try {
      return new Arcuate(places, accel, options, pluginSettings(places, accel));
    } catch (RuntimeException e) {
      accel.close();
      throw e;
    }
  }

  private static PluginHost.Settings pluginSettings(Places places, Accel accel) {
    List<Place> folders = new ArrayList<>();
    folders.add(Place.distribution(places.home().resolve("plugins")));
    folders.add(Place.user(places.userPlugins()));
    places.extraPlugins().forEach(folder -> folders.add(Place.extra(folder)));
    return new PluginHost.Settings(
        folders,
        Version.sdk(),
        Map.of(
            Inference.class, accel.inference(),
            Tokenizers.class, accel.tokenizers(),
            LinearAlgebra.class, accel.linearAlgebra()),
        places.cache().resolve("plugins"));
  }

  /** The components of this moment. Do not keep it: it keeps plugins in memory. */
  public Catalog catalog() {
    return plugins.catalog();
  }

  /** Loads, replaces and unloads plugins while the engine runs. */
  public PluginHost plugins() {
    return plugins;
  }

  /**
   * Installs and removes plugins of this user. A running engine sees it after {@link
   * PluginHost#refresh}.
   *
   * @param offline whether the network may not be used
   */
  public PluginFolder pluginFolder(boolean offline) {
    return new PluginFolder(pluginSettings, offline);
  }

  public Store store() {
    return store;
  }

  public Places places() {
    return places;
  }

  /** Everything that is wrong with a workflow, warnings too, without touching its data. */
  public List<Problem> validate(Request request) {
    Problems problems = new Problems();
    try {
      check(request, problems, new TreeSet<>());
      return problems.sorted();
    } catch (ProblemException e) {
      return e.problems();
    }
  }

  /**
   * Plans a workflow: reads the files it names as far as keys need their content, and runs nothing.
   * Refuses what can be known to fail for want of memory, or for a split that leaks.
   *
   * @throws ProblemException with everything that is wrong
   */
  public Plan plan(Request request) {
    return plan(request, false);
  }

  /**
   * As above.
   *
   * @param keepGoing whether to plan what can be known to fail as well: it fails when it is run,
   *     and what does not depend on it is done
   */
  public Plan plan(Request request, boolean keepGoing) {
    Problems problems = new Problems();
    Set<String> named = new TreeSet<>();
    CheckedWorkflow workflow = check(request, problems, named);
    for (String name : named) {
      models()
          .find(name)
          .flatMap(entry -> models().check(entry, store.digests()))
          .ifPresent(problems::add);
    }
    Plan plan = new Planner(store.digests(), permits().all()).plan(workflow, problems);
    store.digests().save();
    Problems foreseen = keepGoing ? new Problems() : problems;
    Plan looked = new Foresight(catalog(), stages, permits().all(), store).look(plan, foreseen);
    problems.throwIfErrors();
    return looked;
  }

  /** Why each task of a plan would run or not, in the order of the plan. */
  public List<Why.Explanation> explain(Plan plan) {
    Catalog catalog = catalog();
    return new Why(
            Past.of(store, plan.workflow()),
            component -> catalog.component(component).map(ComponentHandle::plugin))
        .explain(plan);
  }

  /** A plan step by step, with what it would take going by earlier runs. */
  public PlanSummary summary(Plan plan) {
    return PlanSummary.of(plan, Past.of(store, plan.workflow()));
  }

  /**
   * @param named receives the models of the catalogue that are used
   */
  private CheckedWorkflow check(Request request, Problems problems, Set<String> named) {
    Workflow workflow =
        new WorkflowReader(Optional.of(places.home()))
            .read(request.file(), request.sets(), problems);
    problems.addAll(plugins.problems().stream().map(Problem::asWarning).toList());
    return new Checker(
            stages,
            Version.sdk(),
            Optional.of(places.home()),
            name -> {
              named.add(name);
              return modelPath(name);
            })
        .check(workflow, catalog(), request.uses(), problems);
  }

  /**
   * Runs a plan to its end. Fails early if nothing can be run; what fails later is in the summary.
   *
   * @param listener hears of everything that happens
   * @param cancellation stops the run from another thread
   */
  public RunSummary run(
      Plan plan, RunOptions options, RunListener listener, Cancellation cancellation) {
    accel.requireDevice();
    return runner().run(plan, store, options, listener, cancellation);
  }

  /** Runs one task that a file describes, as a node of a cluster does. */
  public void runTask(Path specification, Cancellation cancellation) {
    runner().runTask(specification, cancellation);
  }

  private Runner runner() {
    return new Runner(plugins, stages::named, SettingsReader.ofSpecifications(), Clock.systemUTC());
  }

  /**
   * What tasks may use together: all cores, and most of the memory, of which arrays of components
   * lie on the heap and weights of models do not.
   */
  public Permits permits() {
    return Permits.ofThisMachine(accel.gpus());
  }

  /** Of one component's settings, or of a whole workflow file. */
  public Map<String, Object> schema(Optional<String> component) {
    return component.map(this::schemaOf).orElseGet(this::schemaOfWorkflows);
  }

  private Map<String, Object> schemaOf(String component) {
    return SettingsSchema.of(settings(handle(component)));
  }

  private Map<String, Object> schemaOfWorkflows() {
    List<WorkflowSchema.ComponentEntry> entries = new ArrayList<>();
    for (ComponentHandle handle : catalog().components()) {
      stages
          .of(handle.component())
          .ifPresent(
              stage ->
                  entries.add(
                      new WorkflowSchema.ComponentEntry(
                          settings(handle),
                          handle.component().summary(),
                          stage.inputs(handle.component()).stream().map(Port::name).toList())));
    }
    return WorkflowSchema.of(entries);
  }

  private ComponentHandle handle(String component) {
    return catalog()
        .component(component)
        .orElseThrow(
            () ->
                Problem.user("UNKNOWN_COMPONENT", "there is no component '" + component + "'")
                    .hint("'arcuate plugins list' names them")
                    .exception());
  }

  private ComponentSettings settings(ComponentHandle handle) {
    return ComponentSettings.of(
        handle.id(),
        handle.component().settingsType(),
        stages.of(handle.component()).flatMap(Stage::commonSettings));
  }

  /** The models of this user. */
  public ModelCatalogue models() {
    return new ModelCatalogue(places.models());
  }

  /** Adds models and looks into them. */
  public Models modelling() {
    return new Models(this);
  }

  /**
   * Says what is in a file.
   *
   * @throws ProblemException if it is of no known format, or damaged
   */
  public Inspector.Inspection inspect(Path path) throws IOException {
    List<Inspector> inspectors = new ArrayList<>();
    for (ComponentHandle handle : catalog().components()) {
      if (handle.component() instanceof Inspector inspector) {
        inspectors.add(inspector);
      }
    }
    return new Inspectors(inspectors, accel.inference()).inspect(path);
  }

  /** Those of the user stand before those that come with the distribution. */
  private Path modelPath(String name) {
    Path own = places.home().resolve("models").resolve(name);
    boolean listed = models().find(name).isPresent();
    return !listed && !name.isEmpty() && Files.isDirectory(own) ? own : models().place(name);
  }

  Stages stages() {
    return stages;
  }

  /** The reference page of all components, as Markdown. */
  public String reference() {
    return new Reference(stages).page(catalog());
  }

  /** What this machine lacks. Loads every native library. */
  public List<Doctor.Check> examine() {
    return new Doctor(accel, accelOptions).examine(List.of(places.store()));
  }

  /** The section on one component, as Markdown. */
  public String reference(String component) {
    return new Reference(stages).section(handle(component));
  }

  @Override
  public void close() {
    plugins.close();
    accel.close();
  }
}
