"""The second step of a sign-in: the factor that finishes it, once, within the limits on tries."""

from collections.abc import Mapping
from uuid import UUID

from portal import database
from portal.accounts import attempts
from portal.accounts.factors import guessing, halfway, queries, recovery
from portal.accounts.factors.method import Proof, Tools
from portal.accounts.factors.registry import BY_KIND
from portal.accounts.factors.tables import FactorKind, HalfwaySignIn, SecondFactor
from portal.accounts.sign_in import Place, SignedIn, enter, seen
from portal.audit.operations import record
from portal.errors import NotFound, PortalError
from portal.outbox.events import EventKind
from portal.outbox.operations import tell

RECOVERY_CODE = "recovery_code"


class WrongCode(PortalError):
    """What was brought does not prove the factor; `left` says how many tries this sign-in still has."""

    def __init__(self, left: int) -> None:
        super().__init__("wrong code")
        self.left = left


async def ask(started: HalfwaySignIn, way: FactorKind, tools: Tools) -> None:
    """Ask for one of the person's methods from now on; raises `NotFound` for one that they do not have."""
    if way not in await queries.kinds(started.account.id):
        raise NotFound
    await HalfwaySignIn.update({HalfwaySignIn.way: way.value}).where(HalfwaySignIn.id == started.id)
    started.way = way.value
    await BY_KIND[way].begin(started, tools)


async def finish(started: HalfwaySignIn, typed: Mapping[str, str], *, place: Place, tools: Tools) -> SignedIn:
    """Sign in who proves the factor that is asked for.

    Raises `WrongCode`, `HalfwayOver`, `TooManyAttempts` or `OutOfTries`. A wrong code is counted whatever comes of it,
    and of several that come at once each one is.
    """
    now, account = tools.clock.now(), started.account
    async with database.transaction():
        await guessing.hold(account.id)
        guesser = await guessing.guesser_of(account.id, place.known, now=now)
        await guessing.refuse_when_spent(guesser, secret=tools.settings.secret_key, now=now)
        left = await halfway.take_try(started, now=now)
        proven = await _proven(started, typed, tools)
        if proven is not None:
            await halfway.close(started)
            await guessing.forgive_device(guesser)
            await SecondFactor.update({SecondFactor.used_at: now}).where(SecondFactor.id == proven)
            return await enter(account, place, way=started.way, now=now)
        await guessing.count_wrong(guesser, secret=tools.settings.secret_key, now=now)
        await record("second_step_refused", at=now, actor=None, subject=account.id, way=started.way, **seen(place))
    raise WrongCode(left)


async def recover(started: HalfwaySignIn, typed: str, *, place: Place, tools: Tools) -> tuple[SignedIn, str]:
    """Sign in with the recovery code, which is replaced: returns the new one, to be shown once; the person is told.

    Raises as `finish` does. The count of wrong codes begins again, for the person proved to have kept something else.
    """
    now, account = tools.clock.now(), started.account
    async with database.transaction():
        await guessing.hold(account.id)
        guesser = await guessing.guesser_of(account.id, place.known, now=now)
        limit = guesser.hourly(tools.settings.secret_key, guessing.RECOVERY)
        await attempts.refuse_when_spent(limit, now=now)
        left = await halfway.take_try(started, now=now)
        if await recovery.use(account.id, typed):
            await halfway.close(started)
            await guessing.forgive(account.id)
            await tell(account.id, EventKind.RECOVERY_CODE_USED, now=now)
            code = await recovery.renew(account.id, now=now)
            return await enter(account, place, way=RECOVERY_CODE, now=now), code
        await guessing.count_wrong_recovery(guesser, secret=tools.settings.secret_key, now=now)
        await record("second_step_refused", at=now, actor=None, subject=account.id, way=RECOVERY_CODE, **seen(place))
    raise WrongCode(left)


async def prove_again(
    account: UUID, way: FactorKind, typed: Mapping[str, str], *, session: str, known: str, tools: Tools
) -> None:
    """Make sure that whoever is signed in has one of the person's factors; the same limits as at signing in.

    `session` is the id of the session, to which a code by text message is bound.
    Raises `WrongCode`, `TooManyAttempts` or `OutOfTries`.
    """
    now = tools.clock.now()
    async with database.transaction():
        await guessing.hold(account)
        guesser = await guessing.guesser_of(account, known, now=now)
        await guessing.refuse_when_spent(guesser, secret=tools.settings.secret_key, now=now)
        factors = [one for one in await queries.confirmed(account) if one.kind == way.value]
        proven = await BY_KIND[way].prove(Proof(typed, factors, None, now, tools, session))
        if proven is not None:
            await SecondFactor.update({SecondFactor.used_at: now}).where(SecondFactor.id == proven)
            await record("proved_again", at=now, actor=account, way=way.value)
            return
        await guessing.count_wrong(guesser, secret=tools.settings.secret_key, now=now)
        await record("second_step_refused", at=now, actor=None, subject=account, way=way.value)
    raise WrongCode(1)


async def _proven(started: HalfwaySignIn, typed: Mapping[str, str], tools: Tools) -> object | None:
    way = FactorKind(started.way)
    factors = [one for one in await queries.confirmed(started.account.id) if one.kind == way.value]
    return await BY_KIND[way].prove(Proof(typed, factors, started, tools.clock.now(), tools))
