"""The archive of a person, file by file: a page to read, lists by stable codes for software, and the files."""

import datetime
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from portal import templating
from portal.accounts.history import SignIns, sign_ins
from portal.accounts.tables import Account
from portal.accounts.viewer import Viewer
from portal.adapters.encryption import KeyRing
from portal.audit.queries import Position
from portal.files.reading import FileDamaged
from portal.questionnaires import queries as questionnaires
from portal.questionnaires.exporting import to_json
from portal.questionnaires.operations.answers import opened_at
from portal.questionnaires.operations.earlier import sendings
from portal.questionnaires.operations.exports import export_of
from portal.subject_access.account import details_of
from portal.subject_access.contents import PlannedAnswers, PlannedDossier, PlannedFile
from portal.subject_access.queries import Openings, openings
from portal.subject_access.zipping import Member
from portal.web.downloads import StoredBytes

FORMAT = "portal-own-data/1"
STRETCH = 500

Read = Callable[[StoredBytes], AsyncIterator[bytes]]
Page = TypeVar("Page", SignIns, Openings)


@dataclass
class Archive:
    """What goes along with one person: the plan of it, and how stored bytes are read. `office` is named on its page."""

    viewer: Viewer
    account: Account
    dossiers: list[PlannedDossier]
    keys: KeyRing
    read: Read
    office: str
    now: datetime.datetime
    damaged: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many files of the dossiers go along."""
        return sum(len(each.files) + len(each.answers) for each in self.dossiers)

    async def members(self) -> AsyncIterator[Member]:
        """Every file, in the order of the archive; one that is damaged is left out and named in `missing.json`."""
        yield self._made("index.html", self._page())
        yield self._made("account.json", _json(await details_of(self.account, self.keys, format=FORMAT)))
        yield self._made("dossiers.json", _json({"format": FORMAT, "dossiers": [_dossier(d) for d in self.dossiers]}))
        yield self._streamed("sign_ins.json", _listed(self._sign_ins, _sign_in))
        yield self._streamed("openings.json", _listed(self._openings, _opening))
        for dossier in self.dossiers:
            for answers in dossier.answers:
                yield self._made(answers.path, await self._answers(answers), answers.moment)
            for file in dossier.files:
                if member := await self._file(file):
                    yield member
        if self.damaged:
            yield self._made("missing.json", _json({"damaged": self.damaged}))

    async def _file(self, file: PlannedFile) -> Member | None:
        chunks = self.read(file.stored)
        try:
            first = await anext(chunks, b"")
        except FileDamaged:
            self.damaged.append(file.path)
            return None
        return Member(file.path, file.moment, file.stored.size, _after(first, chunks))

    async def _answers(self, answers: PlannedAnswers) -> bytes:
        language = self.viewer.language
        if answers.sending is None:
            response = await questionnaires.response(answers.response, self.viewer)
            opened = await opened_at(response, keys=self.keys, now=self.now, language=language)
        else:
            opened = (await sendings(answers.response, keys=self.keys, language=language))[answers.sending]
        return to_json(await export_of(opened, language=language))

    async def _sign_ins(self, position: Position) -> SignIns:
        return await sign_ins(self.viewer.id, position, longest=STRETCH)

    async def _openings(self, position: Position) -> Openings:
        return await openings(self.viewer, position, longest=STRETCH)

    def _page(self) -> bytes:
        context = {"account": self.account, "dossiers": self.dossiers, "office": self.office, "made_at": self.now}
        return templating.render("templates/subject_access/archive.html", context).encode()

    def _made(self, path: str, content: bytes, moment: datetime.datetime | None = None) -> Member:
        return Member(path, moment or self.now, len(content), _after(content))

    def _streamed(self, path: str, chunks: AsyncIterator[bytes]) -> Member:
        return Member(path, self.now, 0, chunks)


async def _after(first: bytes, chunks: AsyncIterator[bytes] | None = None) -> AsyncIterator[bytes]:
    yield first
    if chunks is not None:
        async for chunk in chunks:
            yield chunk


async def _listed(page: Callable[[Position], Awaitable[Page]], row: Callable[[Any], Any]) -> AsyncIterator[bytes]:
    """A list of any length as JSON, some of it at a time."""
    position, separator = Position(), b"[\n"
    while True:
        found = await page(position)
        for each in found.rows:
            yield separator + msgspec.json.encode(row(each))
            separator = b",\n"
        if found.older is None:
            break
        position = Position(before=found.older)
    yield b"[]\n" if separator == b"[\n" else b"\n]\n"


def _json(content: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(content), indent=2)


def _dossier(planned: PlannedDossier) -> dict[str, object]:
    dossier = planned.dossier
    return {
        "number": dossier.number,
        "title": dossier.title,
        "kind": dossier.kind,
        "state": dossier.state.value,
        "signing_date": dossier.signing_date,
        "handler": dossier.handler_name,
        "requests": planned.requests,
        "files": [
            {
                "path": file.path,
                "title": file.title,
                "category": file.category,
                "reference": file.reference,
                "at": file.moment,
                "size": file.stored.size,
            }
            for file in planned.files
        ],
        "answers": [
            {"path": each.path, "title": each.title, "is_sent": each.sending is not None} for each in planned.answers
        ],
    }


def _opening(opening: Any) -> Any:
    return opening  # as it stands, under the names of its fields


def _sign_in(sign_in: Any) -> dict[str, object]:
    return {
        "at": sign_in.at,
        "browser": sign_in.device.browser,
        "system": sign_in.device.system,
        "way": sign_in.way,
        "has_succeeded": sign_in.has_succeeded,
    }
