package dev.arcuate.engine.plugins;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Kind;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.Problem.Severity;
import java.nio.file.Path;
import java.util.Optional;

/** The codes of this room's problems. */
enum PluginCode {
  // A jar by itself.
  PLUGIN_JAR_UNREADABLE(Kind.PLUGIN),
  PLUGIN_MANIFEST_INCOMPLETE(Kind.PLUGIN),
  PLUGIN_MANIFEST_INVALID(Kind.PLUGIN),
  PLUGIN_BUNDLES_SHARED_CODE(Kind.PLUGIN),
  PLUGIN_HAS_NATIVES(Kind.PLUGIN),
  PLUGIN_HAS_NO_INDEX(Kind.PLUGIN),
  PLUGIN_HAS_NO_COMPONENTS(Kind.PLUGIN),
  PLUGIN_NEEDS_OTHER_ARCUATE(Kind.PLUGIN),

  // A jar among the others.
  PLUGIN_TWICE(Kind.PLUGIN),
  PLUGIN_SHADOWED(Kind.PLUGIN),
  PLUGIN_DEPENDENCY_MISSING(Kind.PLUGIN),
  PLUGIN_DEPENDENCY_VERSION(Kind.PLUGIN),
  PLUGIN_DEPENDENCY_CYCLE(Kind.PLUGIN),
  PLUGIN_DEPENDENCY_REFUSED(Kind.PLUGIN),
  PLUGIN_COMPONENT_TWICE(Kind.PLUGIN),

  // A jar being loaded.
  PLUGIN_START_FAILED(Kind.PLUGIN),
  PLUGIN_CLASS_UNUSABLE(Kind.PLUGIN),
  PLUGIN_SERVICE_UNKNOWN(Kind.PLUGIN),
  PLUGIN_COMPONENT_FAILED(Kind.PLUGIN),
  PLUGIN_COMPONENT_INVALID(Kind.PLUGIN),
  PLUGIN_COMPONENTS_DIFFER(Kind.PLUGIN),

  // Plugins in use.
  PLUGIN_NOT_LOADED(Kind.PLUGIN),
  PLUGIN_BUSY(Kind.PLUGIN),
  PLUGIN_STOP_FAILED(Kind.PLUGIN),
  PLUGIN_LEFT_THREADS(Kind.PLUGIN),
  PLUGIN_NOT_COLLECTED(Kind.PLUGIN),
  PLUGIN_OTHER_THAN_MEANT(Kind.USER),

  // Folders and files.
  PLUGIN_UNKNOWN(Kind.USER),
  PLUGIN_FOLDER_MISSING(Kind.USER),
  PLUGIN_FOLDER_UNREADABLE(Kind.RESOURCE),
  PLUGIN_FOLDER_UNWRITABLE(Kind.RESOURCE),
  PLUGIN_CACHE_UNWRITABLE(Kind.RESOURCE),
  PLUGIN_INSTALLED_ALREADY(Kind.USER),
  PLUGIN_NOT_INSTALLED(Kind.USER),
  PLUGIN_STILL_NEEDED(Kind.USER),
  PLUGIN_SOURCE_UNKNOWN(Kind.USER),
  PLUGIN_SOURCE_OFFLINE(Kind.USER),
  PLUGIN_DOWNLOAD_FAILED(Kind.RESOURCE),
  PLUGIN_DIGEST_DIFFERS(Kind.USER),
  LOCK_FILE_UNREADABLE(Kind.USER),
  LOCK_FILE_UNWRITABLE(Kind.RESOURCE),
  LOCK_PLUGIN_DIFFERS(Kind.USER),
  LOCK_PLUGIN_MISSING(Kind.USER);

  private final Kind kind;

  PluginCode(Kind kind) {
    this.kind = kind;
  }

  Problem problem(String message) {
    return new Problem(name(), kind, Severity.ERROR, Optional.empty(), message, Optional.empty());
  }

  Problem problem(Path file, String message) {
    return problem(message).at(new Position(file.toString(), 0, 0));
  }
}
