"""Names and titles that would be headers if they could: none of them is ever more than text."""

import re
import unicodedata
from email.message import EmailMessage
from urllib.parse import quote, unquote

import httpx
import pytest

from portal import database
from tests.attacks.conftest import a_mail
from tests.staff.working import publish
from tests.support.browser import Person
from tests.support.mailroom import Mailroom
from tests.support.office import Office
from tests.support.papers import pdf
from tests.uploads.conftest import ask
from tests.uploads.sending import put

HOSTILE = {
    "line breaks": "Anna\r\nBcc: eve@example.com\r\nX-Evil: 1\r\n\r\nGeld",
    "one half of a line break": "Anna\rBcc: eve@example.com\nX-Evil: 1",
    "line breaks of Unicode": "Anna\u2028Bcc: eve@example.com\x85X-Evil: 1\x0bX-Evil: 2",
    "NUL": "Anna\x00Bcc: eve@example.com",
    "quotes and semicolons": "Anna\"; filename=\"kwaad.exe\"; filename*=UTF-8''kwaad.exe; x='",
    "a turned direction": "Anna\u202efdp.exe\u2066",
    "an encoded word": "=?utf-8?q?Anna=0D=0ABcc:_eve=40example.com?=",
    "an address list": "eve@example.com, Anna <eve@example.com>",
    "300 characters": "Ä" * 300,
}
LONGEST = 200
MAIL_HEADERS = {
    "Subject",
    "From",
    "To",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "MIME-Version",
    "Content-Type",
    "Content-Language",
}
DISPOSITION = re.compile(
    r"(?:inline|attachment); filename=\"([ !#$&-\[\]-~]+)\"; filename\*=UTF-8''([\w.~%-]+)", re.ASCII
)
hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


@hostile
async def test_no_mail_gets_a_header_or_a_recipient_more(mailroom: Mailroom, sanne: Person, text: str) -> None:
    office, name = mailroom.office, text[:LONGEST]
    bas = await office.browser("bas", acting_for=office.organisation)
    sent = await sanne.post(
        "/staff/dossiers", {"number": "2026.1", "title": name, "kind": "will", "handler": str(sanne.id)}
    )
    dossier = (await database.query("SELECT id FROM dossier"))[0]["id"]
    await office.let_in(dossier, "anna")
    client = {"name": name, "formal_name": name, "language": "nl", "dossier": str(dossier)}
    answers = [
        sent,
        await sanne.post("/staff/clients", {**client, "email": "nieuw@example.com"}),
        await sanne.post("/staff/organisations", {**client, "company": name, "email": "baas@example.com"}),
        await bas.post("/colleagues", {"name": name, "email": "collega@example.com"}),
        await publish(sanne, dossier, [(name, f"{text}.pdf", pdf())]),
        await sanne.post(
            f"/staff/dossiers/{dossier}/upload-requests",
            {"people": str(office.accounts["anna"].id), "title": name, "message": text},
        ),
    ]
    assert [answer.status for answer in answers] == [303] * 6
    await mailroom.deliver()
    told = {"nieuw@example.com", "baas@example.com", "collega@example.com", "anna@example.com"}
    assert set(mailroom.server.recipients) == told
    assert len(mailroom.server.recipients) == len(mailroom.server.arrived)
    for mail in mailroom.server.arrived:
        check_mail(mail, told)


@hostile
async def test_no_address_is_more_than_one_recipient(mailroom: Mailroom, sanne: Person, text: str) -> None:
    form = {"name": "Anna", "language": "nl", "email": f"nieuw@example.com{text}"}
    assert (await sanne.post("/staff/clients", form)).status in {303, 422}
    await mailroom.deliver()
    for mail in mailroom.server.arrived:
        check_mail(mail, set(mailroom.server.recipients))
    assert not any(one == "eve@example.com" for one in mailroom.server.recipients)


@hostile
async def test_what_is_too_long_is_refused_and_nothing_is_sent(mailroom: Mailroom, sanne: Person, text: str) -> None:
    form = {"name": text + "x" * 201, "email": "nieuw@example.com", "language": "nl"}
    assert (await sanne.post("/staff/clients", form)).status == 422
    assert await mailroom.deliver() == 0


@hostile
async def test_no_download_gets_a_header_or_a_name_that_does_harm(
    office: Office, anna: Person, sanne: Person, text: str
) -> None:
    dossier = await office.dossier()
    letter = a_mail().replace(b'filename="bijlage.txt"', b"filename*=utf-8''" + quote(f"{text}.txt", safe="").encode())
    files = [(text[:LONGEST], f"{text}.pdf", pdf()), ("", f"{text}.eml", letter)]
    assert (await publish(sanne, dossier, files)).status == 303
    request = await ask(office, dossier, "anna")
    assert (await put(anna, request, f"{text}.pdf")).status == 200
    assert (await anna.post(f"/upload-requests/{request}/confirmation")).status == 303
    rows = await database.query("SELECT id, category FROM document")
    assert len(rows) == 3
    for row in rows:
        for path in ("content", "download", "attachments/0"):
            check_download(await anna.client.get(f"/documents/{row['id']}/{path}"), path)
            check_download(await sanne.client.get(f"/staff/documents/{row['id']}/{path}"), path)


def check_mail(mail: EmailMessage, told: set[str]) -> None:
    """Our headers, each once; what they say is ours too."""
    assert sorted(mail.keys()) == sorted(MAIL_HEADERS)
    assert mail["To"] in told
    assert len(mail["To"].addresses) == len(mail["From"].addresses) == 1
    heads = str(mail).partition("\n\n")[0]
    for foreign in ("eve@", "Anna", "kwaad", "X-Evil", "Ä", "\x00", "\u202e"):
        assert foreign not in heads.replace("anna@", ""), heads


def check_download(response: httpx.Response, path: str) -> None:
    """A name that any computer takes for a name only, said once, in ASCII and in Unicode; no header beside ours."""
    if response.status_code == 404 and "attachments" in path:  # a file that is no mail has none
        return
    if response.status_code == 303:  # a mail opens as a page, which is elsewhere
        assert re.fullmatch(r"(?:/staff)?/documents/[0-9a-f-]{36}", response.headers["location"])
        return
    assert response.status_code == 200, response.status_code
    assert "x-evil" not in response.headers
    [header] = response.headers.get_list("content-disposition") or [""]
    given = DISPOSITION.fullmatch(header)
    assert given, header
    plain, full = given[1], unquote(given[2])
    assert 0 < len(full) <= LONGEST
    assert not [char for char in full if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}], ascii(full)
    assert not set(full) & set('<>:"|?*/\\'), full
    assert full.endswith(plain[-4:])
