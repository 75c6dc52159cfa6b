"""Markdown in the texts of a form: a small part of it, made safe, with answers in it exactly as they were typed.

The text of the author is rendered with a mark in each place of `${…}`; the answers come in afterwards, escaped, so that
none of what a person typed is ever read as Markdown or HTML.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

_OPEN, _CLOSE = "\ue000", "\ue001"  # private to us: taken out of what an author writes
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_TAGS = {"p", "strong", "em", "a", "br", "ul", "ol", "li"}
_SCHEMES = {"https", "http", "mailto", "tel"}
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[\x21-\x7e]+", re.IGNORECASE)
_ENCODED_MARK = "%EE%80%80"

Piece = str | tuple[str]
"""What an author wrote, or in a tuple of one what is filled in."""


def to_html(pieces: Sequence[Piece], *, is_flow: bool = False) -> Markup:
    """The markup of a text: bold, italics, links and line breaks; with `is_flow` also paragraphs, lists, headings."""
    answers = [piece[0] for piece in pieces if not isinstance(piece, str)]
    places = iter(range(len(answers)))
    template = "".join(
        re.sub(f"[{_OPEN}{_CLOSE}]", "", piece) if isinstance(piece, str) else f"{_OPEN}{next(places)}{_CLOSE}"
        for piece in pieces
    )
    html = _rendered(template, is_flow)
    filled = [str(escape(answer)).replace("\n", "<br>") for answer in answers]
    return Markup(_MARK.sub(lambda mark: filled[int(mark[1])], html))  # noqa: S704 (cleaned below, answers escaped)


@lru_cache(maxsize=4096)
def _rendered(template: str, is_flow: bool) -> str:
    markdown = _markdown()
    html = markdown.render(template) if is_flow else markdown.renderInline(template)
    return nh3.clean(
        html.strip(),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        attribute_filter=_only_addresses,
        link_rel="noopener noreferrer",
    )


def _only_addresses(_tag: str, attribute: str, value: str) -> str | None:
    """A whole address, in which nothing is filled in."""
    if attribute != "href":
        return value
    return value if _ADDRESS.fullmatch(value) and _ENCODED_MARK not in value else None


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"html": False, "breaks": True})
    markdown.enable(["emphasis", "link", "autolink", "escape", "newline", "list", "heading"])
    markdown.add_render_rule("heading_open", _heading("<p><strong>"))
    markdown.add_render_rule("heading_close", _heading("</strong></p>\n"))
    return markdown


def _heading(html: str) -> Any:
    """A heading of an author is a line that stands out: the headings of the page have an order of their own."""

    def render(*_arguments: Any) -> str:
        return html

    return render
