"""Links, requests for another address and factors that nobody proved are forgotten; what still works never is."""

import re

import pytest

from portal.accounts import addresses, links
from portal.accounts.factors import operations as factors
from portal.accounts.factors.tables import FactorKind, SecondFactor
from portal.accounts.tables import Account, EmailChange, LinkPurpose, OneTimeLink
from portal.outbox import operations as outbox
from portal.outbox.events import EventKind
from portal.outbox.tables import OutboxEvent
from tests.accounts.factors import own_factor, tools
from tests.accounts.post import events
from tests.accounts.test_forgetting import perform
from tests.support.browser import Page
from tests.support.mailroom import Mailroom
from tests.support.office import PASSWORD, Office

PATHS = {
    LinkPurpose.INVITATION: "/activate",
    LinkPurpose.RESET: "/reset",
    LinkPurpose.EMAIL_CHANGE: "/email-change",
    LinkPurpose.EMAIL_UNDO: "/email-undo",
}


async def opened(office: Office, path: str, token: str) -> Page:
    """The page that a fresh browser gets to see behind a link."""
    visitor = office.visitor()
    return await visitor.follow(await visitor.get(f"{path}/{token}"))


def said(page: Page) -> str:
    """The page, without the token that differs for every browser."""
    return re.sub(r"[0-9a-f]{64}", "", page.response.text)


@pytest.mark.parametrize("purpose", PATHS)
async def test_a_link_that_was_forgotten_is_answered_as_one_that_never_was(
    office: Office, purpose: LinkPurpose
) -> None:
    path, carla = PATHS[purpose], office.accounts["carla"].id
    token = await links.make_link(carla, purpose=purpose, now=office.clock.now())
    office.clock.advance(seconds=int(links.LIFETIMES[purpose].total_seconds()))
    office.clock.advance(days=548)
    await perform(office)
    assert await OneTimeLink.count() == 1
    office.clock.advance(seconds=3600)
    await perform(office)
    assert await OneTimeLink.count() == 0
    page = await opened(office, path, token)
    assert page.status == 410
    assert said(page) == said(await opened(office, path, "never-existed"))


async def test_whoever_is_late_is_sent_another_invitation_as_long_as_the_old_one_is_known(office: Office) -> None:
    carla = office.accounts["carla"].id
    await Account.update({Account.password_hash: ""}).where(Account.id == carla)
    token = await links.make_link(carla, now=office.clock.now())
    for days, told in ((7 + 548, [EventKind.INVITATION]), (1, [])):
        office.clock.advance(days=days)
        await links.forget(now=office.clock.now())
        visitor = office.visitor()
        page = await visitor.follow(await visitor.get(f"/activate/{token}"))
        assert page.status == 410
        answer = await visitor.post(page.one("form[action='/activate/again']").get("action", ""))
        assert answer.location == "/activate/sent"
        assert await events(carla) == told
        await OutboxEvent.delete(force=True)


async def test_a_link_that_works_is_never_forgotten(office: Office) -> None:
    used, open_ = [await links.make_link(office.accounts[name].id, now=office.clock.now()) for name in ("anna", "bas")]
    await links.use_link(used, now=office.clock.now())
    office.clock.advance(days=6)
    await links.forget(now=office.clock.now())
    assert await OneTimeLink.count() == 2
    assert (await opened(office, "/activate", open_)).status == 200


async def ask(mailroom: Mailroom) -> None:
    """Have Anna ask for another address."""
    anna = await mailroom.office.browser("anna")
    asked = await anna.post("/account/email", {"email": "anna.nieuw@example.com", "current": PASSWORD})
    assert asked.status == 303


async def forget_all(office: Office) -> None:
    """Twice, for a request waits for its mails and links."""
    for _hour in range(2):
        for work in (outbox, links, addresses):
            await work.forget(now=office.clock.now())


async def test_a_request_for_another_address_is_forgotten_with_its_mails_and_links(mailroom: Mailroom) -> None:
    office = mailroom.office
    await ask(mailroom)
    await mailroom.deliver()
    office.clock.advance(days=548, hours=1)
    await forget_all(office)
    assert (await OutboxEvent.count(), await OneTimeLink.count(), await EmailChange.count()) == (0, 1, 1)
    office.clock.advance(days=1)
    await forget_all(office)
    assert (await OutboxEvent.count(), await OneTimeLink.count(), await EmailChange.count()) == (0, 0, 0)
    account = await Account.objects().get(Account.id == office.accounts["anna"].id)
    assert account is not None and account.email == "anna@example.com"


async def test_a_request_whose_mail_goes_out_late_can_still_be_confirmed_and_undone(mailroom: Mailroom) -> None:
    """The office had a mail sent again that the mail server did not take, a year and a half after it was asked for."""
    office = mailroom.office
    mailroom.server.answer = "550 no such mailbox"
    await ask(mailroom)
    await mailroom.deliver()
    office.clock.advance(days=548)
    (lost,) = await OutboxEvent.objects()
    assert await outbox.retry(lost.id, lost.account, now=office.clock.now()) == 1
    mailroom.server.answer = "250 OK"
    office.clock.advance(hours=30)
    await forget_all(office)
    assert await OneTimeLink.count() == 0
    await mailroom.deliver()
    visitor = office.visitor()
    for path, form, status in (
        ("/email-change", {}, 303),
        ("/email-undo", {"password": "five other loose words"}, 303),
    ):
        found = re.search(rf"{path}/[\w-]+", mailroom.server.arrived[-1].get_body(("plain",)).get_content())
        assert found is not None
        await visitor.get(found.group(0))
        await forget_all(office)
        assert (await visitor.post(path, form)).status == status
        await mailroom.deliver()


async def test_a_factor_that_nobody_proved_is_forgotten_after_a_week(office: Office) -> None:
    await own_factor(office, "anna")
    account = office.accounts["anna"].id
    await factors.begin(account, FactorKind.SMS, "+31612345678", tools=tools(office))
    for days, kinds in ((7, {"app", "sms"}), (1, {"app"})):
        office.clock.advance(days=days)
        await factors.forget(now=office.clock.now())
        assert {row["kind"] for row in await SecondFactor.select(SecondFactor.kind)} == kinds
