package dev.arcuate.engine.plugins;

import org.pf4j.DefaultVersionManager;
import org.pf4j.VersionManager;

/**
 * Versions and ranges of versions, such as {@code >=0.1 & <1}, {@code ^1.2}, {@code 1.x} and {@code
 * *}. A bare {@code 1.2.3} means exactly that version.
 *
 * <p>A pre-release counts as the release it leads to: {@code 0.2.0-SNAPSHOT} satisfies {@code
 * >=0.2}, so that a plugin can be tried with the build it is made for.
 */
public final class Versions {
  private static final VersionManager PF4J = new DefaultVersionManager();

  private Versions() {}

  /** Whether the text is a version of three numbers, such as {@code 1.2.3} or {@code 1.2.3-rc1}. */
  public static boolean isVersion(String text) {
    try {
      return PF4J.compareVersions(text, text) == 0;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Whether the text is a range that {@link #satisfies} understands. */
  public static boolean isRange(String text) {
    if (text.isBlank()) {
      return false;
    }
    try {
      satisfies("1.0.0", text);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /**
   * Whether a version lies in a range.
   *
   * @throws RuntimeException unless {@link #isVersion} and {@link #isRange}
   */
  public static boolean satisfies(String version, String range) {
    return PF4J.checkVersionConstraint(release(version), range.strip());
  }

  /** Negative, zero or positive as the first is older, equal or newer. */
  public static int compare(String first, String second) {
    return PF4J.compareVersions(first, second);
  }

  /** For PF4J, so that it judges as we do. */
  static VersionManager manager() {
    return new DefaultVersionManager() {
      @Override
      public boolean checkVersionConstraint(String version, String constraint) {
        return satisfies(version, constraint);
      }
    };
  }

  private static String release(String version) {
    return version.replaceFirst("[-+].*", "");
  }
}
