"""The pictures in a document: small and upright, so that none makes a PDF heavy or keeps it from being made."""

import base64
import html
import io
import re
from collections.abc import Mapping
from functools import cache

from PIL import Image, ImageOps

PLACE = re.compile(r'<p class="picture"><img src="([^"]*)" alt=""></p>')
READABLE = ("PNG", "JPEG", "GIF", "WEBP")
PHOTOGRAPHS = ("JPEG", "WEBP")
MOST_PIXELS = 50_000_000  # about 200 MB once it is opened
MOST_WIDTH, MOST_HEIGHT = 50.0, 30.0  # mm
SHARPNESS = 10  # pixels to a mm, about 250 to an inch
UNITS = 96 / 25.4  # those of HTML to a mm


def with_pictures(document: str, pictures: Mapping[str, bytes]) -> str:
    """A document in which each picture stands that it names in a paragraph `p.picture`; without one, that goes."""

    @cache
    def paragraph(name: str) -> str:
        element = _element(pictures[name]) if name in pictures else ""
        return f'<p class="picture">{element}</p>' if element else ""

    return PLACE.sub(lambda found: paragraph(html.unescape(found[1])), document)


def _element(content: bytes) -> str:
    """The picture itself as an element (RFC 2397); empty for what cannot be read as one, or is too large."""
    try:
        with Image.open(io.BytesIO(content), formats=READABLE) as image:
            if image.width * image.height > MOST_PIXELS:
                return ""
            small, kind = _small(image), "JPEG" if image.format in PHOTOGRAPHS else "PNG"
    except Exception:  # noqa: BLE001 (whatever a file does to the library that reads it, the document is made)
        return ""
    kept = io.BytesIO()
    small.save(kept, kind, optimize=True)
    width, height = (round(side / SHARPNESS * UNITS) or 1 for side in small.size)
    data = base64.b64encode(kept.getvalue()).decode()
    return f'<img src="data:image/{kind.lower()};base64,{data}" width="{width}" height="{height}" alt="">'


def _small(image: Image.Image) -> Image.Image:
    """Within its place on paper, never larger than it was made; upright, and on white where one sees through it."""
    image.draft("RGB", (round(MOST_WIDTH * SHARPNESS), round(MOST_HEIGHT * SHARPNESS)))
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((round(MOST_WIDTH * SHARPNESS), round(MOST_HEIGHT * SHARPNESS)))
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright)
    return flat
