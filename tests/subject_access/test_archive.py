"""All data of a person as one file: complete, theirs only, with safe names, asked for by who proved to be them."""

import datetime
import io
import json
import random
import zipfile
from collections.abc import AsyncIterator
from pathlib import PurePosixPath
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import database
from portal.accounts import mobile
from portal.accounts.factors.tables import FactorKind, SecondFactor
from portal.accounts.tables import Account
from portal.audit.tables import AuditEntry
from portal.subject_access.paths import Paths
from portal.subject_access.zipping import Member, zipped
from tests.accounts.factors import give_app, own_factor, tools
from tests.accounts.sms.texting import give_sms
from tests.questionnaires.conftest import PROOF, import_and_publish
from tests.questionnaires.conftest import ask as ask_to_fill_in
from tests.questionnaires.filling import FAMILY, WISHES, Filling
from tests.support.browser import Page, Person
from tests.support.office import NOW, PASSWORD, Office
from tests.support.papers import pdf, publish
from tests.uploads.conftest import ask as ask_for_files
from tests.uploads.sending import PDF, put
from tests.uploads.test_memory import MEGABYTE, resident


def opened(page: Page) -> zipfile.ZipFile:
    """The archive, whole: every file in it has the checksum that it says."""
    assert page.status == 200
    assert page.headers["content-type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(page.response.content))
    assert archive.testzip() is None
    return archive


async def take(person: Person) -> Page:
    return await person.post("/account/archive")


async def test_papers_go_along_as_they_are(office: Office, anna: Person, dossier: UUID) -> None:
    content = pdf(pages=3)
    await publish(office, dossier, content, title="Concept", file_name="Één akte.pdf")
    archive = opened(await take(anna))
    path = "dossiers/2026.1184 Koopwoning Lindengracht 112/documents/Één akte.pdf"
    assert archive.read(path) == content
    page = archive.read("index.html").decode()
    assert "Concept" in page
    assert "%C3%89%C3%A9n%20akte.pdf" in page
    listed = json.loads(archive.read("dossiers.json"))["dossiers"]
    assert [file["path"] for file in listed[0]["files"]] == [path]
    assert json.loads(archive.read("account.json"))["email"] == "anna@example.com"


async def test_nothing_of_another_client_goes_along(office: Office, carla: Person) -> None:
    shared = await office.dossier(clients=("anna", "carla"))
    await publish(office, shared, title="Voor Anna", file_name="Voor Anna.pdf", to=("anna",))
    await publish(office, await office.dossier("2026.2"), title="Van Anna", file_name="Van Anna.pdf")
    archive = opened(await take(carla))
    assert [name for name in archive.namelist() if "Anna" in name] == []
    assert "anna@example.com" not in archive.read("index.html").decode()
    assert len(json.loads(archive.read("dossiers.json"))["dossiers"]) == 1


async def test_what_anna_set_up_goes_along_without_a_secret(office: Office, anna: Person) -> None:
    await mobile.keep(anna.id, "+31687654321", keys=office.adapters.keys)
    key = await give_app(office, "anna")
    await give_sms(office, "anna", "+31612345678")
    passkey = await own_factor(office, "anna", FactorKind.PASSKEY, "Telefoon van Anna")
    await give_sms(office, "bas", "+31611111111")
    await Account.update({Account.is_told_of_reminders: False}).where(Account.id == anna.id)
    content = opened(await take(await office.browser("anna"))).read("account.json").decode()
    told = json.loads(content)
    assert told["mobile"] == "+31687654321"
    assert told["notifications"] == {
        "documents": True,
        "questionnaires": True,
        "upload_requests": True,
        "reminders": False,
    }
    ways = {way["kind"]: way for way in told["two_step_verification"]}
    assert (ways["passkey"]["name"], ways["sms"]["number"]) == ("Telefoon van Anna", "+31612345678")
    assert datetime.datetime.fromisoformat(ways["passkey"]["added_at"]) == NOW
    assert datetime.datetime.fromisoformat(ways["sms"]["used_at"]) == NOW
    assert ways["passkey"]["used_at"] is None
    assert told["recovery_code"]["kept_at"] is None
    (kept,) = await SecondFactor.objects().where(SecondFactor.id == passkey)
    assert key not in content
    assert tools(office).unseal(kept) not in content
    assert "611111111" not in content


async def test_what_is_under_way_goes_along_as_not_sent(office: Office, anna: Person, dossier: UUID) -> None:
    upload_request = await ask_for_files(office, dossier)
    await put(anna, upload_request, "paspoort.pdf", PDF)
    archive = opened(await take(anna))
    (draft,) = [name for name in archive.namelist() if "/drafts/" in name]
    assert archive.read(draft) == PDF
    assert "nog niet verstuurd" in archive.read("index.html").decode()
    (request,) = json.loads(archive.read("dossiers.json"))["dossiers"][0]["requests"]
    assert (request["kind"], request["state"]) == ("upload", "open")


async def test_answers_go_along_sent_or_not(office: Office, anna: Person, dossier: UUID) -> None:
    response = await ask_to_fill_in(office, dossier, await import_and_publish(office, PROOF.encode(), "proef.md"))
    filling = Filling(anna, f"/questionnaires/{response}")
    await filling.open()
    await filling.send("next", FAMILY)
    archive = opened(await take(anna))
    (draft,) = [name for name in archive.namelist() if "/drafts/" in name]
    kept = json.loads(archive.read(draft))
    assert kept["completed_at"] is None
    assert "Anna de Vries" in json.dumps(kept["answers"])
    await filling.send("next", WISHES)
    await filling.check_and_send()
    names = opened(await take(anna)).namelist()
    assert [name for name in names if "/drafts/" in name] == []
    assert len([name for name in names if "/answers/VL-2026-" in name]) == 1


async def test_what_was_recorded_goes_along(office: Office, anna: Person, dossier: UUID) -> None:
    paper = await publish(office, dossier)
    await anna.get(f"/documents/{paper}/content")
    visitor = office.visitor()
    await visitor.post("/login", {"email": "anna@example.com", "password": "x"})
    archive = opened(await take(anna))
    assert json.loads(archive.read("openings.json"))[-1]["title"] == "Concept van de akte"
    assert [each["has_succeeded"] for each in json.loads(archive.read("sign_ins.json"))] == [False]


async def test_two_files_of_one_name_are_both_there(office: Office, anna: Person, dossier: UUID) -> None:
    await publish(office, dossier, pdf(1), file_name="Akte.pdf")
    await publish(office, dossier, pdf(2), file_name="akte.PDF")
    names = opened(await take(anna)).namelist()
    assert len([name for name in names if "/documents/" in name]) == 2
    assert len({name.casefold() for name in names}) == len(names)


async def test_a_damaged_paper_is_named_and_the_rest_is_there(office: Office, anna: Person, dossier: UUID) -> None:
    await publish(office, dossier, title="Goed", file_name="Goed.pdf")
    before = set(office.adapters.storage.keys())
    await publish(office, dossier, title="Stuk", file_name="Stuk.pdf")
    (key,) = set(office.adapters.storage.keys()) - before
    office.adapters.storage.delete(key)
    archive = opened(await take(anna))
    assert any(name.endswith("Goed.pdf") for name in archive.namelist())
    assert "Stuk.pdf" in json.loads(archive.read("missing.json"))["damaged"][0]


async def test_ten_minutes_after_signing_in_it_takes_the_password(office: Office, anna: Person) -> None:
    assert (await anna.get("/account/archive")).status == 200
    office.clock.advance(minutes=11)
    for refused in (await take(anna), await anna.get("/account/archive")):
        assert refused.location.startswith("/account/proof?next=")
    await anna.post("/account/proof", {"password": "wrong", "next": "/account/archive"})
    assert (await take(anna)).location.startswith("/account/proof")
    page = await anna.post("/account/proof", {"password": PASSWORD, "next": "/account/archive"})
    assert page.location == "/account/archive"
    opened(await take(anna))


async def test_it_is_noted_and_not_given_on_and_on(anna: Person) -> None:
    for _time in range(5):
        opened(await take(anna))
    with database.counting() as counter:
        refused = await take(anna)
    assert refused.status == 429
    assert not any("FROM dossier d" in sql for sql in counter.sql), "nothing is looked up for who gets nothing"
    assert "1440 minuten" in refused.text
    assert await AuditEntry.count().where(AuditEntry.action == "own_data_downloaded") == 5
    assert "Al uw gegevens, gedownload" in (await anna.get("/account/openings")).text


async def test_an_empty_life_gives_a_small_archive(carla: Person) -> None:
    archive = opened(await take(carla))
    assert json.loads(archive.read("openings.json"))[0]["is_everything"]
    assert json.loads(archive.read("sign_ins.json")) == []


@given(st.lists(st.tuples(st.text(), st.text()), max_size=20))
def test_a_path_leads_nowhere_else_and_is_given_once(names: list[tuple[str, str]]) -> None:
    paths = Paths()
    given_out = [paths.give("dossiers", *name) for name in names]
    assert len({path.casefold() for path in given_out}) == len(given_out)
    for path in given_out:
        parts = PurePosixPath(path).parts
        assert len(parts) == 3
        assert ".." not in parts
        assert "\\" not in path
        assert len(path) < 200


async def test_memory_stays_flat() -> None:
    peaks, size, noise = [], 0, random.Random(1).randbytes(MEGABYTE)

    async def chunks() -> AsyncIterator[bytes]:
        for _step in range(100):
            yield noise

    async def members() -> AsyncIterator[Member]:
        for number in range(3):
            yield Member(f"{number}.pdf", NOW, 100 * MEGABYTE, chunks())

    async for chunk in zipped(members()):
        peaks.append(resident())
        size += len(chunk)
    assert max(peaks) - peaks[0] < 30 * MEGABYTE
    assert size > 300 * MEGABYTE


@pytest.mark.parametrize("size", [0, 1, 5_000_000])
async def test_any_size_comes_back(size: int) -> None:
    async def members() -> AsyncIterator[Member]:
        async def chunks() -> AsyncIterator[bytes]:
            yield bytes(size)

        yield Member("één.bin", NOW, size, chunks())

    content = b"".join([chunk async for chunk in zipped(members())])
    assert zipfile.ZipFile(io.BytesIO(content)).read("één.bin") == bytes(size)
