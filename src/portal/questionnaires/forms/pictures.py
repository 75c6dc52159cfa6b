"""The pictures that come with a questionnaire: which files are pictures, and which are asked for but absent."""

from collections.abc import Iterator, Mapping, Sequence

from portal.i18n import mark as _

from .definition import Definition, Node, Texts
from .problems import Problem

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def picture_type(content: bytes) -> str:
    """The media type of a picture by its first bytes; empty for anything that is no PNG, JPEG, GIF or WebP."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else ""


def picture_name(image: str) -> str:
    """The name of the file, without the folder that it had on the computer of its author."""
    return image.rpartition("/")[2]


def missing_pictures(definition: Definition, files: Mapping[str, bytes]) -> list[Problem]:
    """A warning for each picture that no file holds; the questionnaire works without it."""
    there = {picture_name(name).lower() for name, content in files.items() if picture_type(content)}
    message = _("The picture “%(file)s” did not come along with the questionnaire")
    return [
        Problem("warning", sheet, row, "media::image", message, {"file": name})
        for sheet, row, name in dict.fromkeys(_asked_for(definition))
        if picture_name(name).lower() not in there
    ]


def _asked_for(definition: Definition) -> Iterator[tuple[str, int | None, str]]:
    """Sheet, row and file name of every picture; a name that is worked out from answers is known only then."""
    for node in _all(definition.nodes):
        yield from (("survey", node.row, name) for name in _names(node.image))
    for choices in definition.choices.values():
        for choice in choices:
            yield from (("choices", choice.row, name) for name in _names(choice.image))


def _all(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)


def _names(texts: Texts) -> Iterator[str]:
    for parts in texts.values():
        fixed = [part for part in parts if isinstance(part, str)]
        if len(fixed) == len(parts):
            yield "".join(fixed)
