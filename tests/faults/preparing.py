"""An office with enough open actions for every kill, made once on a real disk and copied for each test."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import msgspec

from portal import database
from portal.accounts.operations import create_account
from portal.accounts.tables import AccountKind
from portal.adapters.encryption import KeyRing
from portal.dossiers.operations import dossiers
from portal.piccolo_app import APP_CONFIG, TABLES
from portal.questionnaires import operations, queries
from portal.questionnaires.draft import Draft, sealed
from portal.questionnaires.tables import QuestionnaireResponse
from portal.uploads.operations.requests import request_upload
from portal.web import sessions

MARKER = "Zilverberkenlaan"
"""Stands in every file and every answer; on the disk it may be nowhere."""

ACTS = 6
"""How many confirmations, completions and answer files one life can have."""

QUESTIONNAIRE = """
| survey | | | | | | |
| | type | name | label::Nederlands (nl) | label::English (en) | required | appearance |
| | begin_group | wie | Wie bent u? | Who are you? | | field-list |
| | text | naam | Uw naam | Your name | yes | |
| | end_group | | | | | |
| | begin_group | wensen | Uw wensen | Your wishes | | field-list |
| | text | wens | Wat wilt u? | What do you want? | | |
| | file | bewijs | Hebt u een bewijs? | Do you have a proof? | | |
| | end_group | | | | | |

| settings | | | |
| | form_title | attribute::np:title_en | default_language |
| | Proef | Trial | Nederlands (nl) |
"""


class Bundle(msgspec.Struct):
    """What Anna can do in one life of the server: a dossier with requests in it."""

    dossier: UUID
    upload: UUID
    confirmations: list[UUID]
    completions: list[UUID]
    response: UUID
    answer_files: UUID
    """A response of its own, so that its files and the steps do not wait for each other."""


class Prepared(msgspec.Struct):
    """What the tests know of the prepared office."""

    anna: str
    sanne: str
    bundles: list[Bundle]


@dataclass(frozen=True)
class PreparedOffice:
    """A data folder, the session tokens of Anna and Sanne, and bundles nobody has touched yet.

    `url` is that of its database where that is PostgreSQL.
    """

    data: Path
    anna: str
    sanne: str
    bundles: Iterator[Bundle]
    url: str = ""

    @property
    def keys(self) -> KeyRing:
        """The keys of the office, to look behind its back."""
        return KeyRing.load(self.data / "keys.json")


async def prepare(data: Path, bundles: int, url: str = "sqlite:///portal.sqlite") -> Prepared:
    """Make the office: one transaction, so that it takes seconds."""
    keys = KeyRing.create(data / "keys.json")
    engine = database.engine_for(url, data)
    database.bind(engine, TABLES)
    await database.migrate(engine, APP_CONFIG)
    await database.start()
    try:
        async with database.transaction():
            return await _fill(keys, bundles)
    finally:
        await database.stop()


async def _fill(keys: KeyRing, count: int) -> Prepared:
    now = datetime.datetime.now(datetime.UTC)
    anna = await create_account(AccountKind.CLIENT, email="anna@example.com", name="Anna de Vries", now=now)
    sanne = await create_account(AccountKind.STAFF, email="sanne@example.com", name="mr. S. Okafor", now=now)
    version = await operations.import_version(QUESTIONNAIRE.encode(), "proef.md", actor=sanne.id, now=now)
    await operations.publish(version, actor=sanne.id, now=now)
    questionnaire = (await queries.version(version)).questionnaire

    async def bundle(number: int) -> Bundle:
        dossier = await dossiers.create_dossier(
            number=f"2026.{number:04}",
            title="Koopwoning",
            kind="transfer",
            handler=sanne.id,
            signing_date=None,
            actor=sanne.id,
            now=now,
        )
        await dossiers.give_access(dossier, anna.id, actor=sanne.id, now=now)

        async def upload() -> UUID:
            return await request_upload(
                dossier,
                anna.id,
                title="Paspoort",
                message="Graag",
                due_date=None,
                actor=sanne.id,
                keys=keys,
                now=now,
                window=0,
            )

        async def response() -> UUID:
            return await operations.request_response(
                dossier, anna.id, questionnaire, due_date=None, actor=sanne.id, now=now, window=0
            )

        answered = [await response() for _ in range(ACTS)]
        for each in answered:
            await _answer(each, keys, now)
        confirmations = [await upload() for _ in range(ACTS)]
        return Bundle(dossier, await upload(), confirmations, answered, await response(), await response())

    return Prepared(
        await sessions.start(anna.id, sessions.CLIENT, now=now),
        await sessions.start(sanne.id, sessions.STAFF, now=now),
        [await bundle(number) for number in range(count)],
    )


async def _answer(response: UUID, keys: KeyRing, now: datetime.datetime) -> None:
    """Have a response filled in, up to the check page."""
    draft = Draft(answers={"/data/wie/naam": "Anna", "/data/wensen/wens": MARKER, "/data/wensen/bewijs": ""})
    await QuestionnaireResponse.update(
        {
            QuestionnaireResponse.answers: sealed(draft, response, keys),
            QuestionnaireResponse.revision: 1,
            QuestionnaireResponse.saved_at: now,
        }
    ).where(QuestionnaireResponse.id == response)
