"""The command `portal`."""

import asyncio
import datetime
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

import click

from portal import database, i18n
from portal.accounts import links, operations, staffing
from portal.accounts.tables import AccountKind, StaffRole
from portal.adapters.encryption import KeyRing, UnusableKeys
from portal.cli.questionnaire import questionnaire
from portal.piccolo_app import APP_CONFIG, TABLES
from portal.settings import Settings, UnsafeSettings, load

T = TypeVar("T")
WORKS_ONCE = f"This link works once, for {links.INVITATION_DAYS} days."


class Commands(click.Group):
    """Commands that end with a clear sentence where the settings, the keys or the port will not do."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except (UnsafeSettings, UnusableKeys) as refused:
            raise click.ClickException(f"The portal does not start:\n{refused}") from refused


@click.group(cls=Commands)
def main() -> None:
    """The client portal of a notary office."""


main.add_command(questionnaire)


def safe_settings(**defaults: Any) -> Settings:
    """The settings; raises `UnsafeSettings` with every unsafe one named."""
    settings = load(**defaults)
    settings.require_safe()
    return settings


@main.command()
def serve() -> None:
    """Serve the portal, with the worker inside unless PORTAL_WORKER says no."""
    from portal import server  # here and below: other commands do not need it

    server.serve(safe_settings())


@main.command()
def demo() -> None:
    """Migrate, make a demo office once, and serve it on loopback."""
    from portal import server
    from portal.demo import prepare

    settings = safe_settings(environment="demo", notify_window=0)
    if not settings.is_demo:
        raise click.ClickException("The demo needs PORTAL_ENVIRONMENT=demo.")
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not settings.keys.is_file():
        KeyRing.create(settings.keys)
    prepare.prepare(settings)
    click.echo(prepare.welcome(settings))
    server.serve(settings)


@main.command()
def worker() -> None:
    """Do the background work, where PORTAL_WORKER=false keeps it out of `portal serve`."""
    from portal import server

    server.work(safe_settings())


@main.command()
def migrate() -> None:
    """Bring the database up to date."""
    settings = safe_settings()
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    for migration in run_with_database(settings, migrations):
        click.echo(migration)


async def migrations() -> list[str]:
    """Run the migrations that did not run yet."""
    return await database.migrate(database.current_engine(), APP_CONFIG)


def run_with_database(settings: Settings, work: Callable[[], Awaitable[T]]) -> T:
    """Run something with the database of the settings open."""

    async def opened() -> T:
        database.bind(database.engine_for(settings.database_url, settings.data), TABLES)
        await database.start()
        try:
            return await work()
        finally:
            await database.stop()

    return asyncio.run(opened())


@main.group()
def keys() -> None:
    """The keys that everything is encrypted with."""


@keys.command("create")
def create_keys() -> None:
    """Make the key file that PORTAL_KEYS names; refuses to touch one that is there."""
    settings = load()
    if settings.keys.exists():
        raise click.ClickException(f"{settings.keys} is there already; without it nothing can be read again.")
    settings.keys.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    KeyRing.create(settings.keys)
    click.echo(f"Made {settings.keys}. Keep a copy where the database is not.")


@main.group()
def staff() -> None:
    """The people who work at the office."""


@main.group()
def client() -> None:
    """The clients of the office."""


@staff.command("add")
@click.option("--email", required=True)
@click.option("--name", required=True, help="as clients see it: mr. S. Okafor")
@click.option("--phone", default="", help="the direct number that clients see")
def add_staff(email: str, name: str, phone: str) -> None:
    """Add somebody who works at the office; prints a one-time link to choose a password.

    The first one is an administrator, who adds the others in the portal.
    """
    settings = safe_settings()
    now = datetime.datetime.now(datetime.UTC)

    async def add() -> str:
        role = StaffRole.EMPLOYEE if await staffing.has_administrator() else StaffRole.ADMINISTRATOR
        account = await operations.create_account(
            AccountKind.STAFF, email=email, name=name, phone=phone, role=role, now=now
        )
        return await links.make_link(account.id, now=now)

    try:
        token = run_with_database(settings, add)
    except operations.EmailTaken:
        raise click.ClickException("There is an account with this e-mail address already.") from None
    click.echo(f"{settings.staff_base_url or settings.base_url}/activate/{token}")
    click.echo(WORKS_ONCE, file=sys.stderr)


@client.command("add")
@click.option("--email", required=True)
@click.option("--name", required=True, help="as it is shown: Anna de Vries")
@click.option("--formal-name", default="", help="as the person is addressed: mevrouw De Vries")
@click.option("--mobile", default="", help="for the code by text message: 06 12345678")
@click.option("--language", type=click.Choice(list(i18n.LANGUAGES)), default=i18n.DEFAULT_LANGUAGE)
@click.option("--dossier", default="", help="the number of the case file that the person may see")
def add_client(**typed: str) -> None:
    """Invite a client, as the back-office does: the person gets one e-mail with a link to choose a password.

    Prints a link that does the same, for when no mail can arrive yet.
    """
    from portal.cli.clients import invite

    settings = safe_settings()
    click.echo(run_with_database(settings, partial(invite, typed, settings)))
    click.echo(f"An e-mail with such a link is on its way. {WORKS_ONCE}", file=sys.stderr)
