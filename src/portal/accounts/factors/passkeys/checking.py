"""Asking for passkeys and judging what comes back.

What a passkey is checked with is sealed in its row, so that a public key that was changed, or moved to the row of
another, opens nothing (ASVS V6.7.1).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from portal.accounts.factors.method import Tools
from portal.accounts.factors.passkeys import challenges
from portal.accounts.factors.passkeys.challenges import Ceremony
from portal.accounts.factors.tables import SecondFactor
from portal.accounts.tables import AccountKind
from portal.adapters import passkeys
from portal.adapters.encryption import CannotDecrypt
from portal.adapters.passkeys import Answer, Passkey, PasskeyRefused, RelyingParty
from portal.audit.operations import record
from portal.errors import PortalError
from portal.settings import Settings

FIELD = "credential"  # of the form that brings what the browser answered


class PasskeyUnusable(PortalError):
    """What the browser sent proves nothing here; why is not said."""


def party_of(kind: AccountKind | str, settings: Settings) -> RelyingParty | None:
    """Who asks a client or staff for a passkey; None where the address of the portal allows none."""
    address = settings.staff_base_url if kind == AccountKind.STAFF and settings.staff_base_url else settings.base_url
    return passkeys.party_at(address, settings.office_name)


def needed_party(kind: AccountKind | str, settings: Settings) -> RelyingParty:
    """The same, where there must be one; raises `PasskeyUnusable`."""
    party = party_of(kind, settings)
    if party is None:
        raise PasskeyUnusable
    return party


async def options(ceremony: Ceremony, holder: str, kind: str, tools: Tools, had: Sequence[SecondFactor] = ()) -> str:
    """What the browser is asked to prove, as JSON; without `had` its device offers whom it knows.

    Raises `PasskeyUnusable`.
    """
    party = needed_party(kind, tools.settings)
    challenge = await challenges.make(ceremony, holder, now=tools.clock.now())
    return await asyncio.to_thread(passkeys.request_options, party, challenge, had=ids_of(had, tools))


async def check(
    answer: Answer, kind: str, factors: Sequence[SecondFactor], tools: Tools
) -> tuple[SecondFactor, Passkey]:
    """Which of these passkeys gave this answer, and what is to be kept of it now; raises `PasskeyUnusable`.

    Its challenge was taken before.
    """
    party = needed_party(kind, tools.settings)
    for factor in factors:
        kept = opened(factor, tools)
        if kept is None or kept.id != answer.id:
            continue
        try:
            count = await asyncio.to_thread(passkeys.proven, answer, party, answer.challenge, kept)
        except PasskeyRefused as refused:
            raise PasskeyUnusable from refused
        return factor, replace(kept, sign_count=count)
    raise PasskeyUnusable


async def keep_count(factor: SecondFactor, used: Passkey, tools: Tools) -> None:
    """Keep how often its device says that the passkey was used; one that counted, and does not go up, is noted.

    It may be a copy. It is let in all the same: devices that share a passkey may count each by itself.
    """
    before = opened(factor, tools)
    if before is None or before.sign_count == used.sign_count == 0:
        return
    if used.sign_count <= before.sign_count:
        account = getattr(factor.account, "id", factor.account)
        await record("passkey_count_dropped", at=tools.clock.now(), actor=account, subject=factor.id)
    sealed = tools.seal(factor.id, used.as_text())
    await SecondFactor.update({SecondFactor.secret: sealed}).where(SecondFactor.id == factor.id)


def opened(factor: SecondFactor, tools: Tools) -> Passkey | None:
    """What a passkey is checked with; None where its row was changed."""
    try:
        return Passkey.from_text(tools.unseal(factor))
    except CannotDecrypt:
        return None


def ids_of(factors: Sequence[SecondFactor], tools: Tools) -> list[bytes]:
    """What browsers know these passkeys by."""
    return [kept.id for factor in factors if (kept := opened(factor, tools)) is not None]
