"""What Anna does in one life of the server, and what she was told of each act."""

import hashlib
import os
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID, uuid4

import httpx

from portal.web import sessions
from portal.web.sessions import Browser
from tests.faults.preparing import MARKER, Bundle

SECRET = "demo-only-secret-that-production-refuses"


class Kind(StrEnum):
    """The acts after which nothing may be lost."""

    UPLOAD = "upload"
    ANSWER_FILE = "answer file"
    CONFIRMATION = "confirmation"
    STEP = "step"
    COMPLETION = "completion"


@dataclass
class Act:
    """One request to the server. `is_acknowledged` is None as long as nobody knows."""

    kind: Kind
    subject: UUID
    is_acknowledged: bool | None = None


@dataclass
class Upload(Act):
    """A file, and the request that it is added to; for an answer file, the response."""

    request: UUID = field(default_factory=uuid4)
    size: int = 0
    content: bytes = b""

    def __post_init__(self) -> None:
        padding = os.urandom(self.size // 2).hex().encode()
        self.content = b"%PDF-1.7\n% " + MARKER.encode() + b"\n" + padding + b"\n%%EOF\n"

    @property
    def name(self) -> str:
        """A name that no other file has."""
        return f"{self.subject.hex}.pdf"

    @property
    def sha256(self) -> str:
        """What the server must have."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass
class Step(Act):
    """*Volgende* on the first step, with a name that no other act types."""

    typed: str = ""
    revision: int = 0


class Client:
    """Anna's browser. An answer other than that the act was done is an error of the test or of the server."""

    def __init__(self, base_url: str, token: str, kind: str = sessions.CLIENT) -> None:
        self.csrf = Browser(token, kind, is_new=False).csrf_token(SECRET)
        name = "portal-staff" if kind == sessions.STAFF else "portal"
        self.http = httpx.AsyncClient(base_url=base_url, headers={"Cookie": f"{name}={token}"}, timeout=60)

    async def get(self, path: str) -> httpx.Response:
        """A page that must be there."""
        response = await self.http.get(path)
        assert response.status_code == 200, f"{response.status_code} for {path}"
        return response

    async def do(self, act: Act) -> None:
        """Have an act done; when the server dies on it, nobody knows whether it was."""
        try:
            response = await self._send(act)
        except httpx.TransportError:
            act.is_acknowledged = None
            return
        assert response.status_code in {200, 303}, f"{act.kind} was answered {response.status_code}"
        act.is_acknowledged = True

    async def _send(self, act: Act) -> httpx.Response:
        match act:
            case Upload():
                is_answer = act.kind is Kind.ANSWER_FILE
                place = f"questionnaires/{act.request}/questions/wensen.bewijs" if is_answer else None
                return await self.http.put(
                    f"/{place or f'upload-requests/{act.request}'}/files/{act.subject}",
                    content=act.content,
                    headers={"X-CSRF-Token": self.csrf, "X-File-Name": act.name},
                )
            case Step():
                return await self._post(
                    f"/questionnaires/{act.subject}/steps/wie",
                    {"asked": "wie.naam", "wie.naam": act.typed, "revision": str(act.revision), "do": "next"},
                )
            case Act(kind=Kind.CONFIRMATION):
                return await self._post(f"/upload-requests/{act.subject}/confirmation", {})
            case _:
                return await self._post(f"/questionnaires/{act.subject}/completion", {"revision": "1", "truthful": "1"})

    async def _post(self, path: str, data: dict[str, str]) -> httpx.Response:
        return await self.http.post(path, data={"csrf_token": self.csrf, **data})


@dataclass
class Ledger:
    """Every act of one life, as the client knows it."""

    bundle: Bundle
    uploads: list[Upload] = field(default_factory=list)
    answer_files: list[Upload] = field(default_factory=list)
    confirmations: list[Act] = field(default_factory=list)
    completions: list[Act] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def acts(self) -> list[Act]:
        """All of them."""
        return [*self.uploads, *self.answer_files, *self.confirmations, *self.completions, *self.steps]

    @property
    def unknown(self) -> list[Act]:
        """The acts that the server died on."""
        return [act for act in self.acts if act.is_acknowledged is None]

    def uploads_to(self, request: UUID) -> list[Upload]:
        """The files for one request."""
        return [upload for upload in self.uploads if upload.request == request]
