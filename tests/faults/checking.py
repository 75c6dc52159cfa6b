"""Looks behind the server's back, and names everything that is lost, half there, doubled or seen too early."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

from portal.adapters.encryption import CannotDecrypt, KeyRing
from portal.adapters.storage import FolderStorage
from portal.files.reading import STEP
from portal.questionnaires.draft import opened
from tests.faults.acts import Act, Kind, Ledger, Upload
from tests.faults.postgres import PostgresConnection
from tests.faults.preparing import MARKER


class Witness:
    """Reads the data folder of a server, and its database. A finding begins with the kind of act that it is about.

    The database is the file in that folder, or the one of PostgreSQL at `url`.
    """

    def __init__(self, data: Path, keys: KeyRing, url: str = "") -> None:
        self._data, self._keys, self._url = data, keys, url
        self._storage = FolderStorage(data / "files")
        self._scanned: dict[Path, int] = {}

    def findings(self, ledger: Ledger) -> list[str]:
        """What is wrong with the acts of one life, and with the data folder as a whole."""
        with closing(self._connect()) as connection:
            look = Look(connection, self._keys, self.bytes_of)
            return [
                *look.uploads(ledger),
                *(found for act in ledger.confirmations for found in look.confirmation(act, ledger)),
                *(found for act in ledger.completions for found in look.completion(act)),
                *look.steps(ledger),
                *look.whole(),
                *self._in_the_clear(),
            ]

    def _connect(self) -> Any:
        if self._url:
            return PostgresConnection(self._url)
        connection = sqlite3.connect(f"file:{self._data / 'portal.sqlite'}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        return connection

    def bytes_of(self, file: object) -> bytes | None:
        """The plaintext of a stored file; None when it is not there or not whole."""
        key = UUID(str(file))
        try:
            with closing(self._keys.unseal(self._storage.open_reader(key), file_id=key)) as stream:
                return b"".join(iter(lambda: stream.read(STEP), b""))
        except (OSError, CannotDecrypt):
            return None

    def _in_the_clear(self) -> Iterator[str]:
        """Every file that changed since the last look is searched for what only Anna may read."""
        for path in (path for path in self._data.rglob("*") if path.is_file()):
            changed = path.stat().st_mtime_ns
            if self._scanned.get(path) != changed:
                self._scanned[path] = changed
                if MARKER.encode() in path.read_bytes():
                    yield f"disk: {path.name} holds an answer or a file in the clear"


class Look:
    """One look at the database, in which `bytes_of` reads a stored file."""

    def __init__(self, connection: Any, keys: KeyRing, bytes_of: Any) -> None:
        self._connection, self._keys, self._bytes_of = connection, keys, bytes_of

    def uploads(self, ledger: Ledger) -> Iterator[str]:
        """An acknowledged file is there, once, byte for byte; any other is there or not, and whole if it is."""
        yield from self._files(ledger.uploads, "uploaded_file", "request", "file_added")
        yield from self._files(ledger.answer_files, "response_file", "response", "answer_file_added")

    def _files(self, acts: list[Upload], table: str, owner: str, action: str) -> Iterator[str]:
        for act in acts:
            rows = self._rows(
                f"SELECT u.name, u.file, f.sha256, f.size FROM {table} u JOIN stored_file f ON f.id = u.file "
                "WHERE u.id = ?",
                act.subject,
            )
            if act.is_acknowledged and not rows:
                yield f"{act.kind}: {act.name} was acknowledged and is lost"
            for row in rows:
                content = self._bytes_of(row["file"]) or b""
                if (row["name"], row["sha256"], row["size"]) != (act.name, act.sha256, len(act.content)):
                    yield f"{act.kind}: the row of {act.name} says something else"
                if hashlib.sha256(content).hexdigest() != act.sha256:
                    yield f"{act.kind}: the bytes of {act.name} are not those that were sent"
        for subject in {act.request for act in acts}:
            if self._count(f"{table} WHERE {owner} = ?", subject) != self._audited(action, subject):
                yield f"{action}: not one audit entry for each file"

    def confirmation(self, act: Act, ledger: Ledger) -> Iterator[str]:
        """All files or none, once; and nothing is a document before it was confirmed."""
        (request,) = self._rows("SELECT state, reference FROM upload_request WHERE id = ?", act.subject)
        documents = self._rows(
            "SELECT file_name, f.sha256 FROM document d JOIN stored_file f ON f.id = d.file "
            "WHERE d.answers = ? AND d.category = 'supplied' AND d.reference = ?",
            act.subject,
            request["reference"],
        )
        found = (request["state"], bool(request["reference"]), self._audited("upload_confirmed", act.subject))
        all_documents = self._count("document WHERE answers = ?", act.subject)
        supplied = sorted((row["file_name"], row["sha256"]) for row in documents)
        added = sorted((upload.name, upload.sha256) for upload in ledger.uploads_to(act.subject))
        is_done = (*found, supplied) == ("completed", True, 1, added) and all_documents == len(added)
        is_undone = found == ("open", False, 0) and all_documents == 0
        yield from _all_or_nothing(act, is_done=is_done, is_undone=is_undone, found=(*found, all_documents))

    def completion(self, act: Act) -> Iterator[str]:
        """The answers, the document, the job of its PDF, the reference and the audit entry: all or none, once."""
        (response,) = self._rows(
            "SELECT state, reference, revision, answers FROM questionnaire_response WHERE id = ?", act.subject
        )
        found = (
            response["state"],
            bool(response["reference"]),
            response["revision"],
            self._count("document WHERE answers = ?", act.subject),
            self._count("job WHERE kind = 'response_pdf' AND subject = ?", act.subject),
            self._audited("questionnaire_completed", act.subject),
        )
        is_done, is_undone = found == ("completed", True, 2, 1, 1, 1), found == ("open", False, 1, 0, 0, 0)
        yield from _all_or_nothing(act, is_done=is_done, is_undone=is_undone, found=found)
        if MARKER not in opened(response["answers"], act.subject, self._keys).answers.values():
            yield "completion: an answer is lost"

    def steps(self, ledger: Ledger) -> Iterator[str]:
        """What is kept is what was acknowledged last, or what was under way after it."""
        if not ledger.steps:
            return
        response = ledger.bundle.response
        (row,) = self._rows("SELECT revision, answers FROM questionnaire_response WHERE id = ?", response)
        kept = opened(row["answers"], response, self._keys).answers.get("/data/wie/naam", "")
        acknowledged = [act.typed for act in ledger.steps if act.is_acknowledged]
        unknown = [act.typed for act in ledger.steps if act.is_acknowledged is None]
        if kept not in [*acknowledged[-1:], *unknown, *([] if acknowledged else [""])]:
            yield f"step: {acknowledged[-1:]} was acknowledged, {kept!r} is kept"
        if row["revision"] != self._audited("answers_saved", response):
            yield "step: not one audit entry for each revision"

    def whole(self) -> Iterator[str]:
        """What holds for the database as a whole."""
        if isinstance(self._connection, sqlite3.Connection):  # PostgreSQL answers for itself
            if (answer := self._rows("PRAGMA integrity_check")[0][0]) != "ok":
                yield f"database: {answer}"
            if self._rows("PRAGMA foreign_key_check"):
                yield "database: a row points to a row that is not there"
        for row in self._rows("SELECT id FROM stored_file WHERE id NOT IN (SELECT file FROM uploaded_file)"):
            if self._bytes_of(row["id"]) is None:
                yield "disk: a row points to bytes that are not there"
        for kind, table in (("UP", "upload_request"), ("VL", "questionnaire_response")):
            given = self._rows(f"SELECT reference FROM {table} WHERE reference <> ''")
            last = self._rows("SELECT coalesce(sum(last), 0) FROM reference_counter WHERE id LIKE ?", f"{kind}-%")[0][0]
            if len({row[0] for row in given}) != len(given) or len(given) != last:
                yield f"{kind}: a reference was given twice, or to nothing"

    def _rows(self, sql: str, *args: object) -> list[Any]:
        return list(self._connection.execute(sql, args).fetchall())

    def _count(self, what: str, *args: object) -> int:
        return int(self._rows(f"SELECT count(*) FROM {what}", *args)[0][0])

    def _audited(self, action: str, subject: UUID) -> int:
        return self._count("audit_entry WHERE action = ? AND subject = ?", action, subject)


def _all_or_nothing(act: Act, *, is_done: bool, is_undone: bool, found: object) -> Iterator[str]:
    if act.is_acknowledged and not is_done:
        yield f"{act.kind}: it was acknowledged and is {'lost' if is_undone else f'half there: {found}'}"
    elif not is_done and not is_undone:
        yield f"{act.kind}: it is half there: {found}"


def kinds(findings: list[str]) -> set[str]:
    """Which acts the findings are about."""
    return {finding.partition(":")[0] for finding in findings} & set(Kind)
