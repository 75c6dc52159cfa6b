"""People with a second factor, as the tests need them."""

from uuid import UUID, uuid4

from portal.accounts.factors import app, operations
from portal.accounts.factors.method import Tools
from portal.accounts.factors.tables import FactorKind, SecondFactor
from tests.support.browser import Page, Person
from tests.support.office import PASSWORD, Office


def tools(office: Office) -> Tools:
    """What the methods work with in this office."""
    return Tools(office.adapters.keys, office.settings, office.clock)


async def give_app(office: Office, name: str) -> str:
    """Let somebody have an authenticator app; returns its key."""
    key, account = app.new_key(), office.accounts[name].id
    factor = await operations.begin(account, FactorKind.APP, key, tools=tools(office))
    await operations.confirm(factor, account, tools=tools(office))
    return key


async def own_factor(office: Office, name: str, kind: FactorKind = FactorKind.APP, called: str = "") -> UUID:
    """Let somebody have a factor as if they always had it: nobody is told, and no session ends."""
    factor = SecondFactor(
        id=uuid4(),
        account=office.accounts[name].id,
        kind=kind.value,
        name=called,
        created_at=office.clock.now(),
        confirmed_at=office.clock.now(),
    )
    factor.secret = tools(office).seal(factor.id, app.new_key())
    await factor.save()
    return factor.id


async def sign_in(visitor: Person, office: Office, name: str, password: str = PASSWORD, **typed: str) -> Page:
    """Type the password of somebody; answers what comes then."""
    account = office.accounts[name]
    root = "/staff" if account.kind == "staff" else ""
    return await visitor.post(f"{root}/login", {"email": account.email, "password": password, **typed})


def code_now(office: Office, key: str) -> str:
    """What the app shows now."""
    return app.code_at(key, office.clock.now())


def wrong_code(office: Office, key: str) -> str:
    """A code that the app does not show."""
    return f"{(int(code_now(office, key)) + 1) % 1_000_000:06}"


async def link_app(office: Office, person: Person, root: str = "") -> tuple[str, Page]:
    """Set an app up as its owner does; its key, and the page after it."""
    page = await person.get(f"{root}/account/two-step/app")
    key = page.one("#key").text_content().replace(" ", "")
    done = await person.post(f"{root}/account/two-step/app", {"code": code_now(office, key)})
    return key, done


async def link_and_keep(office: Office, person: Person) -> tuple[str, str]:
    """Set an app up to the end; its key, and the recovery code."""
    key, done = await link_app(office, person)
    code = (await person.follow(done)).one("#recovery-code").text_content()
    await person.post("/account/recovery-code/keeping", {"kept": "1"})
    return key, code
