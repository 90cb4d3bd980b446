package dev.arcuate.api.value;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tab-separated files with a header, as in BIDS: UTF-8, {@code n/a} for missing. */
final class Tsv {
  private Tsv() {}

  static void write(Path file, List<String> columns, List<List<String>> rows) throws IOException {
    try (CsvWriter writer =
        CsvWriter.builder().fieldSeparator('\t').lineDelimiter(LineDelimiter.LF).build(file)) {
      writer.writeRecord(columns);
      rows.forEach(writer::writeRecord);
    }
  }

  static Table read(Path file) throws IOException {
    List<List<String>> records = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().fieldSeparator('\t').skipEmptyLines(true).ofCsvRecord(file)) {
      for (CsvRecord one : reader) {
        records.add(one.getFields());
        if (one.getFieldCount() != records.get(0).size()) {
          throw Json.unreadable(
              file,
              "line "
                  + one.getStartingLineNumber()
                  + " has "
                  + one.getFieldCount()
                  + " cells, the header has "
                  + records.get(0).size());
        }
      }
    } catch (CsvParseException e) {
      throw Json.unreadable(file, e.getMessage());
    }
    if (records.isEmpty()) {
      throw Json.unreadable(file, "it is empty; a header line was expected");
    }
    return new Table(records.get(0), records.subList(1, records.size()));
  }
}
