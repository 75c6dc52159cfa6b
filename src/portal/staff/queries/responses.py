"""Answers that were sent, as the office reads them; what was never sent is not here."""

from dataclasses import dataclass
from uuid import UUID

from portal.accounts.viewer import Viewer
from portal.adapters.encryption import KeyRing
from portal.errors import NotFound
from portal.questionnaires import queries as questionnaires
from portal.questionnaires.notes import Notes, opened_notes
from portal.questionnaires.operations.answers import Opened
from portal.questionnaires.operations.earlier import sendings
from portal.questionnaires.views import ResponseView, VersionView
from portal.staff.queries import require_staff


@dataclass(frozen=True, slots=True)
class Received:
    """A response that was sent at least once: how it stands now (`response`), and as it was each time (`sent`)."""

    response: ResponseView
    sent: list[Opened]
    version: VersionView
    notes: Notes

    @property
    def last(self) -> Opened:
        """What was sent the last time."""
        return self.sent[-1]

    @property
    def before(self) -> Opened | None:
        """What was sent the time before that."""
        return self.sent[-2] if len(self.sent) > 1 else None


async def received(response_id: UUID, viewer: Viewer, *, keys: KeyRing) -> Received:
    """What a person sent; raises `NotFound`, also while it was never sent."""
    require_staff(viewer)
    sent = await sendings(response_id, keys=keys)
    if not sent:
        raise NotFound
    response = await questionnaires.response_of(response_id)
    version = await questionnaires.version(sent[-1].response.version)
    return Received(response, sent, version, opened_notes(response.notes, response_id, keys))
