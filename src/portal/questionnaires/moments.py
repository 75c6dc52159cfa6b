"""Dates and times: how a browser posts them, in several fields, and how the fields show them again."""

import datetime

from portal.i18n import TIME_ZONE, local
from portal.i18n import mark as _

from . import typed
from .forms.fields import DATE_PARTS, TIME_PART
from .forms.state import NodeState
from .forms.xpath.values import text_to_date, text_to_time
from .posted import Entry, FormData, Typed, line, say

_MOST = 30  # characters of a part


def present(node: NodeState) -> Typed:
    """The stored value of a date, time or moment as its fields show it."""
    if node.type == "time":
        return Typed(text=_clock(node, node.value))
    moment = text_to_date(node.value)
    if moment is None:
        return Typed(text=node.value)
    if isinstance(moment, datetime.datetime):
        moment = local(moment) if moment.tzinfo else moment
        return _parts(moment, _clock(node, moment.time().isoformat("minutes")))
    return _parts(moment)


def read_date(node: NodeState, form_data: FormData) -> Entry:
    """The day that was posted; the first of a month or year where only that is asked."""
    parts = [line(form_data, f"{node.html_name}-{part}")[:_MOST] for part in DATE_PARTS]
    shown = Typed(day=parts[0], month=parts[1], year=parts[2])
    if not any(parts):
        return Entry("", None, shown)
    if "year" in node.appearance:
        parts[:2] = ["1", "1"]
    elif "month-year" in node.appearance:
        parts[0] = "1"
    day, error = _day(node, parts)
    return Entry("", error, shown) if day is None else Entry(day.isoformat(), None, shown)


def read_time(node: NodeState, form_data: FormData) -> Entry:
    """The time that was posted, as `14:07`."""
    text = line(form_data, node.html_name)[:_MOST]
    try:
        return Entry(typed.time(text).isoformat("minutes") if text else "", None, Typed(text=text))
    except typed.NotUnderstood:
        return Entry("", say(node, _("Fill in a time, such as 14.07")), Typed(text=text))


def read_date_time(node: NodeState, form_data: FormData) -> Entry:
    """The moment that was posted, by the clock in the Netherlands."""
    parts = [line(form_data, f"{node.html_name}-{part}")[:_MOST] for part in (*DATE_PARTS, TIME_PART)]
    shown = Typed(day=parts[0], month=parts[1], year=parts[2], time=parts[3])
    if not any(parts):
        return Entry("", None, shown)
    day, error = _day(node, parts[:3])
    if day is None:
        return Entry("", error, shown)
    try:
        clock = typed.time(parts[3])
    except typed.NotUnderstood:
        return Entry("", say(node, _("Fill in a time, such as 14.07")), shown)
    moment = datetime.datetime.combine(day, clock, TIME_ZONE)
    return Entry(moment.isoformat(timespec="milliseconds"), None, shown)


def _day(node: NodeState, parts: list[str]) -> tuple[datetime.date | None, str]:
    """The date of three parts, or what is wrong with it."""
    latest = node.today if node.check in {"past", "adult"} else None
    try:
        return typed.date(parts[0], parts[1], parts[2], latest=latest), ""
    except typed.Incomplete:
        return None, say(node, _("Fill in the whole date: day, month and year"))
    except typed.Ambiguous:
        return None, say(node, _("Fill in the year with four digits"))
    except typed.NotUnderstood:
        return None, say(node, _("Fill in a date that exists, such as 27 3 1958"))


def _parts(day: datetime.date, time: str = "") -> Typed:
    return Typed(day=str(day.day), month=str(day.month), year=str(day.year), time=time)


def _clock(node: NodeState, value: str) -> str:
    """`14.07` in Dutch; what is no time is shown as it is."""
    clock = text_to_time(value)
    return value if clock is None else clock.strftime("%H.%M" if node.language == "nl" else "%H:%M")
