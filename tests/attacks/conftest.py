"""An office in which Anna and Bas have one of everything, Daan and Carla nothing of theirs, and Sanne the other side."""

import datetime
import uuid
from dataclasses import dataclass, field
from email.message import EmailMessage
from uuid import UUID

import pytest

from portal import database
from portal.companies.operations.inviting import NewMember, invite
from portal.companies.operations.organisations import create_organisation
from portal.dossiers.operations import progress
from portal.dossiers.operations.progress import Step
from portal.dossiers.tables import Category, ProgressStep, StepState
from portal.piccolo_app import TABLES
from portal.questionnaires.operations import packed
from portal.questionnaires.tables import QuestionnaireVersion
from tests.accounts.factors import own_factor
from tests.questionnaires.conftest import PROOF, import_and_publish
from tests.questionnaires.conftest import ask as ask_to_fill_in
from tests.support.browser import Person
from tests.support.office import Office
from tests.support.papers import publish
from tests.support.sample_files import png
from tests.uploads.conftest import ask as ask_to_deliver
from tests.uploads.sending import put

PEOPLE = ("anna", "bas", "daan", "carla", "sanne")
NOBODY = "nobody"
MOVING = {"session.last_seen_at"}
"""What a visit may change: that somebody was here."""


ON_ONE_ENGINE = {"tests.attacks.test_csrf", "tests.attacks.test_headers"}
"""What is decided before the database is asked needs to be tried on one engine only."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the second engine where it makes no difference."""
    items[:] = [
        item
        for item in items
        if not ("[postgres" in item.name and getattr(item, "module", None) and item.module.__name__ in ON_ONE_ENGINE)
    ]


def a_mail(subject: str = "Uw afspraak", text: str = "Tot donderdag.") -> bytes:
    """An e-mail with an attachment."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Notaris <notaris@example.com>", "anna@example.com", subject
    mail["Date"] = "Mon, 23 Nov 2026 10:00:00 +0100"
    mail.set_content(text)
    mail.add_attachment("bijlage", filename="bijlage.txt")
    return bytes(mail)


@dataclass
class Site:
    """The office, and by name of its owner the id of one thing of each kind."""

    office: Office
    of: dict[str, dict[str, UUID]]
    people: dict[str, Person] = field(default_factory=dict)

    def id(self, owner: str, noun: str) -> str:
        """The id of something of somebody."""
        return str(self.of[owner][noun])


async def kept() -> dict[str, list[str]]:
    """Every row of every table, as text: what an attack must leave as it was."""
    rows = {}
    for table in TABLES:
        name = table._meta.tablename
        columns = [column._meta.name for column in table._meta.columns]
        fixed = ", ".join(f'"{column}"' for column in columns if f"{name}.{column}" not in MOVING)
        rows[name] = sorted(str(row) for row in await database.query(f"SELECT {fixed} FROM {name}"))
    return rows


@pytest.fixture
async def site(office: Office) -> Site:
    """Anna and Bas with a dossier each: an e-mail, a step, a request with a file in it, and a questionnaire."""
    source, file_name = packed({"proef.md": PROOF.encode(), "foto.png": png()})
    questionnaire = await import_and_publish(office, source, file_name)
    version = await QuestionnaireVersion.objects().first()
    assert version is not None
    people = {name: await office.browser(name) for name in PEOPLE}
    people[NOBODY] = office.visitor()
    shared = {"questionnaire": questionnaire, "version": version.id, "staff": office.accounts["sanne"].id}
    of = {
        owner: {**shared, "account": office.accounts[owner].id, **await _things(office, people[owner], number)}
        for owner, number in (("anna", "2026.1184"), ("bas", "2026.2001"))
    }
    of["bas"] |= {"organisation": office.organisation, "member": await office.member("daan")}
    of["anna"] |= await _company_of_anna(office)
    return Site(office, of, people)


async def _company_of_anna(office: Office) -> dict[str, UUID]:
    """Another company, for which Carla acts too."""
    now, anna, carla = office.clock.now(), office.accounts["anna"], office.accounts["carla"]
    made = await create_organisation("De Vries Beheer B.V.", now=now)
    administrator = NewMember(anna.name, anna.email)
    await invite(made.id, administrator, is_administrator=True, actor=None, now=now)
    member = await invite(made.id, NewMember(carla.name, carla.email), actor=anna.id, now=now)
    return {"organisation": made.id, "member": member}


async def _things(office: Office, owner: Person, number: str) -> dict[str, UUID]:
    name = next(name for name, account in office.accounts.items() if account.id == owner.id)
    sanne, now = office.accounts["sanne"].id, office.clock.now()
    dossier = await office.dossier(number, clients=(name,))
    step = Step("Akte", "Deed", "Wij maken de akte.", "", StepState.CURRENT, "office", datetime.date(2026, 12, 1))
    await progress.add_step(dossier, step, actor=sanne, now=now)
    made = await ProgressStep.objects().get(ProgressStep.dossier == dossier)
    assert made is not None
    upload, file = await ask_to_deliver(office, dossier, name), uuid.uuid4()
    assert (await put(owner, upload, file=file)).status == 200
    mail = await publish(office, dossier, a_mail(), file_name="afspraak.eml", category=Category.CORRESPONDENCE)
    return {
        "factor": await own_factor(office, name),
        "dossier": dossier,
        "document": mail,
        "step": made.id,
        "upload": upload,
        "file": file,
        "response": await ask_to_fill_in(office, dossier, await _asked(), name),
    }


async def _asked() -> UUID:
    version = await QuestionnaireVersion.objects().first()
    assert version is not None
    return version.questionnaire  # type: ignore[no-any-return]
