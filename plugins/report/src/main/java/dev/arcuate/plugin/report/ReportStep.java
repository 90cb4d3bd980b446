package dev.arcuate.plugin.report;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** Writes a page that says what was found, with the numbers behind it beside it. */
@Extension
public final class ReportStep implements Step<ReportSettings> {
  private static final Port SCORES =
      Port.many("scores", Scores.class, "group scores, one for each point of the sweep");
  private static final Port TRUTH =
      Port.optional("truth", Table.class, "what a simulation planted: columns key and value");
  private static final Port CEILING =
      Port.optional("ceiling", Scores.class, "how much is shared among people, by 'ceiling'");
  private static final Port DESIGN_PAGE =
      Port.optional("design-page", Files.class, "confounds, filters and design, by 'design-page'");
  private static final Port MESH =
      Port.optional("mesh", Files.class, "the surface that vertices are drawn on, by 'mesh'");
  private static final Port REPORT =
      Port.one("report", Files.class, "report.html, summary.json and summary.tsv");

  @Override
  public String id() {
    return "report";
  }

  @Override
  public String summary() {
    return "Writes a page that says what was found, and the same numbers for programs.";
  }

  @Override
  public Class<ReportSettings> settingsType() {
    return ReportSettings.class;
  }

  @Override
  public Resources resources(ReportSettings settings) {
    return Resources.of(1, 512);
  }

  @Override
  public List<Port> inputs() {
    return List.of(SCORES, TRUTH, CEILING, DESIGN_PAGE, MESH);
  }

  @Override
  public List<Port> outputs() {
    return List.of(REPORT);
  }

  @Override
  public void run(ReportSettings settings, Task task) throws IOException {
    List<Labelled<Scores>> inputs = task.inputs(SCORES.name(), Scores.class);
    Optional<Scores> ceiling = task.optionalInput(CEILING.name(), Scores.class);
    requireGroups(inputs, ceiling);
    boolean severalSteps = inputs.stream().map(Labelled::step).distinct().count() > 1;
    List<Entry> entries =
        inputs.stream().map(input -> Entry.of(input, settings.axis(), severalSteps)).toList();
    requireSamePeople(entries);

    Curves curves = new Curves(entries, settings.strongest(), task);
    Findings findings = Findings.of(curves.points(), curves.chance());
    Prose prose = new Prose(findings, settings);
    Optional<Truth> truth =
        task.optionalInput(TRUTH.name(), Table.class)
            .map(table -> Truth.of(table, entries.stream().map(Entry::x).toList()));
    Contents contents =
        new Contents(
            settings,
            findings,
            prose,
            truth,
            truth.map(t -> Verdict.of(t, findings, prose)),
            ceiling,
            task.optionalInput(MESH.name(), Files.class),
            Warnings.of(findings, prose));
    task.checkCancelled();

    Path folder = task.output(REPORT.name());
    String page = new Page(contents).write();
    Optional<Files> design = task.optionalInput(DESIGN_PAGE.name(), Files.class);
    if (design.isPresent()) {
      Path file = design.get().folder().resolve(DesignPageStep.FILE);
      page = page.replace(Page.WORKFLOW_PLACE, folded(file) + Page.WORKFLOW_PLACE);
      java.nio.file.Files.copy(file, folder.resolve(DesignPageStep.FILE));
    }
    write(folder.resolve("report.html"), page);
    write(folder.resolve("summary.json"), Json.write(Summary.json(contents)));
    Summary.points(findings).writeTo(folder.resolve("summary.tsv"));
    if (findings.geometry() instanceof Geometry.Regions regions) {
      Summary.regions(regions, findings, ceiling).writeTo(folder.resolve("regions.tsv"));
    }
    task.note(Map.of("headline", prose.headline(), "found", findings.found()));
  }

  /** The page stays one file, so that it can be sent on. */
  private static String folded(Path design) throws IOException {
    String page = java.nio.file.Files.readString(design);
    int from = Math.max(page.indexOf("</header>"), 0);
    int until = page.indexOf("</main>");
    String sections =
        until < 0 ? page : page.substring(from, until).replaceFirst("^</header>\\s*", "");
    return "<details>\n<summary>What was taken out of every run, and what stands in the"
        + " design</summary>\n"
        + sections
        + "</details>\n";
  }

  private static void write(Path file, String text) throws IOException {
    java.nio.file.Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private static void requireGroups(List<Labelled<Scores>> inputs, Optional<Scores> ceiling) {
    List<Problem> problems = new ArrayList<>();
    Geometry first = inputs.get(0).value().geometry();
    for (Labelled<Scores> input : inputs) {
      Scores scores = input.value();
      if (!scores.maps().contains("values") || !scores.facts().containsKey("significance-map")) {
        problems.add(
            Problem.user(
                    "REPORT_NEEDS_GROUP",
                    "the scores of "
                        + origin(input)
                        + " are not those of a group; they have the maps "
                        + String.join(", ", scores.maps()))
                .hint("put a step 'uses: group' with 'gather: [subject]' before the report"));
      } else if (!scores.geometry().equals(first)) {
        problems.add(
            Problem.user(
                    "REPORT_GEOMETRY_DIFFERS",
                    "the targets of "
                        + origin(input)
                        + " are not those of "
                        + origin(inputs.get(0))
                        + "; a report is about one set of targets")
                .hint("write a report for each"));
      }
    }
    if (ceiling.isPresent() && !ceiling.get().geometry().equals(first)) {
      problems.add(
          Problem.user(
                  "REPORT_GEOMETRY_DIFFERS",
                  "the targets of the ceiling are not those of the scores")
              .hint("make the ceiling from the recordings that were encoded"));
    }
    if (ceiling.isPresent() && !ceiling.get().maps().contains("mean")) {
      problems.add(
          Problem.user("REPORT_NEEDS_CEILING", "what is connected to 'ceiling' is no ceiling")
              .hint("connect a step 'uses: ceiling'"));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private static void requireSamePeople(List<Entry> entries) {
    Entry first = entries.get(0);
    for (Entry entry : entries) {
      if (!entry.subjects().equals(first.subjects())) {
        throw Problem.user(
                "REPORT_PEOPLE_DIFFER",
                entry.name()
                    + " has the subjects "
                    + entry.subjects()
                    + ", "
                    + first.name()
                    + " has "
                    + first.subjects()
                    + "; a curve compares the same people")
            .hint("let every group gather the same subjects")
            .exception();
      }
    }
  }

  private static String origin(Labelled<Scores> input) {
    return input.labels().isEmpty() ? input.step() : input.step() + input.labels();
  }
}
