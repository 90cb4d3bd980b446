package dev.arcuate.engine.store;

import dev.arcuate.engine.store.RunRecord.Status;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of runs: one folder each, with {@code run.json}, {@code tasks.tsv} (task id and key),
 * {@code trace.jsonl} and the logs of its tasks.
 */
public final class Runs {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
  private static final String RECORD = "run.json";
  private static final String TASKS = "tasks.tsv";

  private final Store store;
  private final Layout layout;

  Runs(Store store, Layout layout) {
    this.store = store;
    this.layout = layout;
  }

  /** Where everything on a run lies. */
  public Path folder(String id) {
    return layout.run(id);
  }

  /**
   * Records that a run begins. From here on, until the session is closed, none of its results are
   * cleaned away.
   *
   * @param session opened under the id of the run
   * @param tasks key by task id, in the order of the plan
   */
  public void begin(StoreSession session, RunRecord run, Map<String, Key> tasks) {
    StringBuilder text = new StringBuilder(tasks.size() * 100);
    tasks.forEach((id, key) -> text.append(key.hex()).append('\t').append(id).append('\n'));
    try (StoreLocks.Hold quiet = session.awaitNoCleaning()) {
      SafeFiles.replace(layout.run(run.id()).resolve(TASKS), text.toString());
      write(run);
    } catch (IOException e) {
      throw StoreProblems.writing(layout.root(), "record the run", e);
    }
  }

  /** Records how a run went. */
  public void end(RunRecord run) {
    try {
      write(run);
    } catch (IOException e) {
      throw StoreProblems.writing(layout.root(), "record the run", e);
    }
  }

  /** Keeps a run from being cleaned away, or lets it go; false if there is no such run. */
  public boolean pin(String id, boolean keep) {
    Optional<RunRecord> run = read(id);
    run.ifPresent(record -> end(record.pinned(keep)));
    return run.isPresent();
  }

  /** All runs that can be read, newest first. */
  public List<RunRecord> list() {
    List<RunRecord> runs = new ArrayList<>();
    ids().forEach(id -> find(id).ifPresent(runs::add));
    runs.sort(Comparator.comparing(RunRecord::started).thenComparing(RunRecord::id).reversed());
    return runs;
  }

  /** A run by its id. A run whose process is gone counts as {@link Status#DIED}. */
  public Optional<RunRecord> find(String id) {
    return read(id)
        .map(run -> run.status() == Status.RUNNING && !isAlive(id) ? run.with(Status.DIED) : run);
  }

  /** The keys of a run's tasks by task id, in the order of its plan. */
  public Map<String, Key> tasks(String id) {
    Map<String, Key> tasks = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(layout.run(id).resolve(TASKS))) {
        int tab = line.indexOf('\t');
        tasks.put(line.substring(tab + 1), new Key(line.substring(0, tab)));
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("cannot read the tasks of run {}", id, e);
    }
    return tasks;
  }

  /**
   * The key that each task had when it was last run in a workflow of this name, as far as its
   * result still exists: what {@code plan --why} compares with.
   */
  public Map<String, Key> earlier(String workflow) {
    Map<String, Key> keys = new LinkedHashMap<>();
    for (RunRecord run : list()) {
      if (run.workflow().equals(workflow)) {
        tasks(run.id())
            .forEach(
                (task, key) -> {
                  if (!keys.containsKey(task) && store.contains(key)) {
                    keys.put(task, key);
                  }
                });
      }
    }
    return keys;
  }

  List<String> ids() {
    List<String> ids = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(layout.runs())) {
      folders.forEach(folder -> ids.add(folder.getFileName().toString()));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw StoreProblems.writing(layout.root(), "list the runs", e);
    }
    return ids;
  }

  private boolean isAlive(String id) {
    if (!Files.exists(layout.staging(id))) {
      return false;
    }
    try (StoreLocks locks = StoreLocks.open(layout.locks())) {
      Optional<StoreLocks.Hold> free = locks.tryHold(StoreSession.aliveName(id));
      free.ifPresent(StoreLocks.Hold::close);
      return free.isEmpty();
    } catch (IOException e) {
      LOG.debug("cannot tell whether run {} is alive", id, e);
      return true;
    }
  }

  private void write(RunRecord run) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", run.id());
    json.put("workflow", run.workflow());
    json.put("started", run.started().toString());
    run.ended().ifPresent(at -> json.put("ended", at.toString()));
    json.put("status", run.status().name());
    json.put("tasks", run.tasks());
    json.put("done", run.done());
    json.put("cached", run.cached());
    json.put("failed", run.failed());
    json.put("skipped", run.skipped());
    json.put("pinned", run.pinned());
    SafeFiles.replace(layout.run(run.id()).resolve(RECORD), Json.pretty(json));
  }

  private Optional<RunRecord> read(String id) {
    Path file = layout.run(id).resolve(RECORD);
    try {
      Map<String, Object> json = Json.readObject(Files.readString(file));
      return Optional.of(
          new RunRecord(
              id,
              (String) json.get("workflow"),
              Instant.parse((String) json.get("started")),
              Optional.ofNullable((String) json.get("ended")).map(Instant::parse),
              Status.valueOf((String) json.get("status")),
              (Integer) json.get("tasks"),
              (Integer) json.get("done"),
              (Integer) json.get("cached"),
              (Integer) json.get("failed"),
              (Integer) json.get("skipped"),
              (Boolean) json.get("pinned")));
    } catch (IOException | RuntimeException e) {
      LOG.debug("cannot read the record of run {}", id, e);
      return Optional.empty();
    }
  }
}
