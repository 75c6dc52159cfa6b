"""Whether a new password is easily guessed by somebody who knows the person and the office."""

import re

from portal.accounts.forms import NewPassword
from portal.adapters.strength import PasswordStrength, Strength
from portal.i18n import gettext as _
from portal.settings import Settings

SHORTEST_WORD = 3
OF_AN_OFFICE = (
    "notaris notariaat notariskantoor kantoor klantenportaal portaal portal testament levenstestament dossier akte "
    "hypotheek huwelijk wachtwoord welkom geheim inloggen password welcome secret"
)


async def refusal_of(wanted: NewPassword, *, settings: Settings, strength: PasswordStrength) -> str:
    """Why a password will not do, or nothing: it must be new to the world, and take a hundred million guesses."""
    if error := wanted.error():
        return error
    if await strength.is_leaked(wanted.typed):
        return _("This password leaked at some website before, so others try it too. Choose another one.")
    if await strength.of(wanted.typed, words_about(wanted, settings)) <= Strength.FAIR:
        return _("This password is easy to guess. Do not use your name or a well-known password.")
    return ""


def words_about(wanted: NewPassword, settings: Settings) -> list[str]:
    """What somebody would try first: names and addresses, whole, in pieces and run together, and words of the trade."""
    found: dict[str, None] = {}
    for words in (wanted.name, wanted.email, settings.office_name, settings.office_address, settings.base_url):
        pieces = re.findall(r"[^\W_]+", words.casefold())
        found.update(dict.fromkeys([*pieces, "".join(pieces), words.casefold()]))
    found.update(dict.fromkeys(OF_AN_OFFICE.split()))
    return [word for word in found if len(word) >= SHORTEST_WORD]
