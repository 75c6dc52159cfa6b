"""The mark-up of a mail, of which only that of a letter is left."""

import re
from collections import Counter
from html import escape

import nh3

MOST_UNCLOSED = 4_000
TAGS = {"p", "br", "div", "span", "b", "strong", "i", "em", "u", "ul", "ol", "li", "a", "h3", "h4",
        "blockquote", "pre", "table", "thead", "tbody", "tr", "td", "th", "hr"}  # fmt: skip
SCHEMES = {"https", "http", "mailto", "tel"}
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_VOID = {"br", "hr", "img", "input", "link", "meta", "col", "wbr"}
_ABSOLUTE = re.compile(rf"\s*(?:{'|'.join(SCHEMES)}):", re.IGNORECASE)


def safe(html: str) -> str:
    """The mark-up of a letter and nothing else; empty when no text is left."""
    if _is_too_deep(html):
        return ""
    clean = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style", "title"},
        attributes={"a": {"href"}},
        attribute_filter=lambda _tag, name, value: value if name != "href" or _ABSOLUTE.match(value) else None,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    return clean.strip() if re.sub(r"<[^>]*>", "", clean).strip() else ""


def _is_too_deep(html: str) -> bool:
    """Whether more elements stay open than a letter needs: they cost the sanitiser quadratic time."""
    unclosed: Counter[str] = Counter()
    for closing, name in _TAG.findall(html):
        element = name.lower()
        if not closing and element not in _VOID:
            unclosed[element] += 1
        elif unclosed[element]:
            unclosed[element] -= 1
    return unclosed.total() > MOST_UNCLOSED


def paragraphs(text: str) -> str:
    """Plain text in the mark-up of a letter."""
    found = (paragraph.strip() for paragraph in re.split(r"\n[ \t]*\n", text))
    return "".join(f"<p>{escape(paragraph).replace(chr(10), '<br>')}</p>" for paragraph in found if paragraph)
