package dev.arcuate.engine.store;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Kind;
import dev.arcuate.api.Problem.Severity;
import java.util.Optional;

/** Everything that can be wrong with a store, a result or an input file. */
public enum StoreCode {
  STORE_DISK_FULL(Kind.RESOURCE),
  STORE_NOT_WRITABLE(Kind.RESOURCE),
  STORE_FAULT(Kind.RESOURCE),
  STORE_FORMAT_UNKNOWN(Kind.RESOURCE),
  ARTIFACT_DAMAGED(Kind.RESOURCE),
  OUTPUT_NOT_A_FILE(Kind.PLUGIN),
  INPUT_MISSING(Kind.DATA),
  INPUT_UNREADABLE(Kind.DATA),
  INPUT_CYCLE(Kind.DATA),
  INPUT_NOT_A_FILE(Kind.DATA),
  INPUT_CHANGING(Kind.DATA);

  private final Kind kind;

  StoreCode(Kind kind) {
    this.kind = kind;
  }

  Problem problem(String message) {
    return new Problem(name(), kind, Severity.ERROR, Optional.empty(), message, Optional.empty());
  }
}
