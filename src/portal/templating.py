"""The one Jinja environment: autoescaped, strict about what is undefined, speaking the language in force."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal import i18n
from portal.resources import PACKAGE


@cache
def environment() -> Environment:
    """The environment that all pages, fragments, mails and PDFs are rendered with; names start at `src/portal`."""
    templates = Environment(
        loader=FileSystemLoader(PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        cache_size=-1,
    )
    templates.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]
    templates.globals["language"] = i18n.language
    templates.globals["languages"] = i18n.LANGUAGES
    templates.filters.update(
        date=i18n.format_date,
        day=i18n.format_day,
        short_day=i18n.format_short_day,
        time=i18n.format_time,
        moment=i18n.format_moment,
        day_moment=i18n.format_day_moment,
        number=i18n.format_number,
        size=i18n.format_size,
        local_date=lambda moment: i18n.local(moment).date(),
    )
    return templates


def render(name: str, context: Mapping[str, Any]) -> str:
    """The named template, filled in."""
    return environment().get_template(name).render(context)
