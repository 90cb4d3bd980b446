package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pf4j.Extension;

/** The score table of a group, and what each region can be said to follow. */
@Extension
public final class SummaryStep implements Step<SummarySettings> {
  @Override
  public String id() {
    return "score-table-summary";
  }

  @Override
  public String summary() {
    return "Says for every region which cells of the score table survive, and what it follows.";
  }

  @Override
  public Class<SummarySettings> settingsType() {
    return SummarySettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.many("groups", Scores.class, "group statistics of every cell of the score table"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one(
            "kinds",
            Table.class,
            "per region its kind, by the cells that survive. syntactic: syntax-both and"
                + " syntax-compositional. semantic: both-compositional, semantics-both and"
                + " semantics-compositional. mixed: all five. lexical: both-lexical, and neither"
                + " claim. undecided: others. none: nothing survives"),
        Port.one(
            "cells",
            Table.class,
            "per region and cell: mean, p, corrected p, and whether it is found"),
        Port.one("page", Files.class, "both as a page for the browser"));
  }

  @Override
  public void run(SummarySettings settings, Task task) throws IOException {
    Map<Cell, Scores> groups = groups(settings, task);
    task.checkCancelled();
    Scores any = groups.get(Cell.BOTH_BOTH);
    int targets = any.geometry().targets();
    boolean familyWise = settings.correction() == SummarySettings.Correction.FAMILY_WISE;
    double[][] q = Corrections.of(groups, targets, familyWise);
    List<List<String>> cells = new ArrayList<>();
    List<List<String>> kinds = new ArrayList<>();
    int found = 0;
    for (int target = 0; target < targets; target++) {
      Findings findings = Findings.of(groups, q, target, settings.level());
      String region = any.geometry().targetName(target);
      for (Cell cell : Cell.values()) {
        cells.add(
            List.of(
                region,
                cell.map(),
                number(groups.get(cell).mean("mean")[target]),
                number(groups.get(cell).mean("p")[target]),
                number(q[cell.ordinal()][target]),
                Boolean.toString(findings.survives(cell))));
      }
      kinds.add(List.of(region, findings.kind(), findings.words()));
      found += findings.kind().equals(Findings.NONE) ? 0 : 1;
    }
    Table kindTable = new Table(List.of("region", "kind", "found"), kinds);
    Table cellTable =
        new Table(List.of("region", "cell", "mean", "p", "p-corrected", "survives"), cells);
    kindTable.write(task.output("kinds"));
    cellTable.write(task.output("cells"));
    SummaryPage.write(task.output("page"), kindTable, cellTable, any, settings);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("regions", targets);
    facts.put("regions-with-findings", found);
    task.note(facts);
  }

  private static Map<Cell, Scores> groups(SummarySettings settings, Task task) {
    Map<Cell, Scores> groups = new EnumMap<>(Cell.class);
    for (Labelled<Scores> input : task.inputs("groups", Scores.class)) {
      String label = input.labels().getOrDefault(settings.cell(), "");
      for (Cell cell : Cell.values()) {
        if (cell.map().equals(label)) {
          groups.put(cell, input.value());
        }
      }
    }
    for (Cell cell : Cell.values()) {
      Scores group = groups.get(cell);
      if (group == null || !group.maps().containsAll(List.of("mean", "p"))) {
        throw Problem.user(
                "DECOMPOSE_CELL_MISSING",
                "there are no group statistics of the cell '" + cell.map() + "'")
            .hint(
                "sweep the step 'group' over "
                    + settings.cell()
                    + ": ["
                    + String.join(", ", Cell.maps())
                    + "] with map: $"
                    + settings.cell()
                    + ", and gather it here")
            .exception();
      }
    }
    return groups;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? Table.MISSING : String.format(Locale.ROOT, "%.5g", value);
  }
}
