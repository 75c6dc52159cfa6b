"""Small files of each kind, made here, as office software and phones would write them."""

import struct
import zipfile
import zlib
from io import BytesIO

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 64 + b"\xff\xd9"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64
TXT = "Geachte notaris,\r\nhierbij de gegevens; één vraag nog: € 425.000?\r\n".encode()
EML = (
    b"Return-Path: <anna@example.org>\r\nFrom: Anna <anna@example.org>\r\nTo: notaris@example.org\r\n"
    b"Subject: =?utf-8?q?Akte?=\r\nDate: Tue, 24 Nov 2026 10:00:00 +0100\r\n\r\nHallo\r\n"
)


def png() -> bytes:
    """A picture of one pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00\x00\x00\x00")) + chunk(b"IEND", b"")


def archive(*names: str, padding: int = 0) -> bytes:
    """A zip of these members; `padding` bytes that cannot be packed come in the first one."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for index, name in enumerate(names):
            file.writestr(name, b"<xml/>" + (b"x" * padding if index == 0 else b""))
    return buffer.getvalue()


def docx(padding: int = 0) -> bytes:
    """A text document, its table of contents at the end as in any zip."""
    return archive("_rels/.rels", "word/document.xml", "[Content_Types].xml", padding=padding)


def xlsx() -> bytes:
    """A spreadsheet."""
    return archive("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml")
