"""Companies, and the dossiers that are theirs."""

import datetime
from uuid import UUID, uuid4

from portal import database
from portal.accounts.tables import Organisation
from portal.audit.operations import record
from portal.companies.operations.inviting import NewMember, invite
from portal.companies.operations.settling import hold, settle_dossier
from portal.dossiers.operations.dossiers import note_search
from portal.dossiers.tables import DossierAccess, DossierOrganisation
from portal.text import fold


async def create_organisation(
    name: str, *, now: datetime.datetime, actor: UUID | None = None, administrator: NewMember | None = None
) -> Organisation:
    """A new company, with the person who decides for it."""
    organisation = Organisation(id=uuid4(), name=name, search=fold(name), created_at=now)
    async with database.transaction():
        await organisation.save()
        await record("organisation_created", at=now, actor=actor, subject=organisation.id)
        if administrator is not None:
            await invite(organisation.id, administrator, is_administrator=True, actor=actor, now=now)
    return organisation


async def give_dossier(dossier: UUID, organisation: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Make a dossier the company's: its administrators see it, and whoever they let see all; twice changes nothing."""
    async with database.transaction():
        await hold(organisation)
        is_there = (DossierOrganisation.dossier == dossier) & (DossierOrganisation.organisation == organisation)
        if await DossierOrganisation.exists().where(is_there):
            return
        await DossierOrganisation(id=uuid4(), dossier=dossier, organisation=organisation, created_at=now).save()
        await settle_dossier(organisation, dossier, now=now)
        await note_search(dossier)
        await record("organisation_given_access", at=now, actor=actor, subject=dossier, organisation=str(organisation))


async def take_dossier(dossier: UUID, organisation: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Stop a company from seeing a dossier; what it supplied stays. Twice changes nothing."""
    async with database.transaction():
        await hold(organisation)
        is_there = (DossierOrganisation.dossier == dossier) & (DossierOrganisation.organisation == organisation)
        if not await DossierOrganisation.delete().where(is_there).returning(DossierOrganisation.id):
            return
        await DossierAccess.delete().where(
            (DossierAccess.dossier == dossier) & (DossierAccess.organisation == organisation)
        )
        await note_search(dossier)
        await record("organisation_lost_access", at=now, actor=actor, subject=dossier, organisation=str(organisation))
