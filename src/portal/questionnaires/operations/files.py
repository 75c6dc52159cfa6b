"""Files at questions: added as they come, and removed, until the answers are sent."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from portal import database
from portal.accounts.viewer import Viewer
from portal.adapters.crash import crash_point
from portal.adapters.encryption import KeyRing
from portal.adapters.storage import Storage
from portal.audit.operations import record
from portal.errors import Conflict, NotFound
from portal.files.delivering import Delivery, take_in
from portal.files.limits import Limits, TooManyFiles
from portal.files.names import name_for
from portal.files.operations import keep
from portal.files.receiving import ReceivedFile
from portal.questionnaires.attachments import files_at, is_file_question, limits_at
from portal.questionnaires.forms.state import NodeState
from portal.questionnaires.operations.answers import Opened, open_response
from portal.questionnaires.operations.held import ResponseClosed
from portal.questionnaires.operations.moving_files import DROP_BYTES, HOLD
from portal.questionnaires.tables import ResponseFile


class RowsMoved(Conflict):
    """A row was removed since the page was made, so that its questions may be those of another row now."""


@dataclass(frozen=True, slots=True)
class Place:
    """A question by its name on the page, and how many rows had been removed when that page was made."""

    response: UUID
    question: str
    removals: int


async def deliver_file(
    place: Place,
    delivery: Delivery,
    *,
    storage: Storage,
    keys: KeyRing,
    viewer: Viewer,
    limits: Limits,
    now: datetime.datetime,
) -> None:
    """Store a file and add it to a question of an open response; a retry of the same delivery changes nothing.

    Raises `NotFound`, `ResponseClosed`, `RowsMoved`, `TooManyFiles`, and what `take_in` raises.
    """
    opened = await open_response(place.response, viewer, keys=keys, now=now)
    if await _is_there(delivery.id, place.response):
        return
    node = _question(opened, place, limits)
    received = await take_in(delivery, storage=storage, keys=keys, limits=limits_at(node, limits))
    with database.unique_or(NotFound):  # the id came up elsewhere at the same moment
        async with database.transaction():
            await _add(place, delivery, received, viewer=viewer, keys=keys, limits=limits, now=now)
            crash_point("answer-file-added-before-commit")
    crash_point("answer-file-added-after-commit")


async def _add(
    place: Place,
    delivery: Delivery,
    received: ReceivedFile,
    *,
    viewer: Viewer,
    keys: KeyRing,
    limits: Limits,
    now: datetime.datetime,
) -> None:
    await _hold(place.response)
    opened = await open_response(place.response, viewer, keys=keys, now=now)
    if await _is_there(delivery.id, place.response):
        return
    node = _question(opened, place, limits)
    stored = await keep(received, now=now)
    await ResponseFile(
        id=delivery.id,
        response=place.response,
        question=node.ref,
        file=stored.id,
        name=name_for(delivery.name, received.content_type),
        added_at=now,
    ).save()
    subject, size = place.response, received.size
    await record("answer_file_added", at=now, actor=viewer.id, subject=subject, file=str(stored.id), size=size)


async def remove_file(
    response_id: UUID, file_id: UUID, viewer: Viewer, *, keys: KeyRing, now: datetime.datetime
) -> str:
    """Remove a file from an open response of this person; its name, empty when it was gone already."""
    async with database.transaction():
        await open_response(response_id, viewer, keys=keys, now=now)
        await _hold(response_id)
        removed = (
            await ResponseFile.delete()
            .where((ResponseFile.id == file_id) & (ResponseFile.response == response_id))
            .returning(ResponseFile.file, ResponseFile.name)
        )
        for row in removed:
            await database.query(DROP_BYTES, row["file"])
            await record("answer_file_removed", at=now, actor=viewer.id, subject=response_id, file=str(row["file"]))
    return str(removed[0]["name"]) if removed else ""


def _question(opened: Opened, place: Place, limits: Limits) -> NodeState:
    """The question that a file is for, if there is room."""
    if not opened.response.is_open:
        raise ResponseClosed(opened.response)
    node = next((each for each in opened.state.nodes if each.html_name == place.question), None)
    if node is not None and "[" in node.ref and opened.draft.removals != place.removals:
        raise RowsMoved("rows were removed")
    if node is None or not is_file_question(node):
        raise NotFound
    if len(files_at(opened.files, node.ref)) >= limits.max_files:
        raise TooManyFiles
    return node


async def _is_there(file_id: UUID, response_id: UUID) -> bool:
    """Whether this file stands in this response; raises `NotFound` when it stands in another."""
    row = await ResponseFile.select(ResponseFile.response).where(ResponseFile.id == file_id).first()
    if row is not None and row["response"] != response_id:
        raise NotFound
    return row is not None


async def _hold(response_id: UUID) -> None:
    if not await database.query(HOLD, response_id):
        raise Conflict("the response is closed")
