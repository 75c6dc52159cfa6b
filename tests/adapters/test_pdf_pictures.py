"""Pictures on paper: small, in their place, and never in the way of the document."""

from io import BytesIO

import pytest
from PIL import Image

from portal.adapters.pdf_pictures import MOST_PIXELS, with_pictures
from tests.support.sample_files import JPG, PDF, png

PLACE = '<p class="picture"><img src="%s" alt=""></p>'


def picture(width: int, height: int, kind: str = "PNG", mode: str = "RGB", **more: object) -> bytes:
    kept = BytesIO()
    Image.new(mode, (width, height)).save(kept, kind, **more)
    return kept.getvalue()


def size_of(document: str) -> str:
    """The size that the only picture gets."""
    assert document.count('<img src="data:image/') == 1
    return document.partition(' width="')[2].partition(' alt="')[0]


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (picture(4000, 3000), '151" height="113"'),
        (picture(3000, 4000, "JPEG"), '85" height="113"'),
        (picture(4000, 1000, "WEBP"), '189" height="47"'),
        (picture(300, 100, "GIF", "P"), '113" height="38"'),
        (picture(300, 100, mode="RGBA"), '113" height="38"'),
        (png(), '1" height="1"'),
    ],
)
def test_a_picture_fits_in_its_place_and_is_never_blown_up(content: bytes, size: str) -> None:
    assert size_of(with_pictures(PLACE % "gevel.png", {"gevel.png": content})) == size


def test_a_photograph_stands_upright() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    assert size_of(with_pictures(PLACE % "a", {"a": picture(4000, 3000, "JPEG", exif=turned)})) == '85" height="113"'


@pytest.mark.parametrize("content", [b"", JPG, PDF, picture(40, 40)[:60], b"<svg/>"])
def test_what_cannot_be_read_leaves_no_trace(content: bytes) -> None:
    assert with_pictures(f"voor{PLACE % 'a'}na", {"a": content}) == "voorna"


def test_a_picture_that_is_too_large_is_not_opened() -> None:
    side = int(MOST_PIXELS**0.5) + 10
    assert with_pictures(PLACE % "a", {"a": picture(side, side, mode="1")}) == ""


def test_a_picture_that_is_not_there_is_left_out_and_names_are_those_of_html() -> None:
    document = PLACE % "a &amp; b.png" + PLACE % "weg.png"
    assert with_pictures(document, {"a & b.png": png()}).count("<p class=") == 1
