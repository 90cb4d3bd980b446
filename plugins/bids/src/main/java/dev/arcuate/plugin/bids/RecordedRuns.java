package dev.arcuate.plugin.bids;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sorts the files that a query means into runs, in the order in which they were asked for. */
public final class RecordedRuns {
  /** What a query may ask for in the plural, from the outermost. */
  private static final List<String> PLURAL = List.of("ses", "task", "run");

  private RecordedRuns() {}

  /**
   * Files of one run.
   *
   * @param label what tells the run from the others asked for: the label of the entity that varies,
   *     or several as in {@code ses-01_run-2}; of a single run its index, or {@code 1}
   * @param files one, or one per hemisphere
   */
  public record RecordedRun(String label, List<BidsFile> files) {
    public RecordedRun {
      files = List.copyOf(files);
    }
  }

  /**
   * What was found, and what was left out on purpose.
   *
   * @param runs at least one
   * @param excluded file names and why
   */
  public record Found(List<RecordedRun> runs, Map<String, String> excluded) {}

  /**
   * @param perRun an entity by which one run has several files, such as {@code hemi}
   * @throws ProblemException {@code BIDS_FILE_MISSING}, {@code BIDS_AMBIGUOUS}, {@code
   *     BIDS_EXCLUDED} if nothing is left
   */
  public static Found find(
      BidsDataset dataset,
      String subject,
      Query query,
      Optional<String> perRun,
      Exclusions exclusions) {
    List<BidsFile> all = dataset.some(subject, query);
    for (String entity : PLURAL) {
      List<String> unmatched =
          Optional.ofNullable(query.entities().get(entity))
              .map(choice -> choice.unmatched(entity, all))
              .orElse(List.of());
      if (!unmatched.isEmpty()) {
        dataset.some(subject, query.with(entity, Choice.of(entity, unmatched.get(0))));
      }
    }
    Map<String, String> excluded = new LinkedHashMap<>();
    List<BidsFile> kept = new ArrayList<>();
    for (BidsFile file : all) {
      Optional<String> reason = exclusions.reason(file);
      reason.ifPresentOrElse(why -> excluded.put(file.name(), why), () -> kept.add(file));
    }
    if (kept.isEmpty()) {
      throw Problem.user(
              "BIDS_EXCLUDED",
              "nothing is left of subject "
                  + subject
                  + ": "
                  + excluded.entrySet().stream()
                      .map(file -> file.getKey() + " is excluded (" + file.getValue() + ")")
                      .collect(Collectors.joining(", ")))
          .hint("leave the subject out of the sweep, or the exclusion out of the settings")
          .exception();
    }
    return new Found(runs(dataset, subject, query, perRun, kept), excluded);
  }

  private static List<RecordedRun> runs(
      BidsDataset dataset,
      String subject,
      Query query,
      Optional<String> perRun,
      List<BidsFile> files) {
    Map<List<String>, List<BidsFile>> groups =
        new TreeMap<>(
            Comparator.comparing((List<String> key) -> key.get(0), Labels.ORDER)
                .thenComparing(key -> key.get(1), Labels.ORDER)
                .thenComparing(key -> key.get(2), Labels.ORDER));
    for (BidsFile file : files) {
      List<String> key =
          PLURAL.stream()
              .map(entity -> isPlural(query, entity) ? file.entity(entity).orElse("") : "")
              .toList();
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(file);
    }
    List<List<BidsFile>> ordered = new ArrayList<>(groups.values());
    ordered.sort(
        Comparator.comparing((List<BidsFile> run) -> place(query, "ses", run.get(0)))
            .thenComparing(run -> place(query, "task", run.get(0)))
            .thenComparing(run -> place(query, "run", run.get(0))));
    List<String> varying =
        PLURAL.stream()
            .filter(
                entity ->
                    ordered.stream().map(run -> run.get(0).entity(entity)).distinct().count() > 1)
            .toList();
    List<RecordedRun> runs = new ArrayList<>();
    for (List<BidsFile> run : ordered) {
      requireOne(dataset, subject, query, perRun, run);
      runs.add(new RecordedRun(label(query, varying, run.get(0)), run));
    }
    return runs;
  }

  private static boolean isPlural(Query query, String entity) {
    return query.entities().containsKey(entity) && query.entities().get(entity).isPlural();
  }

  private static int place(Query query, String entity, BidsFile file) {
    return query.entities().containsKey(entity)
        ? query.entities().get(entity).place(file.entity(entity))
        : 0;
  }

  private static void requireOne(
      BidsDataset dataset,
      String subject,
      Query query,
      Optional<String> perRun,
      List<BidsFile> run) {
    boolean single =
        perRun.isPresent()
            ? run.stream().map(file -> file.entity(perRun.get())).distinct().count() == run.size()
            : run.size() == 1;
    if (!single) {
      throw dataset.ambiguous(subject, query.text(), run);
    }
  }

  private static String label(Query query, List<String> varying, BidsFile file) {
    if (varying.isEmpty()) {
      return file.entity("run").map(label -> written(query, "run", label)).orElse("1");
    }
    if (varying.size() == 1) {
      String entity = varying.get(0);
      return file.entity(entity).map(label -> written(query, entity, label)).orElse("1");
    }
    return varying.stream()
        .filter(entity -> file.entity(entity).isPresent())
        .map(entity -> entity + "-" + written(query, entity, file.entity(entity).orElseThrow()))
        .collect(Collectors.joining("_"));
  }

  private static String written(Query query, String entity, String label) {
    return query.entities().containsKey(entity)
        ? query.entities().get(entity).written(label)
        : label;
  }
}
