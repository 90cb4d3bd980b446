package dev.arcuate.plugin.statistics;

import dev.arcuate.api.Problem;
import dev.arcuate.api.settings.InputPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What vertices of a surface touch, from the triangles of a GIFTI file. Plugins share the API and
 * no code, hence this reader beside the one of {@code bids-fmri}: it needs one matrix of integers,
 * and moving a reader of a file format into the API for that would bind every plugin to it.
 *
 * @param vertices how many there are
 * @param edges pairs of vertices, each once
 */
record Mesh(int vertices, List<int[]> edges) {
  private static final String TRIANGLES = "NIFTI_INTENT_TRIANGLE";
  private static final String POINTS = "NIFTI_INTENT_POINTSET";

  /**
   * @throws dev.arcuate.api.ProblemException {@code STATISTICS_MESH_UNREADABLE}
   */
  static Mesh read(InputPath file) {
    try (InputStream in = Files.newInputStream(file.path())) {
      XMLInputFactory factory = XMLInputFactory.newInstance();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
      // Otherwise the parser writes to the standard error.
      factory.setXMLReporter((message, kind, information, location) -> {});
      return read(factory.createXMLStreamReader(in), file);
    } catch (IOException | XMLStreamException | IllegalArgumentException e) {
      throw unreadable(file, "it cannot be read: " + e.getMessage());
    }
  }

  private static Mesh read(XMLStreamReader xml, InputPath file)
      throws XMLStreamException, IOException {
    int vertices = -1;
    int[] triangles = null;
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT
          && xml.getLocalName().equals("DataArray")) {
        String intent = xml.getAttributeValue(null, "Intent");
        int rows = Integer.parseInt(xml.getAttributeValue(null, "Dim0"));
        if (POINTS.equals(intent)) {
          vertices = rows;
        } else if (TRIANGLES.equals(intent)) {
          triangles = triangles(xml, rows, file);
        }
      }
    }
    if (vertices < 0 || triangles == null) {
      throw unreadable(file, "it holds no surface of points and triangles");
    }
    return of(vertices, triangles, file);
  }

  private static int[] triangles(XMLStreamReader xml, int rows, InputPath file)
      throws XMLStreamException, IOException {
    String encoding = xml.getAttributeValue(null, "Encoding");
    String type = xml.getAttributeValue(null, "DataType");
    boolean little = "LittleEndian".equals(xml.getAttributeValue(null, "Endian"));
    while (xml.next() != XMLStreamConstants.START_ELEMENT || !xml.getLocalName().equals("Data")) {
      if (xml.getEventType() == XMLStreamConstants.END_ELEMENT
          && xml.getLocalName().equals("DataArray")) {
        throw unreadable(file, "its triangles have no data");
      }
    }
    String text = xml.getElementText().strip();
    if ("ASCII".equals(encoding)) {
      return Arrays.stream(text.split("\\s+")).mapToInt(Integer::parseInt).toArray();
    }
    if (!"NIFTI_TYPE_INT32".equals(type)) {
      throw unreadable(file, "its triangles are of type " + type + ", not NIFTI_TYPE_INT32");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(text);
    if ("GZipBase64Binary".equals(encoding)) {
      bytes = new InflaterInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    } else if (!"Base64Binary".equals(encoding)) {
      throw unreadable(file, "its triangles are encoded as " + encoding);
    }
    int[] triangles = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes)
        .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
        .asIntBuffer()
        .get(triangles);
    if (triangles.length != 3 * rows) {
      throw unreadable(
          file, "it announces " + rows + " triangles and holds " + triangles.length / 3.0);
    }
    return triangles;
  }

  private static Mesh of(int vertices, int[] triangles, InputPath file) {
    Set<Long> seen = new LinkedHashSet<>();
    for (int i = 0; i + 2 < triangles.length; i += 3) {
      for (int corner = 0; corner < 3; corner++) {
        int a = triangles[i + corner];
        int b = triangles[i + (corner + 1) % 3];
        if (a < 0 || b < 0 || a >= vertices || b >= vertices) {
          throw unreadable(file, "a triangle names vertex " + Math.max(a, b) + " of " + vertices);
        }
        seen.add((long) Math.min(a, b) * vertices + Math.max(a, b));
      }
    }
    List<int[]> edges = new ArrayList<>();
    for (long edge : seen) {
      edges.add(new int[] {(int) (edge / vertices), (int) (edge % vertices)});
    }
    return new Mesh(vertices, edges);
  }

  private static RuntimeException unreadable(InputPath file, String why) {
    return Problem.data(
            "STATISTICS_MESH_UNREADABLE",
            String.format(Locale.ROOT, "%s is no mesh: %s", file.logical(), why))
        .hint("give a GIFTI surface, such as tpl-fsaverage_den-10k_hemi-L_white.surf.gii")
        .exception();
  }
}
