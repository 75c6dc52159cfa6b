"""Importing a questionnaire, publishing it, and taking it out of use."""

import asyncio
import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePath
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from portal import database
from portal.audit.operations import record
from portal.errors import Conflict, NotFound
from portal.files.names import safe_name
from portal.questionnaires import queries
from portal.questionnaires.apart import read_apart
from portal.questionnaires.compiled import definition_of
from portal.questionnaires.forms.definition import Definition
from portal.questionnaires.forms.package import FORM_SUFFIXES, unpack
from portal.questionnaires.tables import Questionnaire, QuestionnaireVersion
from portal.text import fold

LARGEST_SOURCE = 10_000_000
"""Of all files of one questionnaire together, in bytes; the form alone may have half of it."""

# Writing a row holds it until the transaction ends, on both engines (SQLite has no FOR UPDATE).
HOLD = "UPDATE questionnaire SET name = name WHERE id = (SELECT questionnaire FROM questionnaire_version WHERE id = {})"
PUBLISH = """
    UPDATE questionnaire_version SET published_at = {}, number = 1 + (
        SELECT max(other.number) FROM questionnaire_version other
        WHERE other.questionnaire = questionnaire_version.questionnaire)
    WHERE id = {} AND published_at IS NULL RETURNING questionnaire, number, definition
"""
WITHDRAW = """
    UPDATE questionnaire_version SET withdrawn_at = {}
    WHERE questionnaire = {} AND published_at IS NOT NULL AND withdrawn_at IS NULL RETURNING id
"""
WITHDRAW_ONE = """
    UPDATE questionnaire_version SET withdrawn_at = {}
    WHERE id = {} AND published_at IS NOT NULL AND withdrawn_at IS NULL RETURNING questionnaire, number
"""


class As(StrEnum):
    """Of which questionnaire a spreadsheet becomes a version, when it is not one that was chosen."""

    NAMESAKE = "namesake"  # the one with the name of its file, made when there is none
    NEW = "new"


class NothingToPublish(Conflict):
    """The version was published already."""


async def import_version(
    source: bytes,
    file_name: str,
    *,
    actor: UUID,
    now: datetime.datetime,
    questionnaire: UUID | As = As.NAMESAKE,
) -> UUID:
    """Keep a spreadsheet, or a zip of one and its lists, as a version of a questionnaire that is not published yet.

    Raises `FormProblems` with everything that is wrong with it, or `NotFound` without the questionnaire; then nothing
    is kept.
    """
    definition, name = await asyncio.to_thread(_read, source, file_name)
    async with database.transaction():
        owner = await _owner(questionnaire, name, definition, now=now)
        version = QuestionnaireVersion(
            id=uuid4(),
            questionnaire=owner,
            source=source,
            source_name=safe_name(file_name)[:200],
            definition=definition.to_json(),
            imported_by=actor,
            imported_at=now,
        )
        await version.save()
        await record("questionnaire_imported", at=now, actor=actor, subject=version.id)
    return version.id


async def publish(version: UUID, *, actor: UUID, now: datetime.datetime) -> int:
    """Make a version the one that is asked for from now on; returns its number.

    Raises `NothingToPublish` when it was published already, `NotFound` when there is none. What was asked before keeps
    its version.
    """
    async with database.transaction():
        await database.query(HOLD, version)  # whoever publishes another version at this moment gets another number
        rows = await database.query(PUBLISH, now, version)
        if not rows:
            if not await QuestionnaireVersion.exists().where(QuestionnaireVersion.id == version):
                raise NotFound
            raise NothingToPublish
        definition = Definition.from_json(bytes(rows[0]["definition"]))
        await Questionnaire.update(_titles(definition)).where(Questionnaire.id == rows[0]["questionnaire"])
        await record("questionnaire_published", at=now, actor=actor, subject=version, number=rows[0]["number"])
    return int(rows[0]["number"])


async def withdraw_questionnaire(questionnaire: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Stop a questionnaire from being asked; who has it already can finish it. Raises `NotFound`."""
    async with database.transaction():
        if not await Questionnaire.exists().where(Questionnaire.id == questionnaire):
            raise NotFound
        if await database.query(WITHDRAW, now, questionnaire):
            await record("questionnaire_withdrawn", at=now, actor=actor, subject=questionnaire)


async def withdraw_version(version: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Take one published version out of use, so that the one before it is asked for again, if there is one.

    Who has it already can finish it. Raises `NotFound`; again, or for one that was never published, it changes nothing.
    """
    async with database.transaction():
        if not await QuestionnaireVersion.exists().where(QuestionnaireVersion.id == version):
            raise NotFound
        for row in await database.query(WITHDRAW_ONE, now, version):
            current = (await queries.questionnaire(row["questionnaire"])).current
            if current is not None:
                titles = _titles(await definition_of(current))
                await Questionnaire.update(titles).where(Questionnaire.id == row["questionnaire"])
            await record("questionnaire_version_withdrawn", at=now, actor=actor, subject=version, number=row["number"])


def packed(files: Mapping[str, bytes]) -> tuple[bytes, str]:
    """Several files of one questionnaire as one zip, and a name for it; one file stays what it is."""
    if len(files) == 1:
        (name, content), *_others = files.items()
        return content, name
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(safe_name(name), content)
    form = next((name for name in files if name.lower().endswith(FORM_SUFFIXES)), next(iter(files)))
    return buffer.getvalue(), f"{PurePath(safe_name(form)).stem}.zip"


async def _owner(chosen: UUID | As, name: str, definition: Definition, *, now: datetime.datetime) -> UUID:
    if isinstance(chosen, UUID):
        if not await Questionnaire.exists().where(Questionnaire.id == chosen):
            raise NotFound
        return chosen
    owner, is_new = await _of_name(name, definition, now=now)
    if not is_new and chosen is As.NEW:
        owner, _is_new = await _of_name(f"{name[:90]}-{uuid4().hex[:8]}", definition, now=now)
    return owner


async def _of_name(name: str, definition: Definition, *, now: datetime.datetime) -> tuple[UUID, bool]:
    """The questionnaire of this name, and whether it had to be made; one of two who ask at once makes it."""
    made = Questionnaire(id=uuid4(), name=name, created_at=now)
    put_in = Questionnaire.insert(made).on_conflict(target=Questionnaire.name, action="DO NOTHING")
    is_new = bool(await put_in.returning(Questionnaire.id))
    if is_new:
        await Questionnaire.update(_titles(definition)).where(Questionnaire.id == made.id)
    rows = await database.query("SELECT id FROM questionnaire WHERE name = {}", name)
    return rows[0]["id"], is_new


def _read(source: bytes, file_name: str) -> tuple[Definition, str]:
    """What a file holds, and the name of a questionnaire that comes of it; blocks. Raises `FormProblems`."""
    return read_apart(source, file_name), _name(unpack(source, file_name).name)


def _name(file_name: str) -> str:
    """`testament` for `Testament 2026.xlsx`: the name of the file, without what tells versions apart."""
    words = re.findall(r"[a-z]+", fold(PurePath(safe_name(file_name)).stem))
    return "-".join(words)[:100] or "questionnaire"


def _titles(definition: Definition) -> dict[Column | str, Any]:
    default = definition.title[definition.default_language]
    return {
        Questionnaire.title_nl: definition.title.get("nl", default)[:200],
        Questionnaire.title_en: definition.title.get("en", default)[:200],
    }
