"""The process that `adapters.pdf` starts: reads documents from standard input, writes PDFs to standard output.

Each message is a length of four bytes and that many bytes; an answer of length 0 means that there is no PDF. Nothing is
fetched from a network, and the only files that a document can reach are the fonts and images of the portal.
"""

import io
import logging
import sys
from pathlib import Path
from typing import Any, BinaryIO

import font_source_sans_pro  # type: ignore[import-untyped]
import font_source_serif_pro  # type: ignore[import-untyped]
from pypdf import PdfReader, PdfWriter
from xhtml2pdf import pisa  # type: ignore[import-untyped]
from xhtml2pdf.config.resources import ResourceAccessPolicy  # type: ignore[import-untyped]

from portal.adapters.pdf import LENGTH
from portal.resources import folder

SANS = Path(font_source_sans_pro.__file__).parent / "files"
SERIF = Path(font_source_serif_pro.__file__).parent / "files"
FACES = (
    ("Source Sans", SANS / "SourceSansPro-Regular.ttf", "normal", "normal"),
    ("Source Sans", SANS / "SourceSansPro-Semibold.ttf", "bold", "normal"),
    ("Source Sans", SANS / "SourceSansPro-It.ttf", "normal", "italic"),
    ("Source Serif", SERIF / "SourceSerifPro-Regular.ttf", "normal", "normal"),
    ("Source Serif", SERIF / "SourceSerifPro-Semibold.ttf", "bold", "normal"),
)
FONT_FACES = (
    "<style>"
    + "".join(
        f'@font-face {{ font-family: "{name}"; src: url("{path}"); font-weight: {weight}; font-style: {style}; }}'
        for name, path, weight, style in FACES
    )
    + "</style>"
)


def render(html: str, max_seconds: float) -> bytes:
    """The PDF of a document, or nothing when it cannot be made."""
    base = folder("static") / "images"
    policy = ResourceAccessPolicy.server(
        base, allow_remote=False, extra_roots=(SANS, SERIF), max_render_seconds=max_seconds
    )
    made = io.BytesIO()
    document = html.replace("<head>", f"<head>{FONT_FACES}", 1)
    outcome: Any = pisa.CreatePDF(
        document, dest=made, encoding="utf-8", path=str(base / "document.html"), resource_policy=policy
    )
    return b"" if outcome.err else _in_one_piece(made.getvalue())


def _in_one_piece(pdf: bytes) -> bytes:
    """The same pages, compressed, without the name of the tool that made them."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def serve(source: BinaryIO, sink: BinaryIO, max_seconds: float) -> None:
    """Answer documents until there are no more."""
    while len(header := source.read(LENGTH.size)) == LENGTH.size:
        (size,) = LENGTH.unpack(header)
        document = source.read(size).decode()
        try:
            pdf = render(document, max_seconds)
        except Exception:  # noqa: BLE001 (whatever a document does to the renderer, the next one must be answered)
            pdf = b""
        sink.write(LENGTH.pack(len(pdf)) + pdf)
        sink.flush()


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    serve(sys.stdin.buffer, sys.stdout.buffer, float(sys.argv[1]))
