"""Inviting clients: one form, one mail; and seeing what became of it."""

from uuid import UUID

import pytest

from portal.accounts.queries import by_email
from portal.dossiers.tables import DossierAccess
from tests.staff.inviting import NOOR, activate, invite, link
from tests.staff.working import rows
from tests.support.browser import Person
from tests.support.mailroom import Mailroom

BOTH = pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])


async def test_one_form_makes_an_account_with_a_dossier_and_one_mail(mailroom: Mailroom, dossier: UUID) -> None:
    sanne, noor = await invite(mailroom, dossier=str(dossier))
    await mailroom.deliver()
    (mail,) = mailroom.server.arrived
    assert mail["To"] == "noor@example.com"
    assert await DossierAccess.exists().where((DossierAccess.account == noor) & (DossierAccess.dossier == dossier))
    page = await sanne.get(f"/staff/clients/{noor}")
    assert "06 •• •• •• 87" in page.text
    assert "Koopwoning Lindengracht 112" in page.text
    assert (await activate(mailroom, link(mail))).location == "/"


@BOTH
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mobile", "020 555 01 20"),
        ("dossier", "00000000-0000-4000-8000-000000000000"),
        ("email", "noor@example.com\r\nBcc: eve@example.com"),
        ("email", "noor@example.com,eve@example.com"),
        ("name", ""),
    ],
)
async def test_what_will_not_do_is_refused_and_kept(sanne: Person, field: str, value: str, htmx: bool) -> None:
    page = await sanne.post("/staff/clients", {**NOOR, field: value}, htmx=htmx)
    assert page.status == 422
    assert page.one(f"#{field}-error") is not None
    assert page.value("language") == "nl"
    assert await by_email("noor@example.com") is None


async def test_the_form_knows_the_dossier_that_it_was_opened_for(sanne: Person, dossier: UUID) -> None:
    address = (await sanne.get(f"/staff/dossiers/{dossier}")).one("#add-person a").get("href")
    page = await sanne.get(address.partition("#")[0])
    assert [one.get("value") for one in page.all("#invite [name='dossier'][checked]")] == [str(dossier)]
    assert [one.get("value") for one in page.all("#invite [name='language'][checked]")] == ["nl"]


@BOTH
async def test_a_dossier_is_found_by_words_of_its_name_and_what_was_typed_stays(
    sanne: Person, dossier: UUID, htmx: bool
) -> None:
    page = await sanne.post("/staff/clients", {**NOOR, "dossier_words": "lindengracht"}, htmx=htmx)
    assert page.status == 200
    assert [one.get("value") for one in page.all("#invite [name='dossier']")] == ["", str(dossier)]
    assert page.one("#invite [name='dossier'][checked]").get("value") == str(dossier), "the only one it can be"
    assert page.value("name") == NOOR["name"]
    assert await by_email("noor@example.com") is None
    none = await sanne.post("/staff/clients", {**NOOR, "dossier_words": "no such", "search": "1"}, htmx=htmx)
    assert none.status == 422
    assert none.one("#dossier-error") is not None


async def test_a_closed_dossier_is_not_offered(sanne: Person, dossier: UUID) -> None:
    await sanne.post(f"/staff/dossiers/{dossier}/closing")
    searched = await sanne.post("/staff/clients", {**NOOR, "dossier_words": "lindengracht"})
    assert searched.all("#invite [name='dossier']") == []
    assert (await sanne.post("/staff/clients", {**NOOR, "dossier": str(dossier)})).status == 422


async def test_the_office_follows_an_invitation_until_it_is_activated(mailroom: Mailroom) -> None:
    sanne, noor = await invite(mailroom)
    clock = mailroom.office.clock
    seen = []

    async def look() -> None:
        page = await sanne.get(f"/staff/clients/{noor}")
        row = next(row for row in rows(await sanne.get("/staff/clients"), "#clients") if "Noor" in row)
        seen.append((page.one(".facts").text_content(), row))

    await look()
    await mailroom.deliver()
    await look()
    assert (
        "Mail geaccepteerd door de mailserver op 23 november 2026" in (await sanne.get(f"/staff/clients/{noor}")).text
    )
    clock.advance(days=8)
    sanne = await mailroom.office.browser("sanne")
    await look()
    await sanne.post(f"/staff/clients/{noor}/invitations")
    await mailroom.deliver()
    await activate(mailroom, link(mailroom.server.arrived[1]))
    await look()
    expected = ["Uitnodiging onderweg", "Uitgenodigd tot 30 nov", "Uitnodiging verlopen", "Actief"]
    for (facts, row), words in zip(seen, expected, strict=True):
        assert words in facts and words in row
    assert "Actief sinds 1 december 2026" in seen[-1][0]
    assert (await sanne.get(f"/staff/clients/{noor}")).all("#invitation") == []


async def test_no_name_reaches_the_head_of_a_mail(mailroom: Mailroom) -> None:
    """A19: what is typed as a name travels through a real server, and adds no recipient, header or line."""
    names = ("Noor\r\nBcc: eve@example.com", "Noor\nSubject: Gratis", "=?utf-8?q?Noor=0D=0ABcc:_eve?=", "{{ 7*7 }}")
    for number, name in enumerate(names):
        await invite(mailroom, name=name, formal_name=name, email=f"noor{number}@example.com")
        made = await by_email(f"noor{number}@example.com")
        assert made is not None
        assert made.name == made.formal_name == " ".join(name.split())
    await mailroom.deliver()
    assert [mail["To"] for mail in mailroom.server.arrived] == [f"noor{n}@example.com" for n in range(len(names))]
    for mail in mailroom.server.arrived:
        assert mail["Bcc"] is None
        assert mail.get_all("Subject") == ["Uw toegang tot het klantenportaal"]
        assert "Noor" not in mail.as_string() and "49" not in str(mail["Subject"])
    assert mailroom.server.recipients == [f"noor{n}@example.com" for n in range(len(names))]
