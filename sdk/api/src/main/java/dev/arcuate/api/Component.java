package dev.arcuate.api;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Value;
import java.util.List;
import java.util.Map;
import org.pf4j.ExtensionPoint;

/**
 * Anything a workflow can name under {@code uses:}. Implementations are stateless, safe for use by
 * several tasks at once, and constructed by injection: an {@code @Inject} constructor may ask for
 * the host services of {@link dev.arcuate.api.host}.
 *
 * <p>Annotate implementations with {@code @org.pf4j.Extension} and list their ids in the jar's
 * manifest entry {@code Arcuate-Components}.
 *
 * @param <S> the settings record
 */
public interface Component<S extends Record> extends ExtensionPoint {
  /** The name under {@code uses:}, kebab-case, unique over all plugins. */
  String id();

  /** One sentence for {@code plugins info} and the reference page. */
  String summary();

  /** The record that the {@code with:} block is bound to. */
  Class<S> settingsType();

  /**
   * The files whose content makes up the key of a task with these settings. Empty, the default,
   * means every {@link InputPath} among the settings, folders with all they hold. A reader of one
   * subject of a large dataset narrows it to that subject's files.
   */
  default List<InputPath> reads(S settings) {
    return List.of();
  }

  /** What a task with these settings needs, unless the workflow says otherwise. */
  default Resources resources(S settings) {
    return Resources.small();
  }

  /**
   * Outputs by port as they will be, as far as that can be told before the task runs: descriptions
   * with any folder, since their arrays are not there. From them the engine tells before a run what
   * does not fit into memory and what cannot be split. Must be quick, must not guess, and may
   * refuse what running would refuse. Empty, the default, means that nothing is known.
   */
  default Map<String, Value> foresee(S settings, Foreseen inputs) {
    return Map.of();
  }
}
