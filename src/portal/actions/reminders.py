"""Reminding people of what is due: a week before the day, a day before it, and once when it has passed.

Days are those of the office. Each reminder has a key of its own in the outbox, so that it is made once, however often,
by how many workers and at which moment this is done; a day on which no worker ran is made up for while it makes sense.
"""

import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid5

from portal import database, i18n
from portal.audit.operations import record
from portal.dossiers.queries import MAY_ANSWER
from portal.outbox.events import EventKind
from portal.outbox.operations import tell

AWAKE = range(8, 20)
LONGEST_AGO = 7  # a clock that jumped ahead must not remind everybody of everything

# What was sent back counts as asked anew.
DUE = """
    SELECT r.id, r.dossier, r.organisation, x.account, r.due_date, r.created_at, r.sent_back_at
    FROM questionnaire_response r MAY_ANSWER
    WHERE r.state = 'open' AND r.due_date BETWEEN {} AND {}
    UNION ALL
    SELECT r.id, r.dossier, r.organisation, x.account, r.due_date, r.created_at, NULL
    FROM upload_request r MAY_ANSWER
    WHERE r.state = 'open' AND r.due_date BETWEEN {} AND {}
""".replace("MAY_ANSWER", MAY_ANSWER)


class Stage(StrEnum):
    """Which of the three reminders it is."""

    WEEK_BEFORE = "week"
    DAY_BEFORE = "day"
    AFTER = "after"


BEGINS = {Stage.WEEK_BEFORE: -7, Stage.DAY_BEFORE: -1, Stage.AFTER: 1}
"""How many days after the due date each stage begins."""


def stage_of(due: datetime.date, *, asked: datetime.date, today: datetime.date) -> Stage | None:
    """The reminder that is due today, if any: none for what was asked when its stage had begun, for that is fresh."""
    day = (today - due).days
    begun = [stage for stage, first in BEGINS.items() if first <= day]
    if not begun or day > LONGEST_AGO:
        return None
    began = due + datetime.timedelta(days=BEGINS[begun[-1]])
    return begun[-1] if asked < began else None


async def remind_of_due(*, now: datetime.datetime, window: int) -> None:
    """Have everybody reminded whose open action asks for it today; at night nobody is."""
    if i18n.local(now).hour not in AWAKE:
        return
    today = i18n.today(now)
    days = [today - datetime.timedelta(days=LONGEST_AGO), today - datetime.timedelta(days=BEGINS[Stage.WEEK_BEFORE])]
    for row in await database.query(DUE, *days, *days):
        asked = i18n.today(row["sent_back_at"] or row["created_at"])
        if stage := stage_of(row["due_date"], asked=asked, today=today):
            await _remind(row, stage, now=now, window=window)


async def _remind(row: dict[str, Any], stage: Stage, *, now: datetime.datetime, window: int) -> None:
    # Of a company each one who may answer is told once; the key has no room for two ids.
    told = uuid5(row["id"], str(row["account"])) if row["organisation"] else row["id"]
    async with database.transaction():
        is_new = await tell(
            row["account"],
            EventKind.OVERDUE if stage is Stage.AFTER else EventKind.DUE_SOON,
            now=now,
            window=window,
            dossier=row["dossier"],
            item=row["id"],
            once=f"{told}:{stage.value}:{row['due_date'].isoformat()}",
        )
        if is_new:
            await record("reminded_of_due_date", at=now, actor=None, subject=row["id"], stage=stage.value)
