"""Dutch and English: the language of the moment, its texts, and how it writes dates, sizes and numbers.

Message ids are English sentences in the domain `portal`. Catalogues are read from `translations/` and compiled in
memory, once per process, so there is no `.mo` to build or to go stale.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from gettext import NullTranslations
from io import BytesIO
from zoneinfo import ZoneInfo

from babel import dates, lists, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from portal.resources import folder

LANGUAGES = {"nl": "Nederlands", "en": "English"}
DEFAULT_LANGUAGE = "nl"
TIME_ZONE = ZoneInfo("Europe/Amsterdam")

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


def language() -> str:
    """The code of the language that is in force here: `nl` or `en`."""
    return _language.get()


def set_language(code: str) -> None:
    """Put a language in force for the rest of this task; an unknown code means the default."""
    _language.set(code if code in LANGUAGES else DEFAULT_LANGUAGE)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Put a language in force for the length of a `with` block."""
    token = _language.set(code if code in LANGUAGES else DEFAULT_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def catalogue(code: str) -> NullTranslations:
    """The texts of one language, compiled in memory from its `.po`."""
    source = folder("translations") / code / "LC_MESSAGES" / "portal.po"
    if not source.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code, domain="portal"))
    compiled.seek(0)
    return Translations(compiled, domain="portal")


def gettext(message: str) -> str:
    """The message in the language in force."""
    return catalogue(language()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The singular or the plural message, in the language in force."""
    return catalogue(language()).ngettext(singular, plural, count)


def mark(message: str) -> str:
    """Mark a message for extraction where it is defined; it is translated where it is shown."""
    return message


def local(moment: datetime.datetime) -> datetime.datetime:
    """A moment (UTC) as the clock in the Netherlands showed it."""
    return moment.astimezone(TIME_ZONE)


def today(now: datetime.datetime) -> datetime.date:
    """The date in the Netherlands at a moment (UTC)."""
    return local(now).date()


def format_date(day: datetime.date) -> str:
    """`4 december 2026` / `4 December 2026`."""
    return _date(day, "d MMMM y", language())


def format_day(day: datetime.date) -> str:
    """`vrijdag 4 december` / `Friday 4 December`, for days nearby."""
    return _date(day, "EEEE d MMMM", language())


def format_month(day: datetime.date) -> str:
    """`November 2026`, as a heading."""
    return begun(_date(day, "LLLL y", language()))


def begun(text: str) -> str:
    """The text as something begins with it: a capital first, and the rest as it is (`Maandag 4 december`)."""
    return text[:1].upper() + text[1:]


def format_short_day(day: datetime.date) -> str:
    """`4 dec` / `4 Dec`, for the tables of the office."""
    return _date(day, "d MMM", language()).replace(".", "")


def format_time(moment: datetime.datetime) -> str:
    """`14.07 uur` / `14:07`."""
    clock = local(moment)
    return f"{clock:%H.%M} uur" if language() == "nl" else f"{clock:%H:%M}"


def format_moment(moment: datetime.datetime) -> str:
    """`23 november 2026, 14.07 uur` / `23 November 2026, 14:07`."""
    return f"{format_date(local(moment).date())}, {format_time(moment)}"


def format_day_moment(moment: datetime.datetime) -> str:
    """`maandag 23 november 2026 om 14.07 uur` / `Monday 23 November 2026 at 14:07`."""
    day = _date(local(moment).date(), "EEEE d MMMM y", language())
    return f"{day} {'om' if language() == 'nl' else 'at'} {format_time(moment)}"


def format_number(value: int | float) -> str:
    """A number with the separators of the language."""
    return _number(value, language())


def format_choice(items: list[str]) -> str:
    """Some possibilities: `PDF, JPG of PNG` / `PDF, JPG, or PNG`."""
    return lists.format_list(items, style="or", locale=language())


def format_size(size: int) -> str:
    """A number of bytes as people read it: `312 kB`, `2,4 MB`; units of a thousand, as phones and stores use them."""
    if size < 1_000:
        return f"{size} bytes"
    if size < 1_000_000:
        return f"{format_number(max(1, round(size / 1_000)))} kB"
    if size < 1_000_000_000:
        return f"{format_number(round(size / 1_000_000, 1))} MB"
    return f"{format_number(round(size / 1_000_000_000, 1))} GB"


# Babel takes 50 µs for each, and pages show the same days and sizes over and over.
@lru_cache(maxsize=4096)
def _date(day: datetime.date, pattern: str, code: str) -> str:
    return dates.format_date(day, pattern, locale=code)


@lru_cache(maxsize=4096)
def _number(value: float, code: str) -> str:
    return str(numbers.format_decimal(value, locale=code))
