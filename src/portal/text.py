"""Text as we keep it, and as we search it: neither SQLite nor every PostgreSQL collation knows that Ë is ë."""

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")

# Letters that Unicode does not take apart into a letter and an accent.
WITHOUT_STROKE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})


def clean(text: str) -> str:
    """Without characters that no form should hold (PostgreSQL keeps no NUL), its line ends all the same, composed."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def fold(text: str) -> str:
    """Lower case, without accents, single spaces: what is searched and what is searched for."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.translate(WITHOUT_STROKE).split())


def shortened(text: str, longest: int) -> str:
    """At most so many characters, and three dots for the rest; cut between two words where there are two."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    words, _space, _part = kept.rpartition(" ")
    return f"{words or kept}…"


def like(text: str) -> str:
    """A pattern for `LIKE … ESCAPE '\\'` that finds the folded text anywhere."""
    escaped = fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
