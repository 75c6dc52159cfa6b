"""The people and companies that may be meant by a name, and those that were chosen by it."""

from collections.abc import Sequence
from uuid import UUID

from portal import database
from portal.accounts.viewer import Viewer
from portal.errors import NotFound
from portal.staff.people import Match
from portal.staff.queries import clients, organisations, require_staff


async def matching(words: str, viewer: Viewer) -> list[Match]:
    """The first companies and clients whose name or address holds every word; none for no words."""
    return [*await organisations.matching(words, viewer), *await clients.matching(words, viewer)]


async def chosen(companies: Sequence[str], people: Sequence[str], viewer: Viewer) -> list[Match]:
    """Those with these ids, companies first, each by name; raises `NotFound` where one is not there."""
    require_staff(viewer)
    found = await _of("SELECT id, name FROM organisation WHERE id IN (THESE) ORDER BY name, id", _ids(companies))
    sql = "SELECT id, name, email FROM account WHERE kind = 'client' AND id IN (THESE) ORDER BY name, id"
    return [*found, *await _of(sql, _ids(people))]


async def _of(sql: str, ids: Sequence[UUID]) -> list[Match]:
    if not ids:
        return []
    rows = await database.query(sql.replace("THESE", ", ".join(["{}"] * len(ids))), *ids)
    if len(rows) != len(ids):
        raise NotFound
    return [Match(**row) for row in rows]


def _ids(texts: Sequence[str]) -> list[UUID]:
    try:
        return list({UUID(text): None for text in texts})
    except ValueError:
        raise NotFound from None
