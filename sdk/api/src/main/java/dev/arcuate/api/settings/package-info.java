/**
 * How a component declares its settings: a record, one component per setting, with {@link
 * dev.arcuate.api.settings.Doc}, {@link dev.arcuate.api.settings.Default} and {@link
 * dev.arcuate.api.settings.Range} on each. The YAML schema, editor completion, validation and the
 * reference page all come from that record.
 *
 * <p>Types understood: {@code String}, {@code boolean}, {@code int}, {@code long}, {@code double},
 * enums (kebab-case in YAML), {@link java.time.Duration} ({@code 10s}, {@code 5min}), {@link
 * dev.arcuate.api.settings.InputPath}, {@code Optional} of these, {@code List} of these (a lone
 * value counts as a list of one), {@code Map<String, …>} of these, and nested records. Names are
 * kebab-case in YAML: {@code maxDelay} is {@code max-delay}.
 *
 * <p>A record's compact constructor may throw {@link java.lang.IllegalArgumentException}: its
 * message is shown at the place of the record in the YAML file.
 */
package dev.arcuate.api.settings;
