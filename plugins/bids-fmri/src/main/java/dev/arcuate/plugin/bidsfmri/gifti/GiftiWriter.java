package dev.arcuate.plugin.bidsfmri.gifti;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;

/** Writes maps and series of a hemisphere as a GIFTI file of compressed float32 arrays. */
public final class GiftiWriter {
  private GiftiWriter() {}

  /**
   * @param structure such as {@code CortexLeft}
   * @param maps name to one value per vertex of the mesh
   */
  public static void write(Path file, String structure, Map<String, float[]> maps)
      throws IOException {
    try (BufferedWriter out = open(file, structure, maps.size(), Map.of())) {
      for (Map.Entry<String, float[]> map : maps.entrySet()) {
        array(out, "NIFTI_INTENT_NONE", map.getValue(), Map.of("Name", map.getKey()));
      }
      out.write("</GIFTI>\n");
    }
  }

  /**
   * Writes a series, an array per sample.
   *
   * @param periodSeconds between samples
   */
  public static void writeSeries(
      Path file, String structure, List<float[]> samples, double periodSeconds) throws IOException {
    // By convention in milliseconds.
    Map<String, String> step = Map.of("TimeStep", Double.toString(1e3 * periodSeconds));
    try (BufferedWriter out = open(file, structure, samples.size(), step)) {
      for (float[] sample : samples) {
        array(out, "NIFTI_INTENT_TIME_SERIES", sample, Map.of());
      }
      out.write("</GIFTI>\n");
    }
  }

  private static BufferedWriter open(
      Path file, String structure, int arrays, Map<String, String> more) throws IOException {
    BufferedWriter out = Files.newBufferedWriter(file);
    out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.write("<GIFTI Version=\"1.0\" NumberOfDataArrays=\"" + arrays + "\">\n");
    Map<String, String> all = new LinkedHashMap<>(more);
    all.put("AnatomicalStructurePrimary", structure);
    metadata(out, all);
    out.write("<LabelTable/>\n");
    return out;
  }

  private static void array(
      BufferedWriter out, String intent, float[] values, Map<String, String> metadata)
      throws IOException {
    out.write(
        "<DataArray Intent=\""
            + intent
            + "\" DataType=\"NIFTI_TYPE_FLOAT32\""
            + " ArrayIndexingOrder=\"RowMajorOrder\" Dimensionality=\"1\" Dim0=\""
            + values.length
            + "\" Encoding=\"GZipBase64Binary\" Endian=\"LittleEndian\""
            + " ExternalFileName=\"\" ExternalFileOffset=\"\">\n");
    metadata(out, metadata);
    out.write("<Data>" + encode(values) + "</Data>\n</DataArray>\n");
  }

  private static void metadata(BufferedWriter out, Map<String, String> entries) throws IOException {
    out.write("<MetaData>\n");
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      out.write(
          "<MD><Name>"
              + entry.getKey()
              + "</Name><Value>"
              + escape(entry.getValue())
              + "</Value></MD>\n");
    }
    out.write("</MetaData>\n");
  }

  /** Text as it may stand between tags. */
  public static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String encode(float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes.array());
    }
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }
}
