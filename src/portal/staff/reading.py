"""Reading the fields of a form: what was typed, and what is wrong with it."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from portal import i18n
from portal.i18n import gettext as _
from portal.questionnaires.forms.fields import DATE_PARTS
from portal.questionnaires.typed import NotUnderstood
from portal.questionnaires.typed import date as understood
from portal.text import clean

LONGEST_TITLE, LONGEST_TEXT = 200, 10_000
YEARS = (1900, 2199)


class Refused(ValueError):
    """The form cannot be taken as it is; `errors` says why, by the name of the field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__()
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, whatever it is worth; also what the form shows again."""

    values: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Self:
        """Fields that have one value each."""
        return cls({name: [value] for name, value in values.items()})

    def one(self, name: str) -> str:
        """The value of a field, cleaned and without white space around it; empty when it is absent."""
        return clean(next(iter(self.values.get(name, ())), "")).strip()

    def every(self, name: str) -> list[str]:
        """The values that were ticked."""
        return list(self.values.get(name, ()))


class Reading:
    """Reads the fields of a form one by one, and remembers what is wrong with them."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed
        self.errors: dict[str, str] = {}

    def text(self, name: str, missing: str = "", longest: int = LONGEST_TITLE) -> str:
        """A text of at most `longest` characters; `missing` is the error when it is required and empty."""
        value = self.typed.one(name)
        if missing and not value:
            self.errors[name] = missing
        if len(value) > longest:
            self.errors[name] = _("Use at most %(count)s characters. You used %(used)s.") % {
                "count": i18n.format_number(longest),
                "used": i18n.format_number(len(value)),
            }
        return value

    def choice(self, name: str, allowed: Collection[str], missing: str) -> str:
        """One of the values that were offered."""
        value = self.typed.one(name)
        if value not in allowed:
            self.errors[name] = missing
        return value

    def id(self, name: str, allowed: Collection[UUID], missing: str) -> UUID:
        """The id of one of the things that were offered."""
        by_text = {str(one): one for one in allowed}
        value = by_text.get(self.typed.one(name))
        if value is None:
            self.errors[name] = missing
        return value or UUID(int=0)

    def ids(self, name: str, allowed: Collection[UUID], missing: str) -> tuple[UUID, ...]:
        """The ids of what was ticked, of what was offered: one or more."""
        ticked = set(self.typed.every(name))
        found = tuple(one for one in allowed if str(one) in ticked)
        if not found:
            self.errors[name] = missing
        return found

    def date(self, name: str) -> datetime.date | None:
        """A date in three fields, or none when all are empty."""
        parts = [self.typed.one(f"{name}-{part}") for part in DATE_PARTS]
        if not any(parts):
            return None
        day = _existing_date(*parts)
        if day is None:
            self.errors[name] = _("Fill in an existing date, for example 4 12 2026.")
        return day

    def due_date(self, name: str, today: datetime.date) -> datetime.date | None:
        """A date that has not passed yet, or none."""
        day = self.date(name)
        if day is not None and day < today:
            self.errors[name] = _("This day has passed. Choose today or a later day.")
        return day

    def finish(self) -> None:
        """Raise `Refused` when something was wrong."""
        if self.errors:
            raise Refused(self.errors)


def date_as_typed(name: str, day: datetime.date | None) -> dict[str, str]:
    """A date in its three fields, as `Reading.date` reads it."""
    return {f"{name}-{part}": str(getattr(day, part)) if day else "" for part in DATE_PARTS}


def _existing_date(day: str, month: str, year: str) -> datetime.date | None:
    """A date of our times, if there is one that is written so; the name of a month will do."""
    try:
        date = understood(day, month, year)
    except NotUnderstood:
        return None
    return date if YEARS[0] <= date.year <= YEARS[1] else None


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it is shown: empty, or with what was typed and what is wrong with it."""

    typed: Typed = field(default_factory=lambda: Typed({}))
    errors: Mapping[str, str] = field(default_factory=dict)

    def one(self, name: str, default: str = "") -> str:
        """What stands in a field; `default` while the form is untouched."""
        return self.typed.one(name) if self.typed.values else default

    def every(self, name: str) -> list[str]:
        """What is ticked."""
        return self.typed.every(name)

    def error(self, name: str) -> str:
        """What is wrong with a field, or nothing."""
        return self.errors.get(name, "")

    def problems(self, prefix: str) -> list[tuple[str, str]]:
        """What is wrong, by the id of the field on a page that has several forms."""
        return [(f"{prefix}-{name}", message) for name, message in self.errors.items()]


def as_id(text: str) -> UUID | None:
    """The id that was sent; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
