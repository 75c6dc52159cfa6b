"""How soon a person may be reminded of the same request again."""

import datetime

from piccolo.columns import Timestamptz
from piccolo.columns.combination import Or

REST = datetime.timedelta(hours=1)


def is_remindable(reminded_at: Timestamptz, now: datetime.datetime) -> Or:
    """The condition that the last reminder, if there was one, is an hour ago."""
    return reminded_at.is_null() | (reminded_at < now - REST)
