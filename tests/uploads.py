"""Small real files of each kind that is kept, and some that are not what they say."""

from __future__ import annotations

import io
import zipfile

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TIFF = b"II*\x00\x08\x00\x00\x00\x00\x00"
WINDOWS_PROGRAM = b"MZ\x90\x00" + bytes(60)
PAGE = b"<html><script>alert(1)</script></html>"


def office(folder: str, *more: str) -> bytes:
    """A file as Word ("word") or Excel ("xl") writes them, with these further members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member in ("[Content_Types].xml", f"{folder}/document.xml", *more):
            archive.writestr(member, "<x/>")
    return buffer.getvalue()
