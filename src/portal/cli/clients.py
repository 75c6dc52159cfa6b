"""`portal client add`: what the form of the back-office does, with the same checks and the same operation."""

import datetime

import click

from portal import i18n
from portal.accounts import links
from portal.accounts.operations import EmailTaken
from portal.adapters.encryption import KeyRing
from portal.dossiers.tables import Dossier, DossierState
from portal.settings import Settings
from portal.staff.forms.people import read_client
from portal.staff.operations import invite_client
from portal.staff.reading import Refused, Typed


async def invite(typed: dict[str, str], settings: Settings) -> str:
    """Invite the client that was typed; a link that does what the one in the mail does. Raises `click.ClickException`.

    Whichever of the two is used first makes the other one worthless.
    """
    number = typed.pop("dossier")
    dossier = await _dossier(number) if number else None
    values = {**typed, "dossier": str(dossier.id) if dossier else ""}
    try:
        with i18n.speaking("en"):
            client = read_client(
                Typed.of(values),
                dossiers=[dossier.id] if dossier else [],
                countries=settings.sms_regions,
            )
        now = datetime.datetime.now(datetime.UTC)
        account = await invite_client(client, keys=KeyRing.load(settings.keys), actor=None, now=now)
    except Refused as refused:
        raise click.ClickException("\n".join(refused.errors.values())) from None
    except EmailTaken:
        raise click.ClickException("There is an account with this e-mail address already.") from None
    return f"{settings.base_url}/activate/{await links.make_link(account, now=now, email=client.email)}"


async def _dossier(number: str) -> Dossier:
    is_it = (Dossier.number == number) & (Dossier.state == DossierState.OPEN.value)
    found = await Dossier.objects().get(is_it)
    if found is None:
        raise click.ClickException(f"There is no open case file with the number {number}.")
    return found
