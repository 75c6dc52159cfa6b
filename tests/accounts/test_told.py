"""Whatever happens to the safety of an account, its person reads by e-mail: at the right address, in their language."""

import dataclasses
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage

import pytest

from portal import i18n
from portal.accounts import links
from portal.accounts.factors import halfway
from portal.accounts.factors.guessing import PER_HOUR
from portal.accounts.factors.halfway import TRIES
from portal.accounts.sign_in import TOLD_AFTER
from portal.accounts.tables import LinkPurpose
from portal.notifications.account_wording import AccountNews, of_account
from portal.outbox.events import EventKind
from portal.outbox.tables import OutboxEvent
from tests.accounts.factors import code_now, give_app, own_factor, sign_in, wrong_code
from tests.accounts.post import events
from tests.accounts.sms.texting import code_of, give_sms
from tests.accounts.test_passkeys import ORIGIN, enrol
from tests.support.browser import Person
from tests.support.mailroom import Mailroom
from tests.support.office import PASSWORD, Office

ANNA, NEW = "anna@example.com", "anna.nieuw@example.com"
ANOTHER = "five other loose words"
SHORT = "twaalf tekens"


@dataclass
class Scene:
    """Anna's account, and who does something to it; `quiet` forgets the mails that preparing it caused."""

    mailroom: Mailroom

    @property
    def office(self) -> Office:
        return self.mailroom.office

    async def quiet(self) -> None:
        await OutboxEvent.delete(force=True)

    async def anna(self) -> Person:
        return await self.office.browser("anna")

    async def link(self, purpose: LinkPurpose) -> str:
        account = self.office.accounts["anna"].id
        return await links.make_link(account, purpose=purpose, now=self.office.clock.now())

    async def link_in_last_mail(self) -> str:
        await self.mailroom.deliver()
        text = self.mailroom.server.arrived[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
        return re.findall(r"https://portaal\.vanaemstel\.example(/email-(?:change|undo)/[\w-]+)", text)[0]


async def a_new_device(scene: Scene) -> None:
    await sign_in(scene.office.visitor(), scene.office, "anna")
    await scene.quiet()
    await sign_in(scene.office.visitor(), scene.office, "anna")


async def many_wrong_passwords(scene: Scene) -> None:
    visitor = scene.office.visitor()
    for number in range(TOLD_AFTER + 5):
        visitor.come_from(f"192.0.2.{number}")
        await sign_in(visitor, scene.office, "anna", "wrong")


async def many_wrong_codes(scene: Scene) -> None:
    wrong = wrong_code(scene.office, await give_app(scene.office, "anna"))
    await scene.quiet()
    for _sign_in in range(PER_HOUR // TRIES):
        visitor = scene.office.visitor()
        await sign_in(visitor, scene.office, "anna")
        for _try in range(TRIES):
            await visitor.post("/login/code", {"code": wrong})


async def many_wrong_recovery_codes(scene: Scene) -> None:
    await give_app(scene.office, "anna")
    await scene.quiet()
    for _sign_in in range(PER_HOUR // TRIES):
        visitor = scene.office.visitor()
        await sign_in(visitor, scene.office, "anna")
        for _try in range(TRIES):
            await visitor.post("/login/recovery-code", {"recovery_code": "0000-0000"})


async def a_second_step_that_nobody_finished(scene: Scene) -> None:
    await give_app(scene.office, "anna")
    await scene.quiet()
    await sign_in(scene.office.visitor(), scene.office, "anna")
    scene.office.clock.advance(minutes=11)
    await halfway.sweep(now=scene.office.clock.now())


async def an_app_added(scene: Scene) -> None:
    anna = await scene.anna()
    key = (await anna.get("/account/two-step/app")).one("#key").text_content().replace(" ", "")
    await anna.post("/account/two-step/app", {"code": code_now(scene.office, key)})


async def a_passkey_added(scene: Scene) -> None:
    await enrol(await scene.anna())


async def give_number(scene: Scene, number: str) -> None:
    anna = await scene.anna()
    await anna.post("/account/two-step/sms", {"number": number})
    await anna.post("/account/two-step/sms/code", {"code": await code_of(scene.office)})


async def a_number_added(scene: Scene) -> None:
    await give_number(scene, "06 12 34 56 78")


async def another_number(scene: Scene) -> None:
    await give_sms(scene.office, "anna")
    await scene.quiet()
    await give_number(scene, "06 87 65 43 21")


async def turn_off(scene: Scene, **typed: str) -> None:
    anna = await scene.anna()
    link = (await anna.get("/account/two-step")).all("a[href$=removal]")[0].get("href", "")
    assert (await anna.post(link, typed)).location == "/account/two-step"


async def one_of_two_turned_off(scene: Scene) -> None:
    await own_factor(scene.office, "anna")
    await give_sms(scene.office, "anna")
    await scene.quiet()
    await turn_off(scene)


async def the_last_turned_off_with_another_password(scene: Scene) -> None:
    await own_factor(scene.office, "anna")
    await turn_off(scene, current=PASSWORD, password=ANOTHER)


async def another_password(scene: Scene) -> None:
    anna = await scene.anna()
    await anna.post("/account/password", {"current": PASSWORD, "password": ANOTHER})


async def a_password_by_link(scene: Scene) -> None:
    visitor = scene.office.visitor()
    await visitor.get(f"/reset/{await scene.link(LinkPurpose.RESET)}")
    await visitor.post("/reset", {"password": ANOTHER})


async def the_recovery_code_used(scene: Scene) -> None:
    anna = await scene.anna()
    key = (await anna.get("/account/two-step/app")).one("#key").text_content().replace(" ", "")
    done = await anna.post("/account/two-step/app", {"code": code_now(scene.office, key)})
    code = (await anna.follow(done)).one("#recovery-code").text_content()
    await scene.quiet()
    visitor = scene.office.visitor()
    await sign_in(visitor, scene.office, "anna")
    assert (await visitor.post("/login/recovery-code", {"recovery_code": code})).status == 303


async def a_recovery_code_made(scene: Scene) -> None:
    await own_factor(scene.office, "anna")
    await (await scene.anna()).post("/account/recovery-code")


async def reset_by_the_office(scene: Scene) -> None:
    await own_factor(scene.office, "anna")
    sanne, page = await scene.office.browser("sanne"), f"/staff/clients/{scene.office.accounts['anna'].id}"
    assert (await sanne.post(f"{page}/two-step-reset", {"check": "desk", "paper": "passport"})).location == page


async def another_address(scene: Scene) -> None:
    await (await scene.anna()).post("/account/email", {"email": NEW, "current": PASSWORD})
    visitor = scene.office.visitor()
    await visitor.get(await scene.link_in_last_mail())
    assert (await visitor.post("/email-change")).location == "/email-change/done"


async def another_address_undone(scene: Scene) -> None:
    await another_address(scene)
    visitor = scene.office.visitor()
    await visitor.get(await scene.link_in_last_mail())
    assert (await visitor.post("/email-undo", {"password": ANOTHER})).status == 303


async def her_address_wanted_by_somebody_else(scene: Scene) -> None:
    bas = await scene.office.browser("bas")
    await bas.post("/account/email", {"email": ANNA, "current": PASSWORD})


Told = list[tuple[EventKind, str]]
TOLD: list[tuple[Callable[[Scene], Awaitable[None]], Told]] = [
    (a_new_device, [(EventKind.NEW_DEVICE, ANNA)]),
    (many_wrong_passwords, [(EventKind.SIGN_INS_REFUSED, ANNA)]),
    (many_wrong_codes, [(EventKind.CODES_GUESSED, ANNA)]),
    (many_wrong_recovery_codes, [(EventKind.CODES_GUESSED, ANNA)]),
    (a_second_step_that_nobody_finished, [(EventKind.SECOND_STEP_LEFT, ANNA)]),
    (an_app_added, [(EventKind.FACTOR_ADDED, ANNA)]),
    (a_passkey_added, [(EventKind.FACTOR_ADDED, ANNA)]),
    (a_number_added, [(EventKind.FACTOR_ADDED, ANNA)]),
    (another_number, [(EventKind.NUMBER_CHANGED, ANNA)]),
    (one_of_two_turned_off, [(EventKind.FACTOR_REMOVED, ANNA)]),
    (
        the_last_turned_off_with_another_password,
        [(EventKind.PASSWORD_CHANGED, ANNA), (EventKind.FACTOR_REMOVED, ANNA)],
    ),
    (another_password, [(EventKind.PASSWORD_CHANGED, ANNA)]),
    (a_password_by_link, [(EventKind.PASSWORD_CHANGED, ANNA)]),
    (the_recovery_code_used, [(EventKind.RECOVERY_CODE_USED, ANNA)]),
    (a_recovery_code_made, [(EventKind.RECOVERY_CODE_MADE, ANNA)]),
    (reset_by_the_office, [(EventKind.FACTORS_RESET, ANNA)]),
    (another_address, [(EventKind.EMAIL_CHANGE, NEW), (EventKind.EMAIL_CHANGED, ANNA)]),
    (
        another_address_undone,
        [(EventKind.EMAIL_CHANGE, NEW), (EventKind.EMAIL_CHANGED, ANNA), (EventKind.PASSWORD_CHANGED, ANNA)],
    ),
    (her_address_wanted_by_somebody_else, [(EventKind.EMAIL_IN_USE, ANNA)]),
]


@pytest.fixture
def scene(mailroom: Mailroom) -> Iterator[Scene]:
    """The office at an address where browsers allow passkeys."""
    state = mailroom.office.app.state
    before = state.settings
    state.settings = dataclasses.replace(before, base_url=ORIGIN)
    yield Scene(mailroom)
    state.settings = before


def title_of(kind: EventKind, language: str) -> str:
    """The subject of such a mail."""
    with i18n.speaking(language):
        return of_account(AccountNews(kind, "https://portaal.vanaemstel.example/", "020")).title


def read(mails: list[EmailMessage]) -> list[tuple[str, str, str]]:
    return [(str(mail["To"]), str(mail["Content-Language"]), str(mail["Subject"])) for mail in mails]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("happens", "told"), TOLD, ids=[happens.__name__ for happens, _told in TOLD])
async def test_the_person_is_told_at_the_right_address_in_their_language(
    scene: Scene, happens: Callable[[Scene], Awaitable[None]], told: Told, language: str
) -> None:
    mailroom = scene.mailroom
    off = {f"is_told_of_{news}": False for news in ("documents", "questionnaires", "upload_requests", "reminders")}
    await mailroom.change("anna", language=language, **off)
    await mailroom.change("bas", language="en" if language == "nl" else "nl")
    await happens(scene)
    await mailroom.deliver()
    wanted = [(address, language, title_of(kind, language)) for kind, address in told]
    assert read(mailroom.server.arrived) == wanted
    assert set(mailroom.server.recipients) == {address for _kind, address in told}


async def test_ten_wrong_passwords_are_told_once_a_day_and_nobody_else_hears_of_it(scene: Scene) -> None:
    office, anna = scene.office, scene.office.accounts["anna"].id
    for _time in range(3):
        await many_wrong_passwords(scene)
        office.clock.advance(minutes=16)
    assert await events(anna) == [EventKind.SIGN_INS_REFUSED]
    await scene.mailroom.deliver()
    office.clock.advance(hours=24)
    await many_wrong_passwords(scene)
    assert await events(anna) == [EventKind.SIGN_INS_REFUSED] * 2
    for _guess in range(TOLD_AFTER):
        await office.visitor().post("/login", {"email": "nobody@example.com", "password": "wrong"})
    await scene.mailroom.deliver()
    assert scene.mailroom.server.recipients == [ANNA] * 2


async def test_a_second_step_left_in_her_own_browser_is_no_news_nor_one_that_was_begun_again(scene: Scene) -> None:
    office, anna = scene.office, scene.office.accounts["anna"].id
    own = office.visitor()
    await sign_in(own, office, "anna")
    key = await give_app(office, "anna")
    await scene.quiet()
    await sign_in(own, office, "anna")
    office.clock.advance(minutes=11)
    await halfway.sweep(now=office.clock.now())
    assert await events(anna) == []
    fresh, again = office.visitor(), office.visitor()
    await sign_in(fresh, office, "anna")
    await sign_in(again, office, "anna")
    assert (await again.post("/login/code", {"code": code_now(office, key)})).status == 303
    office.clock.advance(minutes=11)
    await halfway.sweep(now=office.clock.now())
    assert await events(anna) == [EventKind.NEW_DEVICE]


def test_every_mail_about_safety_is_in_the_table(office: Office) -> None:
    from portal.notifications.operations import ABOUT_ACCOUNT

    ordinary = {
        EventKind.INVITATION,
        EventKind.PASSWORD_RESET,
        EventKind.COMPANY_ACCESS,
        EventKind.CORRECTION_ASKED,
        EventKind.SMS_SPENT,
    }
    assert {kind for _happens, told in TOLD for kind, _address in told} == ABOUT_ACCOUNT - ordinary
