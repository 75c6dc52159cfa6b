"""Advice beside the field of a new password, while it is typed: never an obligation, and nothing of it is kept."""

from typing import Any

from litestar import Response
from litestar.datastructures import State

from portal.accounts import attempts
from portal.accounts.attempts import TooManyAttempts
from portal.accounts.forms import SHORTEST_PASSWORD, NewPassword
from portal.accounts.strength import words_about
from portal.accounts.throttle import advice_limit
from portal.adapters.strength import Strength
from portal.errors import Busy
from portal.i18n import gettext as _
from portal.i18n import ngettext
from portal.web.rendering import PortalRequest, Screen, show

FRAGMENT = "partials/accounts/advice.html"
ADVICE = Screen(FRAGMENT, FRAGMENT)


async def no_advice(request: PortalRequest) -> Response[Any]:
    """Nothing, for whom we do not know."""
    return await show(request, ADVICE, strength=None, told=("", ""))


async def advise(
    request: PortalRequest, state: State, name: str, email: str, shortest: int = SHORTEST_PASSWORD
) -> Response[Any]:
    """What there is to say of the password that was sent along, for the person with this name and address."""
    typed = str((await request.form()).get("password", ""))
    wanted = NewPassword(typed, name, email, shortest)
    strength = await _strength(wanted, state) if typed else None
    told = ("", "") if strength is None else _told(wanted, strength)
    return await show(request, ADVICE, strength=strength, told=told)


async def _strength(wanted: NewPassword, state: State) -> Strength | None:
    """None where somebody asks without end, or where everybody asks at once."""
    limit, now = advice_limit(state.settings.secret_key, wanted.email), state.clock.now()
    try:
        await attempts.refuse_when_spent(limit, now=now)
        await attempts.count(limit, now=now)
        strength: Strength = await state.strength.of(wanted.typed, words_about(wanted, state.settings))
        is_refused = bool(wanted.error()) or await state.strength.is_leaked(wanted.typed)
    except (TooManyAttempts, Busy):
        return None
    return min(strength, Strength.WEAK) if is_refused else strength


def _told(wanted: NewPassword, strength: Strength) -> tuple[str, str]:
    """How it is, in a word, and what would help."""
    missing = wanted.missing
    if missing > 0:
        more = ngettext("%(count)s character more is needed.", "%(count)s characters more are needed.", missing)
        return _("Too short."), more % {"count": missing}
    if strength <= Strength.FAIR:
        return _("Easy to guess."), _("Do not use names, years, well-known passwords or keys that lie side by side.")
    if strength is Strength.GOOD:
        return _("Good."), _("With one word more it becomes strong.")
    return _("Strong."), ""
