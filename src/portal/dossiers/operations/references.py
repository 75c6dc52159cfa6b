"""References that people can mention on the phone: VL-2026-0481."""

import datetime

from portal import database, i18n

NEXT = """
    INSERT INTO reference_counter (id, last) VALUES ({}, 1)
    ON CONFLICT (id) DO UPDATE SET last = reference_counter.last + 1
    RETURNING last
"""
QUESTIONNAIRE = "VL"
UPLOAD = "UP"


async def next_reference(kind: str, *, now: datetime.datetime) -> str:
    """The next reference of a kind in this year; one that was rolled back with its transaction is given out again."""
    year = i18n.today(now).year
    rows = await database.query(NEXT, f"{kind}-{year}")
    return f"{kind}-{year}-{rows[0]['last']:04d}"
