package dev.arcuate.plugin.bidsmeg;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.plugin.bidsmeg.prepare.PrepareStep;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import dev.arcuate.testkit.UnloadContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class UnloadTest extends UnloadContract {
  @Override
  protected Class<? extends Exercise> exercise() {
    return Use.class;
  }

  /** Reads and filters a recording. */
  public static final class Use implements Exercise {
    @Override
    public void run(Path folder) throws Exception {
      Path meg = Files.createDirectories(folder.resolve("data/sub-01/meg"));
      Files.move(FormatFixtures.fif(meg, 600), meg.resolve("sub-01_task-story_meg.fif"));
      new BidsMegReader(new PlainLinearAlgebra())
          .read(
              new BidsMegSettings(
                  Optional.of(new InputPath(folder.resolve("data"), "data")),
                  "01",
                  List.of("story"),
                  List.of(),
                  List.of(),
                  BidsMegSettings.Modality.MEG,
                  Map.of(),
                  Map.of(),
                  List.of("meg"),
                  BidsMegSettings.Bads.DROP,
                  List.of(),
                  false,
                  List.of(
                      PrepareStep.of(
                          new PrepareStep.Filter(
                              Optional.of(2.0),
                              Optional.of(40.0),
                              PrepareStep.Filter.Method.FIR,
                              4)))),
              new TestTask(folder.resolve("task")));
    }
  }
}
