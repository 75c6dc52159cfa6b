"""*Klopt dit niet?*: what a client says reaches the office, sealed, and stays there until it is settled."""

from uuid import UUID

import pytest

from portal import database
from portal.accounts.tables import Account
from portal.actions.news import is_still_news
from portal.adapters.mail import SmtpMailer
from portal.audit.tables import AuditEntry
from portal.notifications.operations import deliver_due
from portal.subject_access.tables import Correction
from tests.support.browser import Page, Person
from tests.support.office import Office
from tests.support.post import PostOffice

TEXT = "Mijn tweede voornaam is Johanna,\nniet Johanne. <b>Graag</b> aanpassen."


async def say(person: Person, text: str = TEXT) -> Page:
    return await person.post("/account/correction", {"text": text})


def address_of(office: Office) -> str:
    return f"/staff/clients/{office.accounts['anna'].id}"


async def mails(office: Office, post_office: PostOffice) -> list[str]:
    """To whom mail went, with all that it said."""
    mailer = SmtpMailer(post_office.url)
    while await deliver_due(settings=office.settings, mailer=mailer, clock=office.clock, is_still_news=is_still_news):
        pass
    assert not any("Johanna" in mail.as_string() or "Anna" in mail.as_string() for mail in post_office.arrived)
    return [str(mail["To"]) for mail in post_office.arrived]


async def test_the_handler_is_told_and_finds_it(
    office: Office, anna: Person, sanne: Person, dossier: UUID, post_office: PostOffice
) -> None:
    page = await say(anna)
    assert page.location == "/account"
    assert "Uw bericht is verstuurd" in (await anna.follow(page)).text
    assert await mails(office, post_office) == ["sanne@example.com"]
    assert "Anna de Vries" in (await sanne.get("/staff")).one("[aria-labelledby=h-waiting]").text_content()
    shown = await sanne.get(address_of(office))
    assert "Mijn tweede voornaam is Johanna" in shown.text
    assert "<b>Graag" not in shown.response.text


async def test_where_nobody_handles_a_dossier_the_whole_office_is_told(
    office: Office, anna: Person, post_office: PostOffice
) -> None:
    await say(anna)
    assert await mails(office, post_office) == ["sanne@example.com"]


async def test_it_is_there_until_it_is_settled_and_what_came_later_stays(
    office: Office, anna: Person, sanne: Person
) -> None:
    await say(anna)
    seen = await sanne.get(address_of(office))
    office.clock.advance(minutes=1)
    await say(anna, "En mijn adres is verhuisd.")
    await sanne.post(f"{address_of(office)}/settlement", {"shown": seen.value("shown")})
    left = await sanne.get(address_of(office))
    assert "Johanna" not in left.text
    assert "verhuisd" in left.text
    await sanne.post(f"{address_of(office)}/settlement", {"shown": left.value("shown")})
    assert not (await sanne.get("/staff")).all("[aria-labelledby=h-waiting]")
    assert await AuditEntry.count().where(AuditEntry.action == "correction_settled") == 2


async def test_a_message_of_another_client_is_not_settled_with_it(office: Office, anna: Person, sanne: Person) -> None:
    await say(anna)
    shown = (await sanne.get(address_of(office))).value("shown")
    await sanne.post(f"/staff/clients/{office.accounts['carla'].id}/settlement", {"shown": shown})
    assert "Johanna" in (await sanne.get(address_of(office))).text


async def test_it_is_kept_sealed(office: Office, anna: Person) -> None:
    await say(anna)
    (row,) = await database.query("SELECT text FROM correction")
    assert b"Johanna" not in bytes(row["text"])
    detail = [entry.detail for entry in await AuditEntry.objects().where(AuditEntry.action == "correction_asked")]
    assert detail == [""]


@pytest.mark.parametrize("text", ["", "   ", "\x00", "x" * 2001])
async def test_nothing_and_too_much_are_refused(anna: Person, text: str) -> None:
    page = await say(anna, text)
    assert page.status == 422
    assert await Correction.count() == 0


async def test_five_in_a_day_will_do(office: Office, anna: Person) -> None:
    for _time in range(5):
        assert (await say(anna)).status == 303
    page = await say(anna)
    assert page.status == 429
    assert page.value("text").strip() == TEXT
    office.clock.advance(days=2)
    assert (await say(await office.browser("anna"))).status == 303


async def test_who_left_the_office_is_not_told(
    office: Office, anna: Person, dossier: UUID, post_office: PostOffice
) -> None:
    await Account.update({Account.is_active: False}).where(Account.id == office.accounts["sanne"].id)
    await say(anna)
    assert await mails(office, post_office) == []
