"""What is measured: the requests of one client, as her browser sends them."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from portal.settings import DEMO_SECRET
from portal.web import sessions
from portal.web.sessions import Browser
from tools.bench.office import EMAIL, MEBIBYTE, PASSWORD, PDF_HEAD, BenchOffice, answers_of_step

STEP = 3
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Sent:
    """One request, and the status that its answer must have. `body` is bytes, or makes chunks."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any = b""
    expects: int = 200

    @property
    def content(self) -> Any:
        """The body, for clients that take bytes or an iterator."""
        return self.body() if callable(self.body) else self.body


@dataclass(frozen=True)
class Operation:
    """What is measured, how often, and the request for each time."""

    name: str
    times: int
    request: Callable[[int], Sent]


def operations(office: BenchOffice, times: int) -> list[Operation]:
    """Everything that one client does, the cheap things often."""
    return [
        Operation("sign in", max(5, times // 20), lambda _n: _sign_in(office)),
        *pages(office, times),
        Operation("upload of 10 MiB", max(3, times // 40), lambda _n: upload(office, 10 * MEBIBYTE)),
        Operation("download of 10 MiB", max(3, times // 40), lambda _n: download(office)),
    ]


def pages(office: BenchOffice, times: int) -> list[Operation]:
    """The pages whose cost may not depend on how many dossiers the office has."""
    return [
        Operation("start page", times, lambda _n: get(office, "/")),
        Operation("dossier, 20 documents", times, lambda _n: get(office, f"/dossiers/{office.dossier}/documents")),
        Operation("Volgende, 8 x 6 questions", times // 2, Volgende(office)),
        Operation("adding a file, removing it", times // 2, AddAndRemove(office)),
    ]


class Volgende:
    """Saving a step again and again, each time with another answer."""

    def __init__(self, office: BenchOffice) -> None:
        self.office = office
        with closing(sqlite3.connect(office.data / "portal.sqlite")) as connection:
            found = connection.execute(
                "SELECT revision FROM questionnaire_response WHERE id = ?", [str(office.response)]
            )
            (self.revision,) = found.fetchone()

    def __call__(self, number: int) -> Sent:
        """The next time; every one of them is saved."""
        fields = {**answers_of_step(STEP, self.revision), "revision": str(self.revision), "do": "next"}
        self.revision += 1
        return post(self.office, f"/questionnaires/{self.office.response}/steps/s{STEP}", fields)


class AddAndRemove:
    """Adding a small file and removing it, in turn."""

    def __init__(self, office: BenchOffice) -> None:
        self.office = office

    def __call__(self, number: int) -> Sent:
        """Another file, or the removal of the one before."""
        if number % 2 == 0:
            self.file = uuid4()
            return upload(self.office, 2_000, self.file)
        return post(self.office, f"/uploaded-files/{self.file}/removal", {})


def get(office: BenchOffice, path: str) -> Sent:
    """A page."""
    return Sent("GET", path, _headers(office))


def post(office: BenchOffice, path: str, fields: dict[str, Any]) -> Sent:
    """A form, without JavaScript."""
    headers = _headers(office)
    body = urlencode({"csrf_token": headers["X-CSRF-Token"], **fields}, doseq=True).encode()
    return Sent("POST", path, {**headers, "Content-Type": FORM}, body, expects=303)


def upload(office: BenchOffice, size: int, file: UUID | None = None) -> Sent:
    """A file, as the uploader sends it."""
    headers = {**_headers(office), "X-File-Name": "akte.pdf", "Content-Length": str(size)}

    def chunks() -> Iterator[bytes]:
        yield PDF_HEAD
        rest, chunk = size - len(PDF_HEAD), bytes(MEBIBYTE // 4)
        while rest > 0:
            yield chunk[:rest]
            rest -= len(chunk)

    return Sent("PUT", f"/upload-requests/{office.upload}/files/{file or uuid4()}", headers, chunks)


def download(office: BenchOffice) -> Sent:
    """The document of ten mebibytes."""
    return get(office, f"/documents/{office.document}/download")


def _sign_in(office: BenchOffice) -> Sent:
    return post(office, "/login", {"email": EMAIL, "password": PASSWORD, "next": ""})


def _headers(office: BenchOffice) -> dict[str, str]:
    csrf = Browser(office.token, sessions.CLIENT, is_new=False).csrf_token(DEMO_SECRET)
    return {"Cookie": f"portal={office.token}", "X-CSRF-Token": csrf}
