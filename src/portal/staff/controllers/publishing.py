"""The form that publishes, read as it comes: its fields first, and each file right after its title."""

from collections.abc import AsyncIterator
from uuid import UUID

from litestar.datastructures import State

from portal.files.limits import limits_of
from portal.files.receiving import FileRefused
from portal.i18n import gettext as _
from portal.staff.forms.publishing import Destination, read_destination
from portal.staff.operations import publish_file
from portal.staff.reading import Reading, Refused, Typed
from portal.web.bodies import Part
from portal.web.refusals import explain
from portal.web.rendering import PortalRequest


class Publishing:
    """One form on its way in: the fields come first, and each file right after its title."""

    def __init__(self, request: PortalRequest, state: State, dossier: UUID, people: list[UUID]) -> None:
        self.request, self.state, self.dossier, self.people = request, state, dossier, people
        self.values: dict[str, list[str]] = {}
        self.errors: dict[str, str] = {}
        self.destination: Destination | None = None
        self.has_files = False

    async def read(self, parts: AsyncIterator[Part]) -> None:
        """Take every part of the form as it comes."""
        async for part in parts:
            if not part.is_file:
                self.values.setdefault(part.name, []).append(await part.text())
            elif part.file_name:
                self.has_files = True
                await self._take(part)
        self._decide()
        if not self.has_files:
            self.errors.setdefault("file-1", _("Choose a file."))

    async def _take(self, part: Part) -> None:
        """Publish one file, or remember why not; its title is forgotten once it is there."""
        destination = self._decide()
        if destination is None:
            self.errors.setdefault(part.name, _("Choose this file again."))
            return
        title_field = part.name.replace("file-", "title-", 1)
        reading = Reading(Typed(self.values))
        title = reading.text(title_field)
        if reading.errors:
            self.errors |= reading.errors
            return
        limits = limits_of(self.state.settings)
        try:
            await publish_file(
                self.dossier,
                destination,
                title=title,
                file_name=part.file_name,
                chunks=part.chunks,
                storage=self.state.storage,
                keys=self.state.key_ring,
                max_bytes=limits.max_bytes,
                actor=self.request.user.id,
                now=self.state.clock.now(),
                window=self.state.settings.notify_window,
            )
        except FileRefused as refusal:
            self.errors[part.name] = explain(refusal, part.file_name, limits)
        else:
            self.values.pop(title_field, None)

    def _decide(self) -> Destination | None:
        """Where to publish; what comes after the first file cannot change it."""
        if self.destination is None:
            try:
                self.destination = read_destination(Typed(self.values), people=self.people)
            except Refused as error:
                self.errors |= error.errors
        return self.destination
