"""An office of any size: one client made as the office would make her, and the rest put straight into the tables."""

import datetime
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from portal import database
from portal.accounts.operations import create_account
from portal.accounts.tables import Account, AccountKind
from portal.adapters.encryption import KeyRing
from portal.adapters.passwords import Passwords
from portal.adapters.storage import FolderStorage
from portal.dossiers.operations import dossiers
from portal.dossiers.operations.documents import Publication, publish
from portal.dossiers.operations.progress import Step, add_step
from portal.dossiers.tables import Category, DocumentSeen, StepState
from portal.files.receiving import receive
from portal.piccolo_app import APP_CONFIG, TABLES
from portal.questionnaires import operations, queries
from portal.uploads.operations.requests import request_upload
from portal.web import sessions

STEPS, QUESTIONS = 8, 6
DOCUMENTS = 20
EMAIL, PASSWORD = "anna@example.com", "four loose words together"
MEBIBYTE = 1024 * 1024
PDF_HEAD = b"%PDF-1.7\n"


@dataclass(frozen=True)
class BenchOffice:
    """What the measurements need to know: the client's session, and where things are."""

    data: Path
    token: str
    dossier: UUID
    document: UUID
    response: UUID
    upload: UUID


def questionnaire() -> bytes:
    """A form of 8 steps with 6 questions each: text, a number, a choice and a date on every step."""
    rows = [
        "| survey | | | | | | |",
        "| | type | name | label::Nederlands (nl) | label::English (en) | required | appearance |",
    ]
    kinds = ["text", "text", "text", "integer", "select_one ja_nee", "date"]
    for step in range(1, STEPS + 1):
        rows.append(f"| | begin_group | s{step} | Stap {step} | Step {step} | | field-list |")
        for number, kind in enumerate(kinds, 1):
            rows.append(f"| | {kind} | q{number} | Vraag {step}.{number} | Question {step}.{number} | yes | |")
        rows.append("| | end_group | | | | | |")
    rows += ["", "| choices | | | | |", "| | list_name | name | label::Nederlands (nl) | label::English (en) |"]
    rows += ["| | ja_nee | ja | Ja | Yes |", "| | ja_nee | nee | Nee | No |"]
    rows += ["", "| settings | | | |", "| | form_title | attribute::np:title_en | default_language |"]
    rows += ["| | Meting | Measurement | Nederlands (nl) |", ""]
    return "\n".join(rows).encode()


def answers_of_step(step: int, variant: int) -> dict[str, str | list[str]]:
    """The fields of one step as a browser sends them; another variant is another answer."""
    names = [f"s{step}.q{number}" for number in range(1, QUESTIONS + 1)]
    return {
        "asked": names,
        names[0]: f"Anna Hendrika Maria {variant}",
        names[1]: "Lindengracht 112",
        names[2]: "1015 KL Amsterdam",
        names[3]: "48500",
        names[4]: "ja",
        f"{names[5]}-day": "27",
        f"{names[5]}-month": "3",
        f"{names[5]}-year": "1958",
    }


async def make(data: Path, dossiers_in_all: int) -> BenchOffice:
    """Make an office with so many dossiers of twenty documents each."""
    keys = KeyRing.create(data / "keys.json")
    database.bind(database.engine_for("sqlite:///portal.sqlite", data), TABLES)
    await database.migrate(database.current_engine(), APP_CONFIG)
    await database.start()
    try:
        made = await _Anna(data, keys, datetime.datetime.now(datetime.UTC)).make()
    finally:
        await database.stop()
    multiply(data / "portal.sqlite", dossiers_in_all - 1)
    return made


@dataclass
class _Anna:
    """The client that is measured, and what the office did for her."""

    data: Path
    keys: KeyRing
    now: datetime.datetime

    async def make(self) -> BenchOffice:
        anna = await create_account(AccountKind.CLIENT, email=EMAIL, name="Anna de Vries", now=self.now)
        sanne = await create_account(AccountKind.STAFF, email="sanne@example.com", name="mr. S. Okafor", now=self.now)
        await Account.update({Account.password_hash: await Passwords().hash(PASSWORD)}).where(Account.id == anna.id)
        self.anna, self.sanne = anna.id, sanne.id
        others = [await self._dossier(number) for number in range(3)]
        dossier = others[0]
        documents = [await self._publish(dossier, number) for number in range(DOCUMENTS)]
        for document in documents[5:]:
            await DocumentSeen(id=uuid4(), document=document, account=self.anna, first_opened_at=self.now).save()
        for number in range(5):
            state = StepState.DONE if number < 2 else StepState.TO_COME
            told = "Wij maken de akte.", "We draw up the deed."
            step = Step(f"Stap {number}", f"Step {number}", *told, state, "office", None)
            await add_step(dossier, step, actor=self.sanne, now=self.now)
        response = await self._ask(dossier)
        await self._ask(others[1])
        upload = await self._request(dossier)
        await self._request(others[2])
        token = await sessions.start(self.anna, sessions.CLIENT, now=self.now)
        return BenchOffice(self.data, token, dossier, documents[0], response, upload)

    async def _dossier(self, number: int) -> UUID:
        made = await dossiers.create_dossier(
            number=f"2026.{number}",
            title="Koopwoning Lindengracht 112",
            kind="transfer",
            handler=self.sanne,
            signing_date=None,
            actor=self.sanne,
            now=self.now,
        )
        await dossiers.give_access(made, self.anna, actor=self.sanne, now=self.now)
        return made

    async def _publish(self, dossier: UUID, number: int) -> UUID:
        size = 10 * MEBIBYTE if number == 0 else 1000

        async def body() -> AsyncIterator[bytes]:
            yield PDF_HEAD + os.urandom(size - len(PDF_HEAD))

        received = await receive(
            body(),
            storage=FolderStorage(self.data / "files"),
            keys=self.keys,
            file_id=uuid4(),
            declared_size=size,
            max_bytes=size,
        )
        category = Category.PUBLISHED if number < DOCUMENTS // 2 else Category.CORRESPONDENCE
        publication = Publication(category, f"Stuk {number}", f"Stuk {number}.pdf", received)
        return await publish(dossier, publication, actor=self.sanne, now=self.now, window=0)

    async def _ask(self, dossier: UUID) -> UUID:
        if not hasattr(self, "version"):
            self.version = await operations.import_version(questionnaire(), "meting.md", actor=self.sanne, now=self.now)
            await operations.publish(self.version, actor=self.sanne, now=self.now)
        asked = (await queries.version(self.version)).questionnaire
        return await operations.request_response(
            dossier, self.anna, asked, due_date=None, actor=self.sanne, now=self.now, window=0
        )

    async def _request(self, dossier: UUID) -> UUID:
        return await request_upload(
            dossier,
            self.anna,
            title="Paspoort",
            message="Wij hebben een kopie nodig.",
            due_date=None,
            actor=self.sanne,
            keys=self.keys,
            now=self.now,
            window=0,
        )


ID = "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' ||"
ID += " substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))"

MULTIPLY = f"""
CREATE TEMP TABLE numbers AS
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :dossiers)
    SELECT i, {ID} AS dossier, {ID} AS client FROM n;
CREATE TEMP TABLE papers AS
    WITH RECURSIVE k(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM k WHERE j < {DOCUMENTS})
    SELECT numbers.i, k.j, numbers.dossier, {ID} AS document, {ID} AS file FROM numbers CROSS JOIN k;
INSERT INTO account (id, kind, email, name, created_at)
    SELECT client, 'client', 'client' || i || '@example.com', 'Cliënt ' || i, :now FROM numbers;
INSERT INTO dossier (id, number, title, kind, handler, created_at, search)
    SELECT dossier, '2025.' || i, 'Koopwoning ' || i, 'transfer', :handler, :now, '2025.' || i || ' koopwoning'
    FROM numbers;
INSERT INTO dossier_access (id, dossier, account, created_at, made_at, published_at)
    SELECT {ID}, dossier, client, :now, :now, :now FROM numbers;
INSERT INTO stored_file (id, size, sha256, media_type, extension, created_at)
    SELECT file, 100000, hex(randomblob(32)), 'application/pdf', 'pdf', :now FROM papers;
INSERT INTO document (id, dossier, category, title, file_name, file, published_by, published_at)
    SELECT document, dossier, CASE WHEN j % 2 THEN 'published' ELSE 'correspondence' END, 'Stuk ' || j,
           'Stuk ' || j || '.pdf', file, :handler, :now FROM papers;
"""  # noqa: S608 (nothing in it comes from outside)


def multiply(path: Path, more: int) -> None:
    """Put more dossiers into the tables, each with a client of its own and twenty documents that are only rows."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -400000")
        (handler,) = connection.execute("SELECT id FROM account WHERE kind = 'staff'").fetchone()
        (now,) = connection.execute("SELECT created_at FROM dossier").fetchone()
        values = {"dossiers": more, "handler": handler, "now": now}
        for statement in MULTIPLY.split(";\n"):
            if statement.strip() and more > 0:
                connection.execute(statement, values)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
