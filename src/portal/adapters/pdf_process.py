"""The process that `adapters.pdf` starts: reads documents from standard input, writes PDFs to standard output.

Each message is a length of four bytes and that many bytes; an answer of length 0 means that there is no PDF, and the
first one that the process is ready. Nothing is fetched from a network, and the only files that a document can reach are
the typefaces and the images of the portal.
"""

import io
import logging
import resource
import sys
from typing import Any, BinaryIO

import msgspec
from xhtml2pdf import pisa  # type: ignore[import-untyped]
from xhtml2pdf.config.resources import ResourceAccessPolicy  # type: ignore[import-untyped]

from portal.adapters.pdf import LENGTH, Document
from portal.adapters.pdf_fonts import FACES, SANS, SERIF
from portal.adapters.pdf_pictures import with_pictures
from portal.resources import folder

MOST_MEMORY = 1_500_000_000  # bytes of address space: a document that wants more is refused, its host stays up
FONT_FACES = "\n".join(
    f'@font-face {{ font-family: "{name}"; src: url("{path}"); font-weight: {weight}; font-style: {style}; }}'
    for name, path, weight, style in FACES
)


def render(html: str, max_seconds: float) -> bytes:
    """The PDF of a document, or nothing when it cannot be made."""
    base = folder("static") / "images"
    policy = ResourceAccessPolicy.server(
        base, allow_remote=False, extra_roots=(SANS, SERIF), max_render_seconds=max_seconds
    )
    made = io.BytesIO()
    outcome: Any = pisa.CreatePDF(
        html.replace("<head>", f"<head><style>{FONT_FACES}</style>", 1),
        dest=made,
        encoding="utf-8",
        path=str(base / "document.html"),
        capacity=-1,  # never a temporary file
        resource_policy=policy,
    )
    return b"" if outcome.err else made.getvalue()


def serve(source: BinaryIO, sink: BinaryIO, max_seconds: float) -> None:
    """Answer documents until there are no more."""
    answer(sink, b"")
    while len(header := source.read(LENGTH.size)) == LENGTH.size:
        (size,) = LENGTH.unpack(header)
        document = msgspec.msgpack.decode(source.read(size), type=Document)
        try:
            pdf = render(with_pictures(document.html.decode(), document.pictures), max_seconds)
        except Exception:  # noqa: BLE001 (whatever a document does to the renderer, the next one must be answered)
            pdf = b""
        answer(sink, pdf)


def answer(sink: BinaryIO, pdf: bytes) -> None:
    """Send one answer."""
    sink.write(LENGTH.pack(len(pdf)) + pdf)
    sink.flush()


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # a log would quote the document
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    serve(sys.stdin.buffer, sys.stdout.buffer, float(sys.argv[1]))
