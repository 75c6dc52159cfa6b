"""Another e-mail address: confirmed at the new one, told to the old one, undone from there; and nobody learns a thing."""

import asyncio
import contextvars
import re
from collections.abc import AsyncIterator
from email.message import EmailMessage
from functools import partial
from uuid import UUID

import pytest

from portal import database
from portal.accounts import addresses
from portal.accounts.links import LinkUnusable
from portal.accounts.sign_in import Place
from portal.accounts.tables import Account, EmailChange
from portal.actions.news import is_still_news
from portal.adapters.mail import SmtpMailer
from portal.audit.tables import AuditEntry
from portal.notifications.operations import deliver_due
from portal.outbox.tables import OutboxEvent
from portal.web.tables import Session
from tests.support.browser import Page, Person
from tests.support.office import PASSWORD, Office
from tests.support.post import PostOffice

NEW, ANOTHER = "anna.nieuw@example.com", "five other loose words"
UNDO = "De wijziging ongedaan maken"


@pytest.fixture
async def post(office: Office, post_office: PostOffice) -> AsyncIterator[partial[object]]:
    """Delivers what is due, and answers the mails that arrived since the last time."""
    mailer = SmtpMailer(post_office.url)

    async def deliver() -> list[EmailMessage]:
        before = len(post_office.arrived)
        while await deliver_due(
            settings=office.settings, mailer=mailer, clock=office.clock, is_still_news=is_still_news
        ):
            pass
        return post_office.arrived[before:]

    yield deliver


def link_in(mail: EmailMessage) -> str:
    """The path of the link in a mail."""
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr] # it has one
    found = re.search(r"http://portal\.test(/email-(?:change|undo)/[\w-]+)", text)
    assert found, text
    return found[1]


async def ask(person: Person, email: str = NEW, *, password: str = PASSWORD, htmx: bool = False) -> Page:
    return await person.post("/account/email", {"email": email, "current": password}, htmx=htmx)


async def address_of(office: Office, name: str = "anna") -> str:
    account = await Account.objects().get(Account.id == office.accounts[name].id)
    assert account is not None
    return account.email


async def changed(anna: Person, post) -> str:
    """Have Anna's address changed; the path of the link that undoes it."""
    await ask(anna)
    (mail,) = await post()
    await anna.get(link_in(mail))
    await anna.get("/email-change")
    assert (await anna.post("/email-change")).status == 303
    (told,) = await post()
    assert told["To"] == "anna@example.com"
    return link_in(told)


@pytest.mark.parametrize("htmx", [True, False])
async def test_the_new_address_holds_once_it_was_confirmed(office: Office, anna: Person, post, *, htmx: bool) -> None:
    page = await ask(anna, " Anna.Nieuw@Example.com ", htmx=htmx)
    assert page.location == "/account/email/sent"
    (mail,) = await post()
    assert mail["To"] == NEW
    assert "Anna" not in mail.as_string().replace(NEW, "").replace("anna", "")
    assert await address_of(office) == "anna@example.com"
    elsewhere = office.visitor()
    assert (await elsewhere.get(link_in(mail))).location == "/email-change"
    for _glance in range(3):
        assert NEW in (await elsewhere.get("/email-change")).text
    assert (await elsewhere.post("/email-change")).location == "/email-change/done"
    assert await address_of(office) == NEW
    assert (await elsewhere.post("/login", {"email": NEW, "password": PASSWORD})).status == 303
    assert (await elsewhere.post("/email-change")).status == 410


async def test_the_old_address_is_told_and_can_undo_it(office: Office, anna: Person, post) -> None:
    undo = await changed(anna, post)
    owner = office.visitor()
    await owner.get(undo)
    page = await owner.get("/email-undo")
    assert page.one("input[type=email]").get("value") == "anna@example.com"
    assert (await owner.post("/email-undo", {"password": "short"})).status == 422
    assert (await owner.post("/email-undo", {"password": ANOTHER})).status == 303
    assert await address_of(office) == "anna@example.com"
    assert (await anna.get("/")).location == "/login", "every session has ended"
    assert (await owner.get("/account")).status == 200
    wrong = await office.visitor().post("/login", {"email": "anna@example.com", "password": PASSWORD})
    assert wrong.status == 422
    again = office.visitor()
    await again.get(undo)
    assert (await again.get("/email-undo")).status == 410


async def test_who_was_first_undoes_what_came_after(office: Office, anna: Person, post) -> None:
    undo = await changed(anna, post)
    await ask(anna, "thief@example.com")
    (mail,) = await post()
    await anna.get(link_in(mail))
    await anna.post("/email-change")
    (to_second,) = await post()
    assert to_second["To"] == NEW
    owner = office.visitor()
    await owner.get(undo)
    assert (await owner.post("/email-undo", {"password": ANOTHER})).status == 303
    assert await address_of(office) == "anna@example.com"
    thief = office.visitor()
    await thief.get(link_in(to_second))
    assert (await thief.post("/email-undo", {"password": ANOTHER})).status == 410
    assert await address_of(office) == "anna@example.com"


async def test_who_undoes_wins_from_who_confirms_at_that_very_moment(office: Office, anna: Person, post) -> None:
    undo = await changed(anna, post)
    await ask(anna, "thief@example.com")
    (mail,) = await post()
    now, thief, outside = office.clock.now(), list[asyncio.Task[object]](), contextvars.copy_context()

    async def note(_account: UUID) -> None:
        """Nothing has to be noted here."""

    async def confirm(_account: UUID) -> None:
        """The thief confirms, while the owner undoes and has not finished; as far as that goes."""
        confirming = addresses.confirm(link_in(mail).rpartition("/")[2], note_person=note, now=now)
        thief.append(asyncio.create_task(confirming, context=outside))
        await asyncio.wait(thief, timeout=0.3)

    await addresses.undo(
        undo.rpartition("/")[2],
        ANOTHER,
        place=Place("192.0.2.7"),
        note_person=confirm,
        passwords=office.adapters.passwords,
        now=now,
    )
    with pytest.raises(LinkUnusable):
        await thief[0]
    assert await address_of(office) == "anna@example.com"


async def test_an_address_of_somebody_else_gets_the_same_answer_and_the_same_statements(
    office: Office, anna: Person, post
) -> None:
    await ask(anna, "warm@example.com")
    pages, statements = [], []
    for email in ("CARLA@example.com", "nobody@example.com"):
        with database.counting() as counter:
            pages.append(await ask(anna, email))
        statements.append(counter.statements)
    assert statements[0] == statements[1]
    assert pages[0].location == pages[1].location
    assert pages[0].response.content == pages[1].response.content


async def test_who_has_the_address_is_told_that_somebody_tried(office: Office, anna: Person, post) -> None:
    await Account.update({Account.language: "en"}).where(Account.id == office.accounts["carla"].id)
    await ask(anna, "carla@example.com")
    (mail,) = await post()
    assert mail["To"] == "carla@example.com"
    assert mail["Subject"] == "Somebody wanted to use your e-mail address"
    assert "/email-change/" not in mail.as_string()
    assert await address_of(office, "carla") == "carla@example.com"


async def test_an_address_that_was_taken_meanwhile_stays_with_who_took_it(office: Office, anna: Person, post) -> None:
    await ask(anna)
    (mail,) = await post()
    await Account.update({Account.email: NEW}).where(Account.id == office.accounts["carla"].id)
    await anna.get(link_in(mail))
    assert (await anna.post("/email-change")).status == 410
    assert await address_of(office) == "anna@example.com"


async def test_a_later_request_ends_an_earlier_one(office: Office, anna: Person, post) -> None:
    await ask(anna, "typo@example.com")
    (first,) = await post()
    await ask(anna)
    (second,) = await post()
    await anna.get(link_in(first))
    assert (await anna.get("/email-change")).status == 410
    await anna.get(link_in(second))
    assert (await anna.get("/email-change")).status == 200


@pytest.mark.parametrize(("hours", "status"), [(23, 200), (25, 410)])
async def test_a_link_works_for_a_day(office: Office, anna: Person, post, hours: int, status: int) -> None:
    await ask(anna)
    (mail,) = await post()
    office.clock.advance(hours=hours)
    visitor = office.visitor()
    await visitor.get(link_in(mail))
    assert (await visitor.get("/email-change")).status == status


async def test_a_link_of_one_purpose_is_of_no_use_for_another(office: Office, anna: Person, post) -> None:
    await ask(anna)
    (mail,) = await post()
    token = link_in(mail).rpartition("/")[2]
    for purpose in ("email-undo", "reset", "activate"):
        visitor = office.visitor()
        await visitor.get(f"/{purpose}/{token}")
        assert (await visitor.get(f"/{purpose}")).status == 410


async def test_it_takes_the_password(office: Office, anna: Person, post) -> None:
    page = await ask(anna, password="wrong")
    assert (page.status, page.value("email")) == (422, NEW)
    assert page.value("current") == ""
    assert await post() == []


@pytest.mark.parametrize(
    "email",
    ["", "anna", "anna@", "@example.com", "a b@example.com", "a@b.nl\r\nBcc: c@d.nl", "x" * 300 + "@example.com"],
)
async def test_what_is_no_address_is_refused(anna: Person, post, email: str) -> None:
    assert (await ask(anna, email)).status == 422
    assert await post() == []


async def test_the_address_of_now_is_refused_however_it_is_written(anna: Person) -> None:
    assert (await ask(anna, "ANNA@EXAMPLE.com")).status == 422


async def test_letters_of_any_script_do(office: Office, anna: Person, post) -> None:
    assert (await ask(anna, "ANNA@Füße.example")).status == 303
    assert (await EmailChange.objects().first()).new_address == "anna@füsse.example"
    await post()


async def test_nobody_asks_on_and_on(office: Office, anna: Person, carla: Person, post) -> None:
    for number in range(5):
        assert (await ask(anna, f"anna{number}@example.com")).status == 303
    assert (await ask(anna, "anna9@example.com")).status == 429
    office.clock.advance(hours=2)
    carlas = await office.browser("carla")
    await post()
    for _time in range(5):
        assert (await ask(carlas, NEW)).status == 303
        await post()
    assert await OutboxEvent.count().where(OutboxEvent.account == office.accounts["carla"].id) == 3, "a mail bomb"


async def test_everything_is_audited(office: Office, anna: Person, post) -> None:
    undo = await changed(anna, post)
    owner = office.visitor()
    await owner.get(undo)
    await owner.post("/email-undo", {"password": ANOTHER})
    actions = [entry.action for entry in await AuditEntry.objects().order_by(AuditEntry.id)]
    told = [action for action in actions if action.startswith("email_") or action == "password_reset"]
    assert told == ["email_change_requested", "email_changed", "email_change_undone", "password_reset"]
    assert await Session.count().where(Session.account == office.accounts["anna"].id) == 1


async def test_the_office_finds_the_dossier_by_the_new_address(
    office: Office, anna: Person, sanne: Person, post
) -> None:
    dossier = await office.dossier()
    await changed(anna, post)
    found = await sanne.follow(await sanne.post("/staff/dossiers/searches", {"words": NEW, "state": "", "handler": ""}))
    assert str(dossier) in found.response.text


async def test_a_host_header_that_lies_is_not_believed(office: Office, anna: Person, post) -> None:
    await anna.post("/account/email", {"email": NEW, "current": PASSWORD}, Host="evil.example")
    await office.visitor().post("/forgotten", {"email": "carla@example.com"}, Host="evil.example")
    mails = await post()
    assert len(mails) == 2
    assert not any("evil.example" in mail.as_string() for mail in mails)
