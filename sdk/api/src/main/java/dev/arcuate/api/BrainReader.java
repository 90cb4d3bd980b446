package dev.arcuate.api;

import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Recording;
import java.io.IOException;
import java.util.List;

/**
 * Reads a recording (fMRI, MEG, EEG) out of a dataset.
 *
 * @param <S> the settings record: where the dataset is, and which subject, task, run … is meant
 */
public interface BrainReader<S extends Record> extends Component<S> {
  /** Connects a dataset that another step made, in place of a path among the settings. */
  Port DATASET = Port.optional("dataset", Files.class, "a dataset made by another step");

  /** The recording read. */
  Port RECORDING = Port.one("recording", Recording.class, "samples × targets, with their geometry");

  /** The ports of every brain reader: an optional dataset. */
  static List<Port> inputs() {
    return List.of(DATASET);
  }

  /** The ports of every brain reader: one recording. */
  static List<Port> outputs() {
    return List.of(RECORDING);
  }

  /**
   * Writes the recording to {@code task.output("recording")}.
   *
   * @throws ProblemException naming file, subject and run when the data is missing, truncated or
   *     ambiguous
   */
  void read(S settings, Task task) throws IOException;
}
