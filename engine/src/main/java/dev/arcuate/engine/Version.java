package dev.arcuate.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Arcuate, engine and SDK alike. */
public final class Version {
  private Version() {}

  /** As in the POM, such as {@code 0.1.0} or {@code 0.1.0-SNAPSHOT}. */
  public static String text() {
    try (InputStream in = Version.class.getResourceAsStream("arcuate.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What plugins' {@code Plugin-Requires} is compared with: without {@code -SNAPSHOT}. */
  public static String sdk() {
    return text().replace("-SNAPSHOT", "");
  }
}
