"""Making the demo office, once: people, dossiers, papers, progress, open and finished actions."""

import asyncio
import datetime
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from portal import database
from portal.accounts import queries as accounts
from portal.accounts.operations import create_account
from portal.accounts.tables import Account, Membership, StaffRole
from portal.adapters.passwords import Passwords
from portal.app import Adapters, adapters_for
from portal.companies.operations.inviting import NewMember, invite
from portal.companies.operations.organisations import create_organisation
from portal.demo import clients, dossiers
from portal.demo.office import DemoOffice
from portal.demo.people import BAS, COMPANY, DAAN, PASSWORD, PEOPLE, SANNE
from portal.outbox.tables import OutboxEvent
from portal.piccolo_app import APP_CONFIG, TABLES
from portal.questionnaires import queries
from portal.questionnaires.operations import versions
from portal.resources import folder
from portal.settings import Settings


@dataclass(frozen=True, slots=True)
class Made:
    """The people of the demo, and the company."""

    accounts: dict[str, Account]
    company: UUID


def prepare(settings: Settings) -> None:
    """Migrate, and make the demo office when it is not there yet."""
    adapters = adapters_for(settings)

    async def work() -> None:
        database.bind(adapters.engine, TABLES)
        await database.migrate(adapters.engine, APP_CONFIG)
        await database.start()
        try:
            if await accounts.by_email(SANNE.email) is None:
                await _make(settings, adapters)
        finally:
            await adapters.pdf.close()
            await database.stop()

    asyncio.run(work())


def welcome(settings: Settings) -> str:
    """Where to go and who can sign in."""
    people = "\n".join(f"    {person.email:<22}{person.about}" for person in PEOPLE)
    return (
        f"\n  The demo office is at {settings.base_url} (clients) and {settings.base_url}/staff (staff);\n"
        f"  http://{settings.host}:{settings.port} is the same, but there browsers allow no passkeys.\n"
        f"  Everybody's password is {PASSWORD}\n\n{people}\n\n"
        f"  The mails it sends are at {settings.base_url}/demo/mails. Stop with Ctrl-C.\n"
    )


async def _make(settings: Settings, adapters: Adapters) -> None:
    """Everything in one transaction: the demo office is there, or it is not."""
    now = adapters.clock.now()
    office = DemoOffice(settings, adapters, now)
    papers = await dossiers.papers_of(office)
    hashed = await Passwords().hash(PASSWORD)
    async with database.transaction():
        made = await _people(hashed, now - datetime.timedelta(days=30))
        questionnaires = await _questionnaires(made.accounts[SANNE.email].id, now - datetime.timedelta(days=30))
        await dossiers.purchase(office, made.accounts, questionnaires, papers)
        await dossiers.will(office, made.accounts, questionnaires, papers)
        await dossiers.prenuptial(office, made.accounts, papers)
        await dossiers.company(office, made.accounts, made.company, papers)
        # What happened before the demo began was told long ago.
        settled: dict[Column | str, Any] = {
            OutboxEvent.due_at: None,
            OutboxEvent.settled_at: OutboxEvent.created_at,
            OutboxEvent.outcome: "sent",
        }
        await OutboxEvent.update(settled).where(OutboxEvent.due_at.is_not_null())
        await clients.invited(office, hashed, actor=made.accounts[SANNE.email].id)


async def _people(hashed: str, now: datetime.datetime) -> Made:
    made = {}
    for person in PEOPLE:
        made[person.email] = await create_account(
            person.kind,
            email=person.email,
            name=person.name,
            formal_name=person.formal_name,
            phone=person.phone,
            role=StaffRole.ADMINISTRATOR,
            now=now,
        )
    await Account.update({Account.password_hash: hashed}).where(Account.is_active.eq(True))
    company = await create_organisation(COMPANY, now=now)
    for person, is_administrator in ((BAS, True), (DAAN, False)):
        member = NewMember(person.name, person.email)
        await invite(company.id, member, is_administrator=is_administrator, actor=made[SANNE.email].id, now=now)
    await Membership.update({Membership.is_home: True, Membership.used_at: now}).where(
        Membership.organisation == company.id
    )
    return Made(made, company.id)


async def _questionnaires(actor: UUID, now: datetime.datetime) -> dict[str, UUID]:
    """Import and publish the questionnaires that come with the product."""
    published = {}
    for file in sorted(folder("questionnaires").glob("*.md")):
        version = await versions.import_version(_with_lists(file), f"{file.stem}.zip", actor=actor, now=now)
        await versions.publish(version, actor=actor, now=now)
        published[file.stem] = (await queries.version(version)).questionnaire
    return published


def _with_lists(file: Path) -> bytes:
    """The questionnaire and the lists that lie beside it in one zip, as staff would import them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in (file, *sorted(file.parent.glob("*.csv"))):
            archive.write(each, each.name)
    return packed.getvalue()
