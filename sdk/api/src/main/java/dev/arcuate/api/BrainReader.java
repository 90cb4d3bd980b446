package dev.arcuate.api;

import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Recording;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /**
   * People of a dataset.
   *
   * @param labels of those who are meant, as settings name them; at least one
   * @param leftOut labels of those who are meant too and cannot be read, and why
   */
  record People(List<String> labels, Map<String, String> leftOut) {
    public People {
      labels = List.copyOf(labels);
      leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
      if (labels.isEmpty()) {
        throw new IllegalArgumentException("nobody");
      }
    }
  }

  /**
   * Whom the settings mean where they name several people, such as {@code all}. Asked before
   * anything is run, for {@code sweep: {subject: all}}: each of the people then takes the place of
   * what was written. Looks at names of files only.
   *
   * @return empty if the settings name one person, or the reader knows of none but single ones
   * @throws ProblemException if nobody is meant, or nobody can be read
   */
  default Optional<People> people(S settings) {
    return Optional.empty();
  }

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
