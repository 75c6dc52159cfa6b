"""Whatever happens to the safety of an account, its person reads by e-mail: at the right address, in their language."""

from collections.abc import Awaitable, Callable
from email.message import EmailMessage

import pytest

from portal import i18n
from portal.accounts.factors import halfway
from portal.accounts.sign_in import TOLD_AFTER
from portal.notifications.account_wording import AccountNews, of_account
from portal.outbox.events import EventKind
from tests.accounts.factors import code_now, give_app, sign_in
from tests.accounts.happening import (
    ANNA,
    NEW,
    Scene,
    a_new_device,
    a_number_added,
    a_passkey_added,
    a_password_by_link,
    a_recovery_code_made,
    a_second_step_that_nobody_finished,
    an_app_added,
    another_address,
    another_address_undone,
    another_number,
    another_password,
    her_address_wanted_by_somebody_else,
    many_wrong_codes,
    many_wrong_passwords,
    many_wrong_recovery_codes,
    one_of_two_turned_off,
    reset_by_the_office,
    the_last_turned_off_with_another_password,
    the_recovery_code_used,
)
from tests.accounts.post import events
from tests.support.mailroom import Mailroom
from tests.support.office import Office

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
def scene(at_an_address_for_passkeys: None, mailroom: Mailroom) -> Scene:
    """The office at an address where browsers allow passkeys."""
    return Scene(mailroom)


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
