"""The steps of a dossier that the office publishes."""

import datetime
from dataclasses import asdict, dataclass
from uuid import UUID, uuid4

from portal import database
from portal.audit.operations import record
from portal.dossiers.operations.held import hold
from portal.dossiers.tables import ProgressStep, StepState
from portal.errors import NotFound

LAST = "SELECT coalesce(max(position), 0) AS last FROM progress_step WHERE dossier = {}"


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


async def add_step(dossier: UUID, step: Step, *, actor: UUID, now: datetime.datetime) -> UUID:
    """Add a step after the last one; raises `NotFound`."""
    async with database.transaction():
        await hold(dossier)
        last = await database.query(LAST, dossier)
        row = ProgressStep(id=uuid4(), dossier=dossier, position=last[0]["last"] + 1, **asdict(step))
        await row.save()
        await record("step_added", at=now, actor=actor, subject=dossier, step=str(row.id))
    return row.id


async def change_step(dossier: UUID, step_id: UUID, step: Step, *, actor: UUID, now: datetime.datetime) -> None:
    """Change a step of this dossier; raises `NotFound`."""
    async with database.transaction():
        changed = (
            await ProgressStep.update(asdict(step))  # type: ignore[arg-type] # Piccolo knows columns only
            .where((ProgressStep.id == step_id) & (ProgressStep.dossier == dossier))
            .returning(ProgressStep.id)
        )
        if not changed:
            raise NotFound
        await record("step_changed", at=now, actor=actor, subject=dossier, step=str(step_id))


async def remove_step(dossier: UUID, step_id: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Remove a step of this dossier; twice changes nothing."""
    is_it = (ProgressStep.id == step_id) & (ProgressStep.dossier == dossier)
    async with database.transaction():
        if await ProgressStep.delete().where(is_it).returning(ProgressStep.id):
            await record("step_removed", at=now, actor=actor, subject=dossier, step=str(step_id))
