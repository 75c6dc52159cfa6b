"""Setting up a number: it counts when the code that was sent to it came back, and then takes the place of another."""

from uuid import UUID

from portal.accounts import mobile
from portal.accounts.factors import guessing, operations, queries
from portal.accounts.factors.method import Tools
from portal.accounts.factors.sms import codes
from portal.accounts.factors.sms.codes import TRIES, Binding, TooSoon
from portal.accounts.factors.sms.tables import SmsCode
from portal.accounts.factors.tables import FactorKind, SecondFactor
from portal.accounts.tables import Account
from portal.outbox.events import EventKind


async def begin(account: UUID, number: str, tools: Tools) -> None:
    """Keep a number (E.164) that is still to be proven, and have a code sent to it; raises `MessagesSpent`.

    Sent twice within a minute, the form of the same number is one wish for one code.
    """
    factor = await operations.begun(account, FactorKind.SMS)
    if factor is None or tools.unseal(factor) != number or await _is_used_up(factor):
        factor = await operations.begin(account, FactorKind.SMS, number, tools=tools)
    try:
        await codes.send(Binding.set_up(factor.id, account), number, address=tools.address, tools=tools)
    except TooSoon:
        return


async def likely_number(account: UUID, tools: Tools) -> str:
    """The number (E.164) that somebody most likely wants: the one they began with, or else what the office knows.

    Nothing where codes go to a number already, for who comes back then has another one in mind.
    """
    if factor := await operations.begun(account, FactorKind.SMS):
        return tools.unseal(factor)
    if FactorKind.SMS in await queries.kinds(account):
        return ""
    kept = await Account.select(Account.mobile).where(Account.id == account).first()
    return mobile.opened(kept["mobile"], account, tools.keys) if kept else ""


async def send_again(factor: SecondFactor, account: UUID, tools: Tools) -> None:
    """Have a new code sent to the number that is still to be proven; raises `TooSoon` or `MessagesSpent`."""
    await codes.send(Binding.set_up(factor.id, account), tools.unseal(factor), address=tools.address, tools=tools)


async def prove(factor: SecondFactor, account: UUID, typed: str, tools: Tools) -> EventKind | None:
    """What there is to tell when the code is right, or None; the number that codes went to until now is then gone.

    In the transaction that lets the new number count, so that there is always one of the two.
    """
    await guessing.hold(account)
    if not await codes.check(Binding.set_up(factor.id, account), typed, tools=tools):
        return None
    is_it = (SecondFactor.account == account) & (SecondFactor.kind == FactorKind.SMS.value)
    earlier = SecondFactor.delete().where(is_it & SecondFactor.confirmed_at.is_not_null())
    return EventKind.NUMBER_CHANGED if await earlier.returning(SecondFactor.id) else EventKind.FACTOR_ADDED


async def _is_used_up(factor: SecondFactor) -> bool:
    account: UUID = factor.account
    row = await SmsCode.objects().get(SmsCode.id == Binding.set_up(factor.id, account).id)
    return row is not None and row.tries >= TRIES
