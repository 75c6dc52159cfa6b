"""An office with people in it: Anna, Bas, Daan and Carla are clients, Sanne is staff.

`anna` has dossiers of her own, `bas` administers a company, `daan` is his colleague with an extra account, and `carla`
is a client who may see nothing of theirs. Every test starts with a fresh office, on SQLite and on PostgreSQL.
"""

import datetime
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from litestar import Litestar

from portal import database
from portal.accounts.operations import create_account
from portal.accounts.tables import Account, AccountKind, Membership, StaffRole
from portal.accounts.viewer import Viewer
from portal.adapters.clock import SetClock
from portal.adapters.encryption import KeyRing
from portal.adapters.passwords import Passwords
from portal.adapters.pdf import ProcessPdfRenderer
from portal.adapters.storage import FolderStorage
from portal.app import Adapters, create_app
from portal.companies.operations.inviting import NewMember, invite
from portal.companies.operations.members import decide
from portal.companies.operations.organisations import create_organisation, give_dossier
from portal.companies.rules import Decided, Right
from portal.companies.tables import MemberRight
from portal.dossiers.operations import dossiers
from portal.outbox.tables import OutboxEvent
from portal.piccolo_app import APP_CONFIG, TABLES
from portal.settings import Settings, load
from portal.web import sessions
from tests.support.browser import Person

NOW = datetime.datetime(2026, 11, 23, 13, 7, tzinfo=datetime.UTC)
PASSWORD = "four loose words together"


@dataclass
class Office:
    """The application with everything that it is wired to, and the people who use it."""

    app: Litestar
    settings: Settings
    adapters: Adapters
    clock: SetClock
    accounts: dict[str, Account]
    organisation: UUID

    async def browser(self, name: str, *, acting_for: UUID | None = None) -> Person:
        """A signed-in browser of somebody, for themselves or for a company."""
        account = self.accounts[name]
        token = await sessions.start(account.id, account.kind, now=self.clock.now(), acting_for=acting_for)
        return Person(self.app, self.settings, account.id, account.kind, account.email, token)

    def viewer(self, name: str, *, acting_for: UUID | None = None) -> Viewer:
        """Somebody as queries know them."""
        who = self.accounts[name]
        return Viewer(
            who.id, AccountKind(who.kind), who.name, who.formal_name, who.email, who.language, organisation=acting_for
        )

    def visitor(self, kind: str = sessions.CLIENT) -> Person:
        """A browser that nobody is signed in to."""
        return Person(self.app, self.settings, kind=kind)

    async def dossier(self, number: str = "2026.1184", *, clients: tuple[str, ...] = ("anna",)) -> UUID:
        """A new dossier for some clients."""
        now, sanne = self.clock.now(), self.accounts["sanne"].id
        made = await dossiers.create_dossier(
            number=number,
            title="Koopwoning Lindengracht 112",
            kind="transfer",
            handler=sanne,
            signing_date=datetime.date(2026, 12, 9),
            actor=sanne,
            now=now,
        )
        for name in clients:
            await dossiers.give_access(made, self.accounts[name].id, actor=sanne, now=now)
        return made

    async def let_in(self, dossier: UUID, name: str) -> None:
        """Let a client see a dossier as a private person."""
        now, sanne = self.clock.now(), self.accounts["sanne"].id
        await dossiers.give_access(dossier, self.accounts[name].id, actor=sanne, now=now)

    async def company_dossier(self, number: str = "2026.1203", *, organisation: UUID | None = None) -> UUID:
        """A new dossier of the company, or of another one: its administrator sees it, the others nothing yet."""
        made = await self.dossier(number, clients=())
        sanne, now = self.accounts["sanne"].id, self.clock.now()
        await give_dossier(made, organisation or self.organisation, actor=sanne, now=now)
        return made

    async def member(self, name: str) -> UUID:
        """The membership of somebody in the company."""
        found = await Membership.objects().get(
            (Membership.account == self.accounts[name].id) & (Membership.organisation == self.organisation)
        )
        assert found is not None
        return found.id  # type: ignore[no-any-return]

    async def allow(self, name: str, **chosen: UUID) -> None:
        """Let a member of the company `read` one dossier, or `deliver` in one, and see no other."""
        membership = await self.member(name)
        others = await MemberRight.select(MemberRight.dossier).where(MemberRight.membership == membership)
        rights = dict.fromkeys((row["dossier"] for row in others), Right.NONE)
        rights |= {dossier: Right(right) for right, dossier in chosen.items()}
        decided = Decided(sees_all=False, chosen=rights)
        await decide(membership, decided, actor=self.accounts["bas"].id, now=self.clock.now())


@pytest.fixture(scope="session")
async def migrated(engine: database.Engine) -> database.Engine:
    """An engine with the tables of the portal."""
    database.bind(engine, TABLES)
    await database.migrate(engine, APP_CONFIG)
    return engine


@pytest.fixture(scope="session")
async def pdf_renderer() -> AsyncIterator[ProcessPdfRenderer]:
    """The real PDF process, started once."""
    renderer = ProcessPdfRenderer()
    yield renderer
    await renderer.close()


@pytest.fixture(scope="session")
def passwords() -> Passwords:
    """The real hashing, with as little memory as it takes, so that tests stay fast."""
    return Passwords(memory_kib=64, passes=1)


@pytest.fixture(scope="session")
def wired(
    migrated: database.Engine,
    pdf_renderer: ProcessPdfRenderer,
    passwords: Passwords,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Litestar, Settings, Adapters]:
    """The application, wired once for each engine: that takes longer than most tests."""
    data = tmp_path_factory.mktemp("data")
    settings = load(
        {}, environment="test", data=data, base_url="http://portal.test", notify_window=0, staff_second_step=False
    )
    adapters = Adapters(
        engine=migrated,
        keys=KeyRing.create(data / "keys.json"),
        storage=FolderStorage(data / "files"),
        pdf=pdf_renderer,
        clock=SetClock(NOW),
        passwords=passwords,
    )
    return create_app(settings, adapters), settings, adapters


@pytest.fixture
async def office(wired: tuple[Litestar, Settings, Adapters]) -> Office:
    """A fresh office: nothing of an earlier test is left in the database."""
    app, settings, adapters = wired
    clock = adapters.clock
    assert isinstance(clock, SetClock)
    clock.moment = NOW
    await _empty(adapters.engine)
    accounts, organisation = await _people(adapters.passwords)
    return Office(app, settings, adapters, clock, accounts, organisation)


@pytest.fixture
async def anna(office: Office) -> Person:
    """A client."""
    return await office.browser("anna")


@pytest.fixture
async def bas(office: Office) -> Person:
    """The administrator of a company."""
    return await office.browser("bas")


@pytest.fixture
async def daan(office: Office) -> Person:
    """A colleague of Bas with an extra account."""
    return await office.browser("daan")


@pytest.fixture
async def carla(office: Office) -> Person:
    """A client who may see nothing of the others."""
    return await office.browser("carla")


@pytest.fixture
async def sanne(office: Office) -> Person:
    """Staff."""
    return await office.browser("sanne")


@pytest.fixture
async def dossier(office: Office) -> UUID:
    """A dossier of Anna."""
    return await office.dossier()


async def _empty(engine: database.Engine) -> None:
    database.bind(engine, TABLES)
    names = [table._meta.tablename for table in TABLES]
    if engine.engine_type == "postgres":
        await database.query(f"TRUNCATE {', '.join(names)}")
        return
    async with database.transaction():
        for name in reversed(names):
            await database.query(f"DELETE FROM {name}")


async def _people(passwords: Passwords) -> tuple[dict[str, Account], UUID]:
    hashed = await passwords.hash(PASSWORD)
    people = {
        "anna": (AccountKind.CLIENT, "Anna de Vries", "mevrouw De Vries"),
        "bas": (AccountKind.CLIENT, "Bas Bakker", "de heer Bakker"),
        "daan": (AccountKind.CLIENT, "Daan Smit", "de heer Smit"),
        "carla": (AccountKind.CLIENT, "Carla Öztürk", "mevrouw Öztürk"),
        "sanne": (AccountKind.STAFF, "mr. S. Okafor", "mevrouw Okafor"),
    }
    made = {}
    for name, (kind, full, formal) in people.items():
        made[name] = await create_account(
            kind,
            email=f"{name}@example.com",
            name=full,
            formal_name=formal,
            now=NOW,
            phone="020 555 01 24",
            role=StaffRole.ADMINISTRATOR,
        )
    await Account.update({Account.password_hash: hashed}).where(Account.is_active.eq(True))
    organisation = await create_organisation("Bakker Vastgoed B.V.", now=NOW)
    for name, is_administrator in (("bas", True), ("daan", False)):
        member = NewMember(made[name].name, made[name].email)
        await invite(organisation.id, member, is_administrator=is_administrator, actor=None, now=NOW)
    await Membership.update({Membership.used_at: NOW}).where(Membership.organisation == organisation.id)
    await OutboxEvent.delete(force=True)
    return made, organisation.id
