package dev.arcuate.api;

import dev.arcuate.api.settings.InputPath;
import java.util.List;
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
}
