"""Outlines of a font as a small table, so that words are drawn alike on every machine.

    python bench/oracles/glyphs.py DejaVuSans.ttf plugins/onnx/src/main/resources/dev/arcuate/plugin/onnx/image

Needs fonttools. The font's own licence goes along: its derivatives keep it.
Format (big-endian, gzip): units per em, ascent, descent, cap height as int16; number of glyphs as int32; per
glyph: code point int32, advance int16, number of commands int16, then per command a byte (0 move, 1 line,
2 quadratic, 3 close) and its points as int16 pairs.
"""
import gzip
import io
import struct
import sys
from pathlib import Path

from fontTools.pens.basePen import decomposeQuadraticSegment
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

RANGES = [(0x20, 0x7E), (0xA0, 0x17F), (0x18F, 0x192), (0x1A0, 0x1B4), (0x218, 0x21B), (0x370, 0x3FF),
          (0x400, 0x45F), (0x490, 0x4F9), (0x5D0, 0x5EA), (0x1E00, 0x1EF9), (0x2010, 0x2026), (0x2030, 0x203A),
          (0x20AC, 0x20AC)]


def main(font_file, out):
    font = TTFont(font_file)
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    body, count = io.BytesIO(), 0
    for first, last in RANGES:
        for code in range(first, last + 1):
            if code not in names:
                continue
            pen = DecomposingRecordingPen(glyphs)
            glyphs[names[code]].draw(pen)
            commands = []
            for operator, points in pen.value:
                if operator == "moveTo":
                    commands.append((0, points))
                elif operator == "lineTo":
                    commands.append((1, points))
                elif operator == "qCurveTo":
                    if points[-1] is None:
                        # A contour without a point on the curve begins between its last two.
                        points = points[:-1]
                        a, b = points[-1], points[0]
                        start = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
                        commands.append((0, (start,)))
                        points = points + (start,)
                    commands.extend((2, segment) for segment in decomposeQuadraticSegment(points))
                else:
                    commands.append((3, ()))
            body.write(struct.pack(">ihh", code, glyphs[names[code]].width, len(commands)))
            for kind, points in commands:
                body.write(struct.pack(">b", kind))
                for x, y in points:
                    body.write(struct.pack(">hh", round(x), round(y)))
            count += 1
    head = struct.pack(">hhhhi", font["head"].unitsPerEm, font["hhea"].ascent, font["hhea"].descent,
                       font["OS/2"].sCapHeight if font["OS/2"].version > 1 else 1493, count)
    (out / "plain-sans.glyphs").write_bytes(gzip.compress(head + body.getvalue(), mtime=0))
    print(count, "glyphs,", (out / "plain-sans.glyphs").stat().st_size, "bytes")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
