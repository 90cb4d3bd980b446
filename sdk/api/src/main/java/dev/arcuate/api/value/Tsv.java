package dev.arcuate.api.value;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Tab-separated files with a header, as in BIDS: UTF-8, {@code n/a} for missing, one row per line.
 *
 * <p>A row never spans lines. Tables of words hold cells such as {@code "Oh}, whose quotation mark
 * would otherwise swallow every row after it; such a mark is a letter like any other unless another
 * one ends the cell.
 */
final class Tsv {
  private static final char SEPARATOR = '\t';

  private Tsv() {}

  /** Line breaks inside cells become spaces. */
  static void write(Path file, List<String> columns, List<List<String>> rows) throws IOException {
    try (CsvWriter writer =
        CsvWriter.builder().fieldSeparator(SEPARATOR).lineDelimiter(LineDelimiter.LF).build(file)) {
      writer.writeRecord(columns);
      for (List<String> row : rows) {
        writer.writeRecord(row.stream().map(cell -> cell.replaceAll("\\R", " ")).toList());
      }
    }
  }

  static Table read(Path file) throws IOException {
    List<List<String>> records = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String content = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
        if (content.isEmpty()) {
          continue;
        }
        List<String> cells = cells(content);
        records.add(cells);
        if (cells.size() != records.get(0).size()) {
          throw Json.unreadable(
              file,
              "line "
                  + number
                  + " has "
                  + cells.size()
                  + " cells, the header has "
                  + records.get(0).size());
        }
      }
    } catch (CharacterCodingException e) {
      throw Json.unreadable(file, "it is not UTF-8 text");
    }
    if (records.isEmpty()) {
      throw Json.unreadable(file, "it is empty; a header line was expected");
    }
    requireUnique(file, records.get(0));
    return new Table(records.get(0), records.subList(1, records.size()));
  }

  private static List<String> cells(String line) {
    List<String> literal = literal(line);
    if (literal.stream().noneMatch(cell -> cell.startsWith("\""))) {
      return literal;
    }
    // Where every opening mark is closed before a tab or the end, the marks are not part of cells.
    boolean closed =
        literal.stream()
            .filter(cell -> cell.startsWith("\""))
            .allMatch(cell -> cell.length() > 1 && cell.endsWith("\""));
    boolean spansTabs = !closed && line.chars().filter(c -> c == '"').count() % 2 == 0;
    return closed || spansTabs ? unquoted(line, literal) : literal;
  }

  private static List<String> literal(String line) {
    List<String> cells = new ArrayList<>();
    int from = 0;
    for (int at = line.indexOf(SEPARATOR); at >= 0; at = line.indexOf(SEPARATOR, from)) {
      cells.add(line.substring(from, at));
      from = at + 1;
    }
    cells.add(line.substring(from));
    return cells;
  }

  private static List<String> unquoted(String line, List<String> otherwise) {
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().fieldSeparator(SEPARATOR).ofCsvRecord(line)) {
      return reader.stream().findFirst().map(CsvRecord::getFields).orElse(otherwise);
    } catch (CsvParseException e) {
      return otherwise;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void requireUnique(Path file, List<String> columns) {
    HashSet<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!seen.add(column)) {
        throw Json.unreadable(file, "two of its columns are named '" + column + "'");
      }
    }
  }
}
