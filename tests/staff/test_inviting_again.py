"""An invitation that did not do its work: seen, sent again, or sent to the right address; one link at most opens."""

import asyncio
from uuid import UUID

import pytest

from portal.accounts import invitations, links
from portal.accounts.invitations import NotWaiting
from portal.accounts.queries import by_email
from portal.accounts.tables import Account, OneTimeLink
from portal.audit.tables import AuditEntry
from portal.outbox import operations as outbox
from portal.outbox.tables import OutboxEvent
from tests.staff.inviting import activate, follow, invite, link
from tests.staff.working import rows
from tests.support.browser import Page, Person
from tests.support.mailroom import Mailroom
from tests.support.office import Office

BOTH = pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])


async def test_a_refused_invitation_is_shown_and_can_be_corrected(mailroom: Mailroom, dossier: UUID) -> None:
    mailroom.server.answer = "550 no such mailbox"
    sanne, noor = await invite(mailroom, email="noor@example.con", dossier=str(dossier))
    await mailroom.deliver()
    mailroom.server.answer = "250 OK"
    page = await sanne.get(f"/staff/clients/{noor}")
    assert "Mail geweigerd door de mailserver op 23 november 2026, 14.07 uur" in page.text
    row = next(row for row in rows(await sanne.get("/staff/clients"), "#clients") if "Noor" in row)
    assert "E-mail geweigerd" in row and "Verbeteren" in row
    told = (await sanne.get("/staff")).one("#unreached a")
    assert (told.text_content(), told.get("href")) == ("Noor Jansen", f"/staff/clients/{noor}#address")
    mailroom.office.clock.advance(minutes=1)
    await sanne.post(f"/staff/clients/{noor}/address", {"email": "noor@example.com"})
    await mailroom.deliver()
    assert [mail["To"] for mail in mailroom.server.arrived] == ["noor@example.com"]
    assert not (await sanne.get("/staff")).all("#unreached")
    found = await sanne.follow(await sanne.post("/staff/dossiers/searches", {"words": "noor@example.com"}))
    assert "Lindengracht" in found.text
    assert await AuditEntry.exists().where((AuditEntry.action == "address_corrected") & (AuditEntry.subject == noor))


@BOTH
async def test_the_link_that_went_to_a_wrong_address_is_dead(mailroom: Mailroom, htmx: bool) -> None:
    sanne, noor = await invite(mailroom)
    await mailroom.deliver()
    old = link(mailroom.server.arrived[0])
    assert (await follow(mailroom, old)).status == 200
    page = await sanne.post(f"/staff/clients/{noor}/address", {"email": "noor2@example.com"}, htmx=htmx)
    page = page if htmx else await sanne.follow(page)
    assert "noor2@example.com" in page.text
    assert (await follow(mailroom, old)).status == 410
    assert (await activate(mailroom, old)).status == 410
    await mailroom.deliver()
    assert mailroom.server.arrived[1]["To"] == "noor2@example.com"
    assert (await activate(mailroom, link(mailroom.server.arrived[1]))).status == 303


async def test_a_mail_that_was_under_way_to_the_wrong_address_holds_a_dead_link(mailroom: Mailroom) -> None:
    """The worker had read the old address when Sanne corrected it, and made its link right after."""
    sanne, noor = await invite(mailroom)
    await sanne.post(f"/staff/clients/{noor}/address", {"email": "noor2@example.com"})
    token = await links.make_link(noor, now=mailroom.office.clock.now(), email="noor@example.com")
    assert (await follow(mailroom, f"/activate/{token}")).status == 410


async def test_inviting_again_sends_one_mail_and_the_earlier_link_is_dead(mailroom: Mailroom) -> None:
    sanne, noor = await invite(mailroom)
    await mailroom.deliver()
    mailroom.server.answer = "451 try again later"
    await sanne.post(f"/staff/clients/{noor}/invitations")
    await mailroom.deliver()
    mailroom.server.answer = "250 OK"
    await sanne.post(f"/staff/clients/{noor}/invitations")
    mailroom.office.clock.advance(minutes=10)
    await mailroom.deliver()
    first, second = mailroom.server.arrived
    assert (await follow(mailroom, link(first))).status == 410
    assert (await follow(mailroom, link(second))).status == 200


@pytest.mark.parametrize("email", ["anna@example.com", "geen adres", ""])
async def test_a_correction_that_will_not_do_changes_nothing(mailroom: Mailroom, email: str) -> None:
    sanne, noor = await invite(mailroom)
    page = await sanne.post(f"/staff/clients/{noor}/address", {"email": email})
    assert page.status == 422
    assert page.value("email") == email
    assert (await by_email("noor@example.com")) is not None
    assert await OutboxEvent.count().where(OutboxEvent.account == noor) == 1


async def test_the_address_of_who_is_in_is_theirs_to_change(sanne: Person, anna: Person) -> None:
    for path, data in (("address", {"email": "eve@example.com"}), ("invitations", {})):
        assert (await sanne.post(f"/staff/clients/{anna.id}/{path}", data)).status == 409
    assert (await sanne.get(f"/staff/clients/{anna.id}")).all("#invitation") == []
    assert await by_email("anna@example.com") is not None


async def test_activating_and_correcting_at_once_has_one_winner(mailroom: Mailroom) -> None:
    office = mailroom.office
    for number in range(5):
        _sanne, noor = await invite(mailroom, email=f"noor{number}@example.com")
        await mailroom.deliver()
        path = link(mailroom.server.arrived[-1])
        activated, corrected = await asyncio.gather(
            activate(mailroom, path),
            invitations.correct_address(
                noor, f"eve{number}@example.com", actor=office.accounts["sanne"].id, now=office.clock.now()
            ),
            return_exceptions=True,
        )
        account = await Account.objects().get(Account.id == noor)
        assert account is not None and isinstance(activated, Page)
        is_in = activated.status == 303
        assert is_in == bool(account.password_hash) == isinstance(corrected, NotWaiting)
        assert account.email.startswith("noor" if is_in else "eve")


@pytest.mark.parametrize("refused", [True, False])
async def test_who_was_invited_so_long_ago_that_it_is_forgotten_can_be_invited_again(
    mailroom: Mailroom, refused: bool
) -> None:
    mailroom.server.answer = "550 no such mailbox" if refused else "250 OK"
    _sanne, noor = await invite(mailroom)
    await mailroom.deliver()
    mailroom.server.answer = "250 OK"
    await OutboxEvent.delete().where(OutboxEvent.account != noor)
    clock = mailroom.office.clock
    for days, links_known in ((549, 1), (7, 0)):
        clock.advance(days=days)
        await outbox.forget(now=clock.now())
        await links.forget(now=clock.now())
        assert (await OutboxEvent.count(), await OneTimeLink.count()) == (0, links_known)
        sanne = await mailroom.office.browser("sanne")
        page = await sanne.get(f"/staff/clients/{noor}")
        row = next(row for row in rows(await sanne.get("/staff/clients"), "#clients") if "Noor" in row)
        assert "Uitnodiging verlopen" in row and "Uitnodiging verlopen" in page.one(".facts").text_content()
        assert "Uitgenodigd op 23 november 2026" in page.one("#invitation").text_content()
    assert (
        "Noor"
        in (await sanne.follow(await sanne.post("/staff/clients/searches", {"words": "", "access": "invited"}))).text
    )
    await sanne.post(f"/staff/clients/{noor}/invitations")
    await mailroom.deliver()
    assert (await activate(mailroom, link(mailroom.server.arrived[-1]))).status == 303


async def test_who_was_never_invited_is_told_apart(office: Office, sanne: Person) -> None:
    await Account.update({Account.password_hash: ""}).where(Account.id == office.accounts["anna"].id)
    page = await sanne.get(f"/staff/clients/{office.accounts['anna'].id}")
    assert page.one("#invitation").text_content().count("Nog niet uitgenodigd") == 1
    assert "verlopen" not in page.text
