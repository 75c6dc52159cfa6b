"""Text as we search it: neither SQLite nor every PostgreSQL collation knows that Ë is ë."""

import unicodedata

# Letters that Unicode does not take apart into a letter and an accent.
WITHOUT_STROKE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """Lower case, without accents, single spaces: what is searched and what is searched for."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.translate(WITHOUT_STROKE).split())


def like(text: str) -> str:
    """A pattern for `LIKE … ESCAPE '\\'` that finds the folded text anywhere."""
    escaped = fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
