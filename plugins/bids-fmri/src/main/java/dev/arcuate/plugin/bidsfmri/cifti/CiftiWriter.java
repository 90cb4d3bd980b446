package dev.arcuate.plugin.bidsfmri.cifti;

import dev.arcuate.api.value.Geometry;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes maps ({@code .dscalar.nii}) and series of grayordinates as CIFTI-2 files. */
public final class CiftiWriter {
  private static final int HEADER = 540;
  private static final int EXTENSION_START = HEADER + 4;
  private static final short FLOAT32 = 16;
  private static final int CIFTI_EXTENSION = 32;

  private CiftiWriter() {}

  /**
   * @param maps name to one value per grayordinate
   */
  public static void write(Path file, Geometry.Grayordinates geometry, Map<String, float[]> maps)
      throws IOException {
    StringBuilder axis = new StringBuilder("CIFTI_INDEX_TYPE_SCALARS\">");
    for (String map : maps.keySet()) {
      axis.append("<NamedMap><MapName>")
          .append(GiftiWriter.escape(map))
          .append("</MapName></NamedMap>");
    }
    write(file, geometry, new ArrayList<>(maps.values()), axis.toString(), Kind.SCALARS);
  }

  /**
   * Writes a series ({@code .dtseries.nii}).
   *
   * @param rows one array of grayordinates per sample
   */
  public static void writeSeries(
      Path file, Geometry.Grayordinates geometry, List<float[]> rows, double periodSeconds)
      throws IOException {
    String axis =
        "CIFTI_INDEX_TYPE_SERIES\" NumberOfSeriesPoints=\""
            + rows.size()
            + "\" SeriesExponent=\"0\" SeriesStart=\"0.0\" SeriesStep=\""
            + periodSeconds
            + "\" SeriesUnit=\"SECOND\">";
    write(file, geometry, rows, axis, Kind.SERIES);
  }

  private enum Kind {
    SCALARS(3006, "ConnDenseScalar"),
    SERIES(3002, "ConnDenseSeries");

    private final int intent;
    private final String text;

    Kind(int intent, String text) {
      this.intent = intent;
      this.text = text;
    }
  }

  private static void write(
      Path file, Geometry.Grayordinates geometry, List<float[]> values, String axis, Kind kind)
      throws IOException {
    byte[] xml = xml(geometry, axis).getBytes(StandardCharsets.UTF_8);
    // Extensions end at multiples of 16 bytes.
    int extension = (xml.length + 8 + 15) / 16 * 16;
    int offset = (EXTENSION_START + extension + 15) / 16 * 16;
    ByteBuffer start = ByteBuffer.allocate(offset).order(ByteOrder.LITTLE_ENDIAN);
    header(start, values.size(), geometry.targets(), offset, kind);
    start.put(HEADER, (byte) 1);
    start.putInt(EXTENSION_START, offset - EXTENSION_START);
    start.putInt(EXTENSION_START + 4, CIFTI_EXTENSION);
    start.put(EXTENSION_START + 8, xml);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      out.write(start.array());
      ByteBuffer row =
          ByteBuffer.allocate(Float.BYTES * values.size()).order(ByteOrder.LITTLE_ENDIAN);
      for (int target = 0; target < geometry.targets(); target++) {
        row.clear();
        for (float[] map : values) {
          row.putFloat(map[target]);
        }
        out.write(row.array());
      }
    }
  }

  private static void header(ByteBuffer header, int maps, int targets, int offset, Kind kind) {
    header.putInt(0, HEADER);
    header.put(4, new byte[] {'n', '+', '2', 0, '\r', '\n', 0x1a, '\n'});
    header.putShort(12, FLOAT32);
    header.putShort(14, (short) 32);
    long[] sizes = {6, 1, 1, 1, 1, maps, targets, 1};
    for (int axis = 0; axis < sizes.length; axis++) {
      header.putLong(16 + 8 * axis, sizes[axis]);
      header.putDouble(104 + 8 * axis, 1);
    }
    header.putLong(168, offset);
    header.putDouble(176, 1);
    // Seconds; the places of grayordinates are in the XML.
    header.putInt(500, 8);
    header.putInt(504, kind.intent);
    header.put(508, kind.text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String xml(Geometry.Grayordinates geometry, String axis) {
    StringBuilder xml = new StringBuilder(1 << 20);
    xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CIFTI Version=\"2\"><Matrix>");
    xml.append("<MatrixIndicesMap AppliesToMatrixDimension=\"0\" IndicesMapToDataType=\"")
        .append(axis)
        .append("</MatrixIndicesMap><MatrixIndicesMap AppliesToMatrixDimension=\"1\"")
        .append(" IndicesMapToDataType=\"CIFTI_INDEX_TYPE_BRAIN_MODELS\">");
    geometry.parts().stream()
        .filter(Geometry.Volume.class::isInstance)
        .map(Geometry.Volume.class::cast)
        .findFirst()
        .ifPresent(volume -> volume(xml, volume));
    int offset = 0;
    for (int part = 0; part < geometry.parts().size(); part++) {
      model(xml, geometry.structures().get(part), geometry.parts().get(part), offset);
      offset += geometry.parts().get(part).targets();
    }
    return xml.append("</MatrixIndicesMap></Matrix></CIFTI>\n").toString();
  }

  private static void volume(StringBuilder xml, Geometry.Volume volume) {
    int[] shape = volume.shape();
    xml.append("<Volume VolumeDimensions=\"")
        .append(shape[0] + "," + shape[1] + "," + shape[2])
        .append("\"><TransformationMatrixVoxelIndicesIJKtoXYZ MeterExponent=\"-3\">");
    for (double value : volume.affine()) {
      xml.append(value).append(' ');
    }
    xml.append("</TransformationMatrixVoxelIndicesIJKtoXYZ></Volume>");
  }

  private static void model(StringBuilder xml, String structure, Geometry part, int offset) {
    xml.append("<BrainModel IndexOffset=\"")
        .append(offset)
        .append("\" IndexCount=\"")
        .append(part.targets())
        .append("\" BrainStructure=\"CIFTI_STRUCTURE_")
        .append(structure)
        .append("\" ModelType=\"CIFTI_MODEL_TYPE_");
    if (part instanceof Geometry.Surface surface) {
      xml.append("SURFACE\" SurfaceNumberOfVertices=\"").append(surface.vertices());
      xml.append("\"><VertexIndices>");
      for (int vertex : surface.kept()) {
        xml.append(vertex).append(' ');
      }
      xml.append("</VertexIndices>");
    } else if (part instanceof Geometry.Volume volume) {
      int[] shape = volume.shape();
      xml.append("VOXELS\"><VoxelIndicesIJK>");
      for (int voxel : volume.voxels()) {
        xml.append(voxel % shape[0]).append(' ');
        xml.append(voxel / shape[0] % shape[1]).append(' ');
        xml.append(voxel / shape[0] / shape[1]).append('\n');
      }
      xml.append("</VoxelIndicesIJK>");
    }
    xml.append("</BrainModel>");
  }
}
