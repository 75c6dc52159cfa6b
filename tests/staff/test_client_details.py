"""What the office has of a client, corrected when they say that something is not right; and how they got in."""

import pytest

from portal.audit.tables import AuditEntry
from tests.staff.working import rows, search
from tests.support.browser import Person
from tests.support.office import PASSWORD, Office

BOTH = pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])
CHANGED = {"name": "Anna Jansen", "formal_name": "mevrouw Jansen", "mobile": "+31 6 12345687"}


def details(office: Office) -> str:
    return f"/staff/clients/{office.accounts['anna'].id}/details"


@BOTH
async def test_the_office_corrects_what_it_has_and_the_client_sees_it(
    office: Office, sanne: Person, anna: Person, htmx: bool
) -> None:
    await office.dossier(clients=("anna",))
    page = await sanne.post(details(office), CHANGED, htmx=htmx)
    assert page.location == details(office).removesuffix("/details")
    shown = await anna.get("/account")
    assert "Anna Jansen" in shown.text
    assert "06 12 34 56 87" in shown.text
    assert "mevrouw Jansen" in (await anna.get("/")).text
    assert len(rows(await search(sanne, "jansen"), "#dossiers")) == 1
    assert rows(await search(sanne, "vries"), "#dossiers") == []


async def test_the_form_holds_what_is_known_and_an_empty_number_removes_it(office: Office, sanne: Person) -> None:
    await sanne.post(details(office), CHANGED)
    form = await sanne.get(details(office))
    assert {name: form.value(name) for name in CHANGED} == {**CHANGED, "mobile": "06 12 34 56 87"}
    await sanne.post(details(office), {**CHANGED, "mobile": ""})
    assert (await sanne.get(details(office))).value("mobile") == ""


@BOTH
@pytest.mark.parametrize(("field", "value"), [("name", " "), ("name", "x" * 201), ("mobile", "020 555 01 20")])
async def test_what_will_not_do_is_refused_and_kept(
    office: Office, sanne: Person, field: str, value: str, htmx: bool
) -> None:
    page = await sanne.post(details(office), {**CHANGED, field: value}, htmx=htmx)
    assert page.status == 422
    assert page.one(f"#errors a[href='#{field}']") is not None
    assert page.value("formal_name") == "mevrouw Jansen"
    assert (await sanne.get(details(office))).value("name") != "Anna Jansen"


async def test_the_log_says_that_it_was_done_and_not_what(office: Office, sanne: Person) -> None:
    await sanne.post(details(office), CHANGED)
    (entry,) = await AuditEntry.objects().where(AuditEntry.action == "details_changed")
    assert (entry.actor, entry.subject) == (office.accounts["sanne"].id, office.accounts["anna"].id)
    assert "Jansen" not in entry.detail


async def test_only_of_a_client(office: Office, sanne: Person) -> None:
    somebody = f"/staff/clients/{office.accounts['sanne'].id}/details"
    assert (await sanne.get(somebody)).status == 404
    assert (await sanne.post(somebody, CHANGED)).status == 404


async def test_the_office_sees_who_got_in_and_who_did_not(office: Office, sanne: Person) -> None:
    for password in (PASSWORD, "iets anders dan het is"):
        await office.visitor().post("/login", {"email": "anna@example.com", "password": password, "next": ""})
    failed, succeeded = rows(await sanne.get(details(office).removesuffix("/details")), "#tried")
    assert failed.endswith("Wachtwoord Nee")
    assert succeeded.endswith("Wachtwoord Ja")
