"""Importing a questionnaire, publishing it, and taking it out of use."""

import asyncio
import datetime
import re
from pathlib import PurePath
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from portal import database
from portal.audit.operations import record
from portal.errors import Conflict, NotFound
from portal.files.names import safe_name
from portal.questionnaires.forms.definition import Definition
from portal.questionnaires.forms.importing import read_form
from portal.questionnaires.tables import Questionnaire, QuestionnaireVersion
from portal.text import fold

LARGEST_SOURCE = 5_000_000

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


class NothingToPublish(Conflict):
    """The version was published already."""


async def import_version(
    source: bytes,
    file_name: str,
    *,
    actor: UUID,
    now: datetime.datetime,
    questionnaire: UUID | None = None,
) -> UUID:
    """Keep a spreadsheet as a version that is not published yet, of this questionnaire or of the one it is named after.

    Raises `FormProblems` with everything that is wrong with it; then nothing is kept.
    """
    definition = await asyncio.to_thread(read_form, source, file_name)
    async with database.transaction():
        owner = questionnaire or await _questionnaire_named(_name(file_name), definition, now=now)
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


async def _questionnaire_named(name: str, definition: Definition, *, now: datetime.datetime) -> UUID:
    row = await Questionnaire.select(Questionnaire.id).where(Questionnaire.name == name).first()
    if row is not None:
        return UUID(str(row["id"]))
    made = Questionnaire(id=uuid4(), name=name, created_at=now)
    await made.save()
    await Questionnaire.update(_titles(definition)).where(Questionnaire.id == made.id)
    return made.id


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
