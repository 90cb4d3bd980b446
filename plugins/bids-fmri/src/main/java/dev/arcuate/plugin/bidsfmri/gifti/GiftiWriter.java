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
import java.util.Map;
import java.util.zip.DeflaterOutputStream;

/** Writes maps of a hemisphere as a GIFTI file: one compressed float32 array per map. */
public final class GiftiWriter {
  private GiftiWriter() {}

  /**
   * @param structure such as {@code CortexLeft}
   * @param maps name to one value per vertex of the mesh
   */
  public static void write(Path file, String structure, Map<String, float[]> maps)
      throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
      out.write("<GIFTI Version=\"1.0\" NumberOfDataArrays=\"" + maps.size() + "\">\n");
      metadata(out, Map.of("AnatomicalStructurePrimary", structure));
      out.write("<LabelTable/>\n");
      for (Map.Entry<String, float[]> map : maps.entrySet()) {
        out.write(
            "<DataArray Intent=\"NIFTI_INTENT_NONE\" DataType=\"NIFTI_TYPE_FLOAT32\""
                + " ArrayIndexingOrder=\"RowMajorOrder\" Dimensionality=\"1\" Dim0=\""
                + map.getValue().length
                + "\" Encoding=\"GZipBase64Binary\" Endian=\"LittleEndian\""
                + " ExternalFileName=\"\" ExternalFileOffset=\"\">\n");
        Map<String, String> own = new LinkedHashMap<>();
        own.put("Name", map.getKey());
        metadata(out, own);
        out.write("<Data>" + encode(map.getValue()) + "</Data>\n</DataArray>\n");
      }
      out.write("</GIFTI>\n");
    }
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
