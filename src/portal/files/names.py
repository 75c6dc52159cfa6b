"""File names that came from elsewhere, made safe to show, to store as text, and to save under on any computer."""

import re
import unicodedata
from urllib.parse import quote

from portal.files.content_types import ContentType

LONGEST = 200
_NAMELESS = "document"
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(?:\.|$)", re.IGNORECASE)


def safe_name(raw: str) -> str:
    """A readable file name of 1 to 200 characters, that no computer takes for a path, a device or an instruction.

    Folders, control characters and characters that turn the direction of writing around are taken out.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    visible = "".join(" " if char.isspace() else char for char in last if _is_visible(char))
    name = re.sub(r" +", " ", visible.translate(_FORBIDDEN)).rstrip(" .").lstrip("-~$ .")
    if _DEVICES.match(name):
        name = f"_{name}"
    return _shortened(name) or _NAMELESS


def _is_visible(char: str) -> bool:
    """No control (Cc), surrogate (Cs), private (Co) or format character (Cf: bidi overrides, zero widths, tags)."""
    return char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _shortened(name: str) -> str:
    """Cut in the middle of a long name, so that its extension stays."""
    if len(name) <= LONGEST:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:LONGEST].rstrip(" .")
    return f"{stem[: LONGEST - len(extension) - 1].rstrip(' .')}.{extension}"


def name_for(raw: str, kind: ContentType) -> str:
    """`safe_name`, ending in an extension of what the file is: `rekening.exe` that is a PDF is `rekening.exe.pdf`."""
    name = safe_name(raw)
    _, dot, extension = name.rpartition(".")
    if dot and extension.lower() in kind.others | {kind.extension}:
        return name
    return _shortened(f"{name}.{kind.extension}")


def content_disposition(disposition: str, name: str) -> str:
    """The header that gives a file its name (RFC 6266): in ASCII for the old, by RFC 8187 for all others.

    `disposition` is `inline` or `attachment`.
    """
    safe = safe_name(name)
    ascii_only = unicodedata.normalize("NFKD", safe).encode("ascii", "ignore").decode()
    fallback = re.sub(r'["\\%;]', "_", ascii_only).strip(" .") or _NAMELESS
    return f"{disposition}; filename=\"{fallback}\"; filename*=UTF-8''{quote(safe, safe='')}"
