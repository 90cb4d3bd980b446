package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_SOURCE_OFFLINE;
import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_SOURCE_UNKNOWN;

import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.problem.IoReasons;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Where a plugin to be installed comes from: a path, or a {@code file:} or {@code https:} address.
 *
 * @param offline whether the network may not be used
 */
record PluginSource(boolean offline, Download download) {
  /** Two letters and more: a single one is a drive of Windows. */
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

  /** Does something with the jar, which is there for that time only. */
  <T> T with(String from, Function<Path, T> action) {
    if (!SCHEME.matcher(from).matches()) {
      return action.apply(path(from));
    }
    URI address = address(from);
    return switch (address.getScheme()) {
      case "file" -> action.apply(local(address));
      case "https" -> downloaded(address, action);
      default -> throw unknown(from, "an address starts with https: or file:");
    };
  }

  private <T> T downloaded(URI address, Function<Path, T> action) {
    if (offline) {
      throw PLUGIN_SOURCE_OFFLINE
          .problem(address + " lies in the network, which this command may not use")
          .hint("leave out --offline, or download the file yourself and install it from its path")
          .exception();
    }
    try {
      Path folder = Files.createTempDirectory("arcuate-plugin");
      Path jar = folder.resolve("plugin.jar");
      try {
        download.fetch(address, jar);
        return action.apply(jar);
      } finally {
        Files.deleteIfExists(jar);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw PluginCode.PLUGIN_DOWNLOAD_FAILED
          .problem(address + " cannot be downloaded: " + IoReasons.of(e))
          .hint("free space in the folder for temporary files, or make it writable")
          .exception(e);
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw unknown(text, "this is no path: " + e.getReason());
    }
  }

  private static URI address(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw unknown(text, "this is no address");
    }
  }

  private static Path local(URI address) {
    try {
      return Path.of(address);
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw unknown(address.toString(), "this names no file");
    }
  }

  private static ProblemException unknown(String from, String why) {
    return PLUGIN_SOURCE_UNKNOWN
        .problem("'" + from + "' cannot be installed: " + why)
        .hint("give the path of a jar, or an https: address")
        .exception();
  }
}
