"""Signing in with a passkey alone: it is two factors by itself, for its device makes sure of its user."""

from uuid import UUID

from portal import database
from portal.accounts import attempts
from portal.accounts.factors import queries
from portal.accounts.factors.method import Tools
from portal.accounts.factors.passkeys import challenges
from portal.accounts.factors.passkeys.challenges import Ceremony, ChallengeOver
from portal.accounts.factors.passkeys.checking import PasskeyUnusable, check, keep_count, options
from portal.accounts.factors.tables import FactorKind, SecondFactor
from portal.accounts.sign_in import Place, SignedIn, enter, seen
from portal.accounts.tables import Account
from portal.accounts.throttle import challenge_limit, passkey_limit
from portal.adapters.passkeys import Answer, PasskeyRefused, read
from portal.audit.operations import record
from portal.web.tokens import digest

PASSKEY = FactorKind.PASSKEY.value


async def options_for(token: str, kind: str, address: str, tools: Tools) -> str:
    """What a browser (`token` of its cookie) is asked before anybody is known; its device offers whom it knows.

    Raises `PasskeyUnusable`, or `TooManyAttempts` for a network address that asks and asks.
    """
    limit, now = challenge_limit(tools.settings.secret_key, address), tools.clock.now()
    await attempts.refuse_when_spent(limit, now=now)
    await attempts.count(limit, now=now)
    return await options(Ceremony.SIGN_IN, digest(token), kind, tools)


async def sign_in(sent: str, *, token: str, kind: str, place: Place, tools: Tools) -> SignedIn:
    """A new session for whoever proves a passkey of an account of this kind.

    Raises `PasskeyUnusable`, `ChallengeOver`, or `TooManyAttempts` for a network address that keeps trying.
    """
    now = tools.clock.now()
    limit = passkey_limit(tools.settings.secret_key, place.address)
    await attempts.refuse_when_spent(limit, now=now)
    account: Account | None = None
    try:
        answer = read(sent)
        await challenges.take(answer.challenge, Ceremony.SIGN_IN, digest(token), now=now)
        account = await _account(answer, kind)
        factor, kept = await check(answer, kind, await _passkeys(account), tools)
    except (PasskeyRefused, PasskeyUnusable, ChallengeOver) as refusal:
        async with database.transaction():
            await attempts.count(limit, now=now)
            subject = account.id if account else None
            await record("sign_in_refused", at=now, actor=None, subject=subject, way=PASSKEY, **seen(place))
        raise (refusal if isinstance(refusal, ChallengeOver) else PasskeyUnusable()) from refusal
    async with database.transaction():
        is_it = SecondFactor.id == factor.id
        if not await SecondFactor.update({SecondFactor.used_at: now}).where(is_it).returning(SecondFactor.id):
            raise PasskeyUnusable  # it was turned off in the meantime, and with it all sessions
        await keep_count(factor, kept, tools)
        return await enter(account, place, way=PASSKEY, now=now)


async def _account(answer: Answer, kind: str) -> Account:
    """Whose passkey the device says that it is: nothing is proven by that."""
    try:
        account = UUID(bytes=answer.user)
    except ValueError as error:
        raise PasskeyUnusable from error
    found = await Account.objects().get((Account.id == account) & (Account.kind == kind) & Account.is_active.eq(True))
    if found is None:
        raise PasskeyUnusable
    return found


async def _passkeys(account: Account) -> list[SecondFactor]:
    return [one for one in await queries.confirmed(account.id) if one.kind == PASSKEY]
