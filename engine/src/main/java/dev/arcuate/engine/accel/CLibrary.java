package dev.arcuate.engine.accel;

import dev.arcuate.engine.accel.Doctor.Check;
import dev.arcuate.engine.accel.Doctor.Status;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The C library of Linux: native code built on a newer one does not load on an older one. */
final class CLibrary {
  /** The tokenizer library's; ONNX Runtime asks for 2.28. */
  private static final int[] WANTED = {2, 34};

  private static final Pattern VERSION = Pattern.compile("glibc (\\d+)\\.(\\d+)");

  private CLibrary() {}

  static Check check() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Check.ok(
          "c library", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }
    return check(Program.output("getconf", "GNU_LIBC_VERSION").strip());
  }

  /**
   * @param printed as by {@code getconf GNU_LIBC_VERSION}
   */
  static Check check(String printed) {
    Matcher matcher = VERSION.matcher(printed);
    if (!matcher.find()) {
      return Check.of(
          "c library",
          Status.WARNING,
          "no GNU C library found",
          "native libraries need glibc "
              + WANTED[0]
              + "."
              + WANTED[1]
              + " (not musl, as on Alpine)");
    }
    int major = Integer.parseInt(matcher.group(1));
    int minor = Integer.parseInt(matcher.group(2));
    boolean enough = major > WANTED[0] || (major == WANTED[0] && minor >= WANTED[1]);
    return enough
        ? Check.ok("c library", printed)
        : Check.of(
            "c library",
            Status.FAILED,
            printed + " is older than " + WANTED[0] + "." + WANTED[1] + ": tokenizers do not load",
            "use a newer system (RHEL 9, Ubuntu 22.04, Debian 12) or the container");
  }
}
