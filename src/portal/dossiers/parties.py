"""Who takes part in a dossier: private persons, and companies with whoever acts for them there."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from portal import database
from portal.errors import NotFound

# An administrator first: a company is called by whoever decides for it.
PARTY = """
    SELECT x.account, x.organisation FROM dossier_access x
    LEFT JOIN membership m ON m.account = x.account AND m.organisation = x.organisation
    WHERE x.dossier = {} AND (x.account = {} OR x.organisation = {})
    ORDER BY CASE WHEN x.organisation IS NULL THEN 0 ELSE 1 END, m.is_administrator DESC, x.created_at, x.id LIMIT 1
"""
OF_PERSON = """
    SELECT x.account FROM dossier_access x WHERE x.dossier = {} AND x.account = {} AND x.organisation IS NULL
"""
OF_COMPANY = "SELECT x.account FROM dossier_access x WHERE x.dossier = {} AND x.organisation = {}"
READERS = "SELECT DISTINCT account FROM dossier_access WHERE dossier = {}"


@dataclass(frozen=True, slots=True)
class Party:
    """A private person, or a company and the person by whom it is called."""

    account: UUID
    organisation: UUID | None


async def party(dossier: UUID, party_id: UUID) -> Party:
    """The party that an account or a company is in a dossier; raises `NotFound` when it is none.

    Somebody who sees it both for themselves and for a company is meant as a private person.
    """
    rows = await database.query(PARTY, dossier, party_id, party_id)
    if not rows:
        raise NotFound
    return Party(**rows[0])


async def readers(dossier: UUID, parties: Iterable[Party] = ()) -> list[UUID]:
    """The accounts that may see a dossier: all of them, or those of some parties."""
    found: dict[UUID, None] = {}
    for each in parties:
        found |= dict.fromkeys(await _of_party(dossier, each, ""))
    if not parties:
        found |= dict.fromkeys(row["account"] for row in await database.query(READERS, dossier))
    return list(found)


async def those_who_may_answer(dossier: UUID, asked: Party) -> list[UUID]:
    """The accounts that may do what a party is asked: the person, or whoever may deliver for the company."""
    return await _of_party(dossier, asked, " AND x.can_deliver")


async def _of_party(dossier: UUID, each: Party, condition: str) -> list[UUID]:
    which = OF_PERSON if each.organisation is None else OF_COMPANY
    rows = await database.query(which + condition, dossier, each.organisation or each.account)
    return [row["account"] for row in rows]
