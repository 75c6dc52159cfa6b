"""Digests, base64 and identifiers."""

import base64
import binascii
import hashlib
import math
import uuid

from .signature import Function, function

_DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
_MOST_CHARACTERS = 10_000


def _digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """The digest in base64 or hex; empty for an algorithm or encoding that the specification does not know."""
    name = _DIGESTS.get(algorithm)
    if name is None or encoding not in {"base64", "hex"}:
        return ""
    found = hashlib.new(name, text.encode("utf-8", "replace"), usedforsecurity=False)
    return found.hexdigest() if encoding == "hex" else base64.b64encode(found.digest()).decode("ascii")


def _base64_decoded(text: str) -> str:
    """The text; empty for what is no base64."""
    bare = "".join(text.split()).rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _uuid(length: float = math.nan) -> str:
    """A random UUID; with a length, as much of such text as is asked for."""
    if math.isnan(length):
        return str(uuid.uuid4())
    wanted = int(max(0, min(_MOST_CHARACTERS, length)))
    return "".join(str(uuid.uuid4()) for _count in range(wanted // 36 + 1))[:wanted]


ENCODING: dict[str, Function] = {
    "digest": function("ss!s>s", _digest),
    "base64-decode": function("s>s", _base64_decoded),
    "uuid": function("!n>s", _uuid),
}
