"""Markdown in the texts of a form: a small part of it, made safe, with answers in it exactly as they were typed.

Where a text has to be plain, such as in a title or in a PDF, the signs of the Markdown are left out.

The text of the author is rendered with a mark in each place of `${…}`; the answers come in afterwards, escaped, so that
none of what a person typed is ever read as Markdown or HTML.
"""

import html
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
_SIGNS = re.compile(r"[*_\[\]<>\\]|^\s{0,3}#", re.MULTILINE)  # without one of these there is no Markdown to leave out
_ENCODED_MARK = "%EE%80%80"

Piece = str | tuple[str]
"""What an author wrote, or in a tuple of one what is filled in."""


def to_html(pieces: Sequence[Piece], *, is_flow: bool = False) -> Markup:
    """The markup of a text: bold, italics, links and line breaks; with `is_flow` also paragraphs, lists, headings."""
    template, answers = _template(pieces)
    filled = [str(escape(answer)).replace("\n", "<br>") for answer in answers]
    rendered = _MARK.sub(lambda mark: filled[int(mark[1])], _rendered(template, is_flow))
    return Markup(rendered)  # noqa: S704 (cleaned below, answers escaped)


def to_plain(pieces: Sequence[Piece], *, is_flow: bool = False) -> str:
    """The text without the signs of its Markdown: the words of a link, and of what is bold; `is_flow` as above."""
    if not any(isinstance(piece, str) and _SIGNS.search(piece) for piece in pieces):
        return "".join(piece if isinstance(piece, str) else piece[0] for piece in pieces)
    template, answers = _template(pieces)
    return _MARK.sub(lambda mark: answers[int(mark[1])], _bare(template, is_flow))


def _template(pieces: Sequence[Piece]) -> tuple[str, list[str]]:
    """What the author wrote with a mark in each place of an answer, and the answers."""
    answers = [piece[0] for piece in pieces if not isinstance(piece, str)]
    places = iter(range(len(answers)))
    template = "".join(
        re.sub(f"[{_OPEN}{_CLOSE}]", "", piece) if isinstance(piece, str) else f"{_OPEN}{next(places)}{_CLOSE}"
        for piece in pieces
    )
    return template, answers


@lru_cache(maxsize=4096)
def _bare(template: str, is_flow: bool) -> str:
    return html.unescape(nh3.clean(_rendered(template, is_flow).replace("<li>", "- "), tags=set())).strip()


@lru_cache(maxsize=4096)
def _rendered(template: str, is_flow: bool) -> str:
    markdown = _markdown()
    rendered = markdown.render(template) if is_flow else markdown.renderInline(template)
    return nh3.clean(
        rendered.strip(),
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


def _heading(markup: str) -> Any:
    """A heading of an author is a line that stands out: the headings of the page have an order of their own."""

    def render(*_arguments: Any) -> str:
        return markup

    return render
