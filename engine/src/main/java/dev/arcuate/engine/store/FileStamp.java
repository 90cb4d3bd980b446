package dev.arcuate.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What tells a changed file from an unchanged one without reading it.
 *
 * @param size in bytes
 * @param modified in nanoseconds since 1970, as fine as the file system keeps it
 * @param changed the same for the inode, which a tool that sets the time of modification cannot
 *     hide; 0 where there is none
 * @param regular whether it is a regular file
 */
record FileStamp(long size, long modified, long changed, boolean regular) {

  /** Follows links. */
  static FileStamp of(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      Map<String, Object> unix =
          Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,isRegularFile");
      return new FileStamp(
          (Long) unix.get("size"),
          nanos(unix.get("lastModifiedTime")),
          nanos(unix.get("ctime")),
          (Boolean) unix.get("isRegularFile"));
    }
    BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
    return new FileStamp(basic.size(), nanos(basic.lastModifiedTime()), 0, basic.isRegularFile());
  }

  private static long nanos(Object time) {
    return ((FileTime) time).to(TimeUnit.NANOSECONDS);
  }
}
