"""The static files as templates name them: by their address, and by the icons of the sprite."""

import hashlib
from functools import cache

from markupsafe import Markup

from portal.resources import folder


@cache
def digest() -> str:
    """A digest of every static file: its name and its bytes. It is in their addresses, so no answer ever changes."""
    seen = hashlib.sha256()
    root = folder("static")
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        seen.update(str(file.relative_to(root)).encode())
        seen.update(file.read_bytes())
    return seen.hexdigest()[:12]


@cache
def address(path: str) -> str:
    """The address of a static file."""
    return f"/static/{digest()}/{path}"


@cache
def icon(name: str, label: str = "") -> Markup:
    """One icon of the sprite; decorative unless it has a label. A function, as a macro takes five times as long."""
    spoken = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    drawn = '<svg class="icon" {}><use href="{}#i-{}"/></svg>'
    return Markup(drawn).format(spoken, address("icons/sprite.svg"), name)  # noqa: S704 (ours; values are escaped)
