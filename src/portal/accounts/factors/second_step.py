"""The second step of a sign-in: the factor that finishes it, once, within the limits on tries."""

from collections.abc import Mapping

from portal import database
from portal.accounts.factors import guessing, halfway, queries
from portal.accounts.factors.method import Proof, Tools
from portal.accounts.factors.registry import BY_KIND
from portal.accounts.factors.tables import FactorKind, HalfwaySignIn, SecondFactor
from portal.accounts.sign_in import Place, SignedIn, enter, seen
from portal.audit.operations import record
from portal.errors import NotFound, PortalError


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


async def _proven(started: HalfwaySignIn, typed: Mapping[str, str], tools: Tools) -> object | None:
    way = FactorKind(started.way)
    factors = [one for one in await queries.confirmed(started.account.id) if one.kind == way.value]
    return await BY_KIND[way].prove(Proof(typed, factors, started, tools.clock.now(), tools))
