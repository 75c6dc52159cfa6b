"""The typefaces of the PDFs, and which characters they can print."""

import unicodedata
from functools import cache
from pathlib import Path

import font_source_sans_pro  # type: ignore[import-untyped]
import font_source_serif_pro  # type: ignore[import-untyped]

SANS = Path(font_source_sans_pro.__file__).parent / "files"
SERIF = Path(font_source_serif_pro.__file__).parent / "files"
FACES = (
    ("Source Sans", SANS / "SourceSansPro-Regular.ttf", "normal", "normal"),
    ("Source Sans", SANS / "SourceSansPro-Semibold.ttf", "bold", "normal"),
    ("Source Sans", SANS / "SourceSansPro-It.ttf", "normal", "italic"),
    ("Source Serif", SERIF / "SourceSerifPro-Regular.ttf", "normal", "normal"),
    ("Source Serif", SERIF / "SourceSerifPro-Semibold.ttf", "bold", "normal"),
)
UNPRINTABLE = "■"  # both typefaces have it, and no keyboard does


def printable(text: str) -> str:
    """The text as these typefaces can print it: what they lack becomes `UNPRINTABLE`, what cannot be seen goes."""
    return unicodedata.normalize("NFC", text).translate(_Replacements(covered()))


@cache
def covered() -> frozenset[int]:
    """The code points that every face has."""
    from reportlab.pdfbase.ttfonts import TTFontFile  # type: ignore[import-untyped]  # 0.2 s, only where PDFs are made

    return frozenset.intersection(*(frozenset(TTFontFile(str(path)).charToGlyph) for _, path, _, _ in FACES))


class _Replacements(dict[int, str]):
    """What each character becomes, found out at its first appearance."""

    def __init__(self, covered: frozenset[int]) -> None:
        self._covered = covered

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = self._replacement(character, unicodedata.category(character))
        return self[code]

    def _replacement(self, character: str, category: str) -> str:
        if character == "\n":
            return character
        if category == "Zs" or character == "\t":
            return character if character == "\xa0" else " "
        if category in {"Cc", "Cf", "Zl", "Zp"} or "\ufe00" <= character <= "\ufe0f":
            return ""  # directions, joiners, variations: they print nothing by themselves
        return character if ord(character) in self._covered else UNPRINTABLE
