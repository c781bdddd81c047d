"""Small PDF files that stand for scanned papers."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT, MARGIN, LEADING = 612, 792, 72, 22


def scan(lines: Sequence[str]) -> bytes:
    """One page of letter size with these lines, as a PDF."""
    words = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
    stream = f"BT /F1 14 Tf {LEADING} TL {MARGIN} {HEIGHT - MARGIN} Td\n{words}ET".encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    body, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(parts) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    return body + head + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
