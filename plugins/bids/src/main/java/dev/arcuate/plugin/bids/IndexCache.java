package dev.arcuate.plugin.bids;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps the names of datasets in files of a cache folder, one per dataset. Whatever goes wrong with
 * it costs time only: a dataset is then listed again.
 */
final class IndexCache {
  private static final String FIRST_LINE = "arcuate bids index 1";

  private final Path folder;

  IndexCache(Path folder) {
    this.folder = folder;
  }

  /** The index as it was kept, or an empty one. */
  BidsIndex open(Path root) {
    Path file = file(root);
    if (Files.isRegularFile(file)) {
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        return read(root, lines);
      } catch (IOException | RuntimeException e) {
        return new BidsIndex(root);
      }
    }
    return new BidsIndex(root);
  }

  private static BidsIndex read(Path root, BufferedReader lines) throws IOException {
    require(lines, FIRST_LINE);
    require(lines, root.toString());
    String ignore = HexText.decode(lines.readLine());
    Map<String, BidsIndex.Folder> folders = new HashMap<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] parts = line.split("\t", -1);
      String name = parts[4];
      Path path = name.isEmpty() ? root : root.resolve(name);
      String prefix = name.isEmpty() ? "" : name + "/";
      List<BidsFile> files = new ArrayList<>();
      int count = Integer.parseInt(parts[2]);
      for (int i = 0; i < count; i++) {
        String file = lines.readLine();
        files.add(BidsFile.of(path.resolve(file), prefix + file).orElseThrow());
      }
      List<String> below = new ArrayList<>();
      count = Integer.parseInt(parts[3]);
      for (int i = 0; i < count; i++) {
        below.add(lines.readLine());
      }
      folders.put(
          name,
          new BidsIndex.Folder(Long.parseLong(parts[0]), Long.parseLong(parts[1]), files, below));
    }
    return new BidsIndex(root, folders, BidsIgnore.parse(ignore));
  }

  private static void require(BufferedReader lines, String expected) throws IOException {
    if (!expected.equals(lines.readLine())) {
      throw new IOException("not the index of " + expected);
    }
  }

  /** Keeps an index. */
  void save(Path root, BidsIndex index) {
    StringBuilder text = new StringBuilder(1 << 16);
    text.append(FIRST_LINE).append('\n').append(root).append('\n');
    text.append(HexText.encode(index.ignore().text())).append('\n');
    for (Map.Entry<String, BidsIndex.Folder> entry : new TreeMap<>(index.snapshot()).entrySet()) {
      BidsIndex.Folder each = entry.getValue();
      text.append(each.modified()).append('\t').append(each.listed()).append('\t');
      text.append(each.files().size()).append('\t').append(each.folders().size()).append('\t');
      text.append(entry.getKey()).append('\n');
      each.files()
          .forEach(
              f ->
                  text.append(f.name(), f.name().lastIndexOf('/') + 1, f.name().length())
                      .append('\n'));
      each.folders().forEach(f -> text.append(f).append('\n'));
    }
    try {
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, "index", ".new");
      Files.writeString(fresh, text);
      Files.move(fresh, file(root), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // A cache that cannot be written is done without.
      return;
    }
  }

  private Path file(Path root) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(root.toString().getBytes(StandardCharsets.UTF_8));
      return folder.resolve(HexFormat.of().formatHex(hash, 0, 16) + ".index");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Text of several lines in one. */
  private static final class HexText {
    static String encode(String text) {
      return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    static String decode(String hex) {
      return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }
  }
}
