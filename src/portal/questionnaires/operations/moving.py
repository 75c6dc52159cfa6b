"""Having an open response go over to the version that is in use now; its answers come along where they fit."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal import database
from portal.adapters.encryption import KeyRing
from portal.audit.operations import record
from portal.errors import Conflict
from portal.questionnaires import queries, reading
from portal.questionnaires.compiled import definition_of, form_of
from portal.questionnaires.draft import sealed
from portal.questionnaires.forms.state import NodeState
from portal.questionnaires.moving import Move, move, moved, moved_refs, template
from portal.questionnaires.notes import sealed_notes
from portal.questionnaires.operations.answers import TRIES, Opened, opened_at
from portal.questionnaires.operations.held import Overtaken
from portal.questionnaires.operations.moving_files import move_files
from portal.questionnaires.views import ResponseView, VersionView

# Of this and of everything else that writes the response at this moment, one finds it as it was.
MOVE = """
    UPDATE questionnaire_response
    SET version = {}, answers = {}, notes = {}, title_nl = {}, title_en = {}, steps_done = {}, steps_total = {},
        revision = revision + 1, moved_at = {}, moved_from = version
    WHERE id = {} AND revision = {} AND state = 'open' RETURNING id
"""


class NothingNewer(Conflict):
    """The response is not open, has the newest version already, or a newer one was published since it was looked at."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What going over would do, whatever the person has answered: that is not for the office to see."""

    response: ResponseView
    old: VersionView
    new: VersionView
    move: Move


async def proposal(response_id: UUID) -> Proposal:
    """What having a response go over to the newest version does; raises `NotFound` or `NothingNewer`."""
    response = await queries.response_of(response_id)
    old = await queries.version(response.version)
    current = (await queries.questionnaire(old.questionnaire)).current
    if not response.is_open or current is None:
        raise NothingNewer
    new = await queries.version(current)
    if new.number <= old.number:
        raise NothingNewer
    return Proposal(response, old, new, move(await definition_of(old.id), await definition_of(new.id)))


async def move_over(response_id: UUID, version: UUID, *, actor: UUID, keys: KeyRing, now: datetime.datetime) -> None:
    """Have an open response go over to this version, the newest; raises what `proposal` does."""
    for _try in range(TRIES):
        try:
            async with database.transaction():
                proposed = await proposal(response_id)
                if proposed.new.id != version:
                    raise NothingNewer
                await _move(proposed, keys=keys, now=now)
                numbers = {"before": proposed.old.number, "after": proposed.new.number}
                await record("questionnaire_moved_over", at=now, actor=actor, subject=response_id, **numbers)
        except Overtaken:
            continue
        return
    raise Conflict("others keep writing this response")


async def to_answer(opened: Opened) -> list[NodeState]:
    """What a response that went over asks of its person since then and is not answered yet."""
    if opened.response.moved_from is None:
        return []
    before = await form_of(opened.response.moved_from)
    added = {node.ref for node in move(before.definition, opened.form.definition).added}
    asked = reading.asked_in(opened.state)
    return [node for node in asked if not node.is_submitted and template(node.ref) in added]


async def _move(proposed: Proposal, *, keys: KeyRing, now: datetime.datetime) -> None:
    response, new = proposed.response, await form_of(proposed.new.id)
    was = await opened_at(response, keys=keys, now=now)
    draft = moved(was.draft, was.form.definition, new.definition)
    steps = new.evaluate(draft.answers, language="nl", now=now, known=response.known).steps
    done = sum(reading.is_complete(step, draft) for step in steps)
    refs = moved_refs([*was.notes, *(file.question for file in was.files)], was.form.definition, new.definition)
    await move_files((file.id, refs[file.question]) for file in was.files)
    notes = {place: text for ref, text in was.notes.items() if (place := refs[ref])}
    kept = [sealed(draft, response.id, keys), sealed_notes(notes, response.id, keys) if notes else b""]
    titles = [new.title("nl")[:200], new.title("en")[:200]]
    values: list[Any] = [proposed.new.id, *kept, *titles, done, len(steps), now]
    if not await database.query(MOVE, *values, response.id, was.revision):
        raise Overtaken
