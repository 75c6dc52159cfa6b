"""The steps of a dossier that the office publishes."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from portal import database
from portal.audit.operations import record
from portal.dossiers.tables import ProgressStep, StepState
from portal.errors import NotFound


@dataclass(frozen=True, slots=True)
class Step:
    """What the office writes of one step; English may be left empty."""

    title_nl: str
    title_en: str
    explanation_nl: str
    explanation_en: str
    state: StepState
    whose_turn: str
    day: datetime.date | None

    def columns(self) -> dict[Column | str, Any]:
        """As columns of the table."""
        return {
            "title_nl": self.title_nl,
            "title_en": self.title_en,
            "explanation_nl": self.explanation_nl,
            "explanation_en": self.explanation_en,
            "state": self.state.value,
            "whose_turn": self.whose_turn,
            "day": self.day,
        }


async def add_step(dossier: UUID, step: Step, *, actor: UUID, now: datetime.datetime) -> UUID:
    """Add a step after the last one."""
    async with database.transaction():
        last = await database.query(
            "SELECT coalesce(max(position), 0) AS last FROM progress_step WHERE dossier = {}", dossier
        )
        row = ProgressStep(id=uuid4(), dossier=dossier, position=last[0]["last"] + 1)
        await row.save()
        await ProgressStep.update(step.columns()).where(ProgressStep.id == row.id)
        await record("step_added", at=now, actor=actor, subject=dossier, step=str(row.id))
    return row.id


async def change_step(dossier: UUID, step_id: UUID, step: Step, *, actor: UUID, now: datetime.datetime) -> None:
    """Change a step of this dossier; raises `NotFound`."""
    async with database.transaction():
        changed = (
            await ProgressStep.update(step.columns())
            .where((ProgressStep.id == step_id) & (ProgressStep.dossier == dossier))
            .returning(ProgressStep.id)
        )
        if not changed:
            raise NotFound
        await record("step_changed", at=now, actor=actor, subject=dossier, step=str(step_id))


async def remove_step(dossier: UUID, step_id: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Remove a step of this dossier."""
    async with database.transaction():
        await ProgressStep.delete().where((ProgressStep.id == step_id) & (ProgressStep.dossier == dossier))
        await record("step_removed", at=now, actor=actor, subject=dossier, step=str(step_id))
