package dev.arcuate.plugin.report;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Recording;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** Shows confounds, filters and design, run by run. */
@Extension
public final class DesignPageStep implements Step<DesignPageSettings> {
  static final String FILE = "design.html";

  @Override
  public String id() {
    return "design-page";
  }

  @Override
  public String summary() {
    return "Writes a page that shows confounds, filters, censored volumes and the design, run by run.";
  }

  @Override
  public Class<DesignPageSettings> settingsType() {
    return DesignPageSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.many("recordings", Recording.class, "what was read and cleaned"),
        Port.optional("design", Design.class, "a design on their clock"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(Port.one("page", Files.class, FILE));
  }

  @Override
  public Resources resources(DesignPageSettings settings) {
    return Resources.of(1, 384);
  }

  @Override
  public void run(DesignPageSettings settings, Task task) throws IOException {
    List<PreparedRun> runs = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    for (Labelled<Recording> input : task.inputs("recordings", Recording.class)) {
      task.checkCancelled();
      List<PreparedRun> told = PreparedRun.of(input.value());
      runs.addAll(told);
      if (told.isEmpty()) {
        silent.add(input.step() + input.labels());
      }
    }
    if (runs.isEmpty()) {
      throw Problem.user(
              "REPORT_NOT_PREPARED",
              "nothing is known of how the recordings of "
                  + String.join(", ", silent)
                  + " were prepared")
          .hint("connect what 'bids-fmri' read, not what was computed from it")
          .exception();
    }
    java.nio.file.Files.writeString(
        task.output("page").resolve(FILE),
        new DesignPage(settings, runs, task.optionalInput("design", Design.class)).write(),
        StandardCharsets.UTF_8);
    task.note(Map.of("runs", runs.size()));
  }
}
