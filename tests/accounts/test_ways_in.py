"""Every way to a session asks for the second factor of who has one, and there is no other way (ASVS V6.3.4)."""

import ast
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import uuid4

import pytest

from portal.accounts import links
from portal.accounts.tables import Account, EmailChange, LinkPurpose
from portal.web.tables import Session
from tests.accounts.factors import code_now, give_app, sign_in, wrong_code
from tests.accounts.passkeys import ORIGIN, enrol, options
from tests.accounts.passkeys import sign_in as sign_in_with_passkey
from tests.architecture.test_routes import is_public, routes
from tests.support.authenticator import Authenticator
from tests.support.browser import Page, Person
from tests.support.office import Office

pytestmark = pytest.mark.usefixtures("at_an_address_for_passkeys")

SOURCE = Path(__file__).parents[2] / "src" / "portal"
CHOSEN = {"password": "five other loose words"}

BEGINNINGS = {"/login", "/staff/login", "/activate", "/reset", "/email-undo"}
"""What asks for the password, or has one chosen: who has a second factor is halfway after it."""
ENDINGS = {"/login/code", "/staff/login/code", "/login/recovery-code", "/staff/login/recovery-code"}
"""What lets somebody in who is halfway."""
BOTH_AT_ONCE = {"/login/passkey", "/staff/login/passkey"}
"""What is two factors by itself: the device, and whatever it asks of its user."""
NO_WAYS_IN = {
    "/login/way",
    "/staff/login/way",
    "/login/code/message",
    "/login/passkey/options",
    "/staff/login/passkey/options",
    "/login/code/passkey-options",
    "/staff/login/code/passkey-options",
    "/activate/again",
    "/activate/advice",
    "/reset/advice",
    "/email-undo/advice",
    "/email-change",
    "/forgotten",
    "/staff/forgotten",
    "/logout",
    "/staff/logout",
    "/language",
    "/staff/language",
}
Begin = Callable[[Office, str], Awaitable[tuple[Person, Page]]]


async def by_link(office: Office, name: str, path: str, purpose: LinkPurpose) -> tuple[Person, Page]:
    """Choose a password by a link of some purpose."""
    account, now, item = office.accounts[name], office.clock.now(), None
    if purpose is LinkPurpose.EMAIL_UNDO:
        item = uuid4()
        new = f"new.{account.email}"
        await EmailChange(
            id=item, account=account.id, old_address=account.email, new_address=new, requested_at=now, confirmed_at=now
        ).save()
        await Account.update({Account.email: new}).where(Account.id == account.id)
    arrived = office.visitor()
    await arrived.get(f"{path}/{await links.make_link(account.id, purpose=purpose, item=item, now=now)}")
    page, visitor = await arrived.post(path, CHOSEN), office.visitor(account.kind)
    visitor.client.cookies.update(arrived.client.cookies)  # the same browser, which goes on at the door of its kind
    return visitor, page


async def password(office: Office, name: str) -> tuple[Person, Page]:
    visitor = office.visitor(office.accounts[name].kind)
    return visitor, await sign_in(visitor, office, name)


async def invitation(office: Office, name: str) -> tuple[Person, Page]:
    return await by_link(office, name, "/activate", LinkPurpose.INVITATION)


async def reset(office: Office, name: str) -> tuple[Person, Page]:
    return await by_link(office, name, "/reset", LinkPurpose.RESET)


async def undone(office: Office, name: str) -> tuple[Person, Page]:
    return await by_link(office, name, "/email-undo", LinkPurpose.EMAIL_UNDO)


WAYS = [(password, "anna"), (password, "sanne"), (invitation, "anna"), (invitation, "sanne")]
WAYS += [(reset, "anna"), (reset, "sanne"), (undone, "anna")]


async def sessions_of(office: Office, name: str) -> list[str]:
    """The ways in which somebody is signed in now."""
    return [session.way for session in await Session.objects().where(Session.account == office.accounts[name].id)]


def test_every_public_form_is_a_known_way_in_or_none(office: Office) -> None:
    found = {path for path, handler in routes(office.app) if is_public(handler) and "POST" in handler.http_methods}
    assert found == BEGINNINGS | ENDINGS | BOTH_AT_ONCE | NO_WAYS_IN


def test_a_session_begins_in_one_place_that_only_these_reach() -> None:
    callers: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                callers.setdefault(name, set()).add(path.relative_to(SOURCE).as_posix())
    assert callers["sessions.start"] == {"accounts/sign_in.py"}
    assert callers["enter"] == {
        "accounts/sign_in.py",  # who has no second factor
        "accounts/factors/second_step.py",  # who proved one, or had the recovery code
        "accounts/factors/passkeys/sign_in.py",  # who proved a passkey, which is both
    }


@pytest.mark.parametrize(("begin", "name"), WAYS, ids=[f"{begin.__name__}-{name}" for begin, name in WAYS])
async def test_every_beginning_ends_at_the_second_factor_and_nothing_opens_before_it(
    office: Office, begin: Begin, name: str
) -> None:
    root = "/staff" if name == "sanne" else ""
    key = await give_app(office, name)
    visitor, page = await begin(office, name)
    assert page.location == f"{root}/login/code"
    inside = "/staff/account/two-step" if root else "/account"
    assert await sessions_of(office, name) == []
    assert f"{root}/login" in (await visitor.get(inside)).location
    assert (await visitor.post(page.location, {"code": wrong_code(office, key)})).status == 422
    assert await sessions_of(office, name) == []
    assert (await visitor.post(page.location, {"code": code_now(office, key)})).status == 303
    assert await sessions_of(office, name) == ["app"]
    assert (await visitor.get(inside)).status == 200


@pytest.mark.parametrize(("begin", "name"), [way for way in WAYS if way[1] == "anna"])
async def test_without_a_second_factor_the_same_ways_lead_in(office: Office, begin: Begin, name: str) -> None:
    visitor, page = await begin(office, name)
    assert page.location == "/"
    assert (await visitor.get("/account")).status == 200


@pytest.mark.parametrize("path", sorted(ENDINGS))
async def test_no_ending_opens_for_who_is_not_halfway(office: Office, path: str) -> None:
    name = "sanne" if path.startswith("/staff") else "anna"
    person = await office.browser(name)
    root = "/staff" if name == "sanne" else ""
    key = (await person.get(f"{root}/account/two-step/app")).one("#key").text_content().replace(" ", "")
    done = await person.post(f"{root}/account/two-step/app", {"code": code_now(office, key)})
    recovery = (await person.follow(done)).one("#recovery-code").text_content()
    await Session.delete(force=True)
    office.clock.advance(seconds=30)
    page = await office.visitor(person.kind).post(path, {"code": code_now(office, key), "recovery_code": recovery})
    assert page.status == 422
    assert await sessions_of(office, name) == []


@pytest.mark.parametrize("name", ["anna", "sanne"])
async def test_a_passkey_alone_opens_only_when_its_device_made_sure_of_its_user(office: Office, name: str) -> None:
    device = await enrol(await office.browser(name), Authenticator(ORIGIN))
    await Session.delete(force=True)
    device.is_verified = False
    visitor = office.visitor(office.accounts[name].kind)
    root = "/staff" if name == "sanne" else ""
    assert (await options(visitor, f"{root}/login/passkey/options"))["userVerification"] == "required"
    assert (await sign_in_with_passkey(visitor, device)).status == 422
    assert await sessions_of(office, name) == []
    device.is_verified = True
    assert (await sign_in_with_passkey(visitor, device)).status == 303
    assert await sessions_of(office, name) == ["passkey"]


@pytest.mark.parametrize("has_factor", [True, False])
async def test_confirming_an_address_lets_nobody_in(office: Office, *, has_factor: bool) -> None:
    if has_factor:
        await give_app(office, "anna")
    account, now, item = office.accounts["anna"].id, office.clock.now(), uuid4()
    change = EmailChange(id=item, account=account, old_address="anna@example.com", requested_at=now)
    change.new_address = "anna.nieuw@example.com"
    await change.save()
    visitor = office.visitor()
    token = await links.make_link(account, purpose=LinkPurpose.EMAIL_CHANGE, item=item, now=now)
    await visitor.get(f"/email-change/{token}")
    assert (await visitor.post("/email-change")).status == 303
    assert await sessions_of(office, "anna") == []
    assert "/login" in (await visitor.get("/account")).location
