"""Codes by text message as a method of two-step verification."""

from typing import Any
from uuid import UUID

from portal.accounts.factors import halfway
from portal.accounts.factors.method import Method, Proof, Tools
from portal.accounts.factors.sms import codes
from portal.accounts.factors.sms.codes import Binding, TooSoon
from portal.accounts.factors.sms.delivery import told
from portal.accounts.factors.sms.limits import MessagesSpent
from portal.accounts.factors.sms.numbers import ending, masked
from portal.accounts.factors.tables import FactorKind, HalfwaySignIn, SecondFactor
from portal.i18n import mark
from portal.settings import Settings


async def number_of(account: UUID, tools: Tools) -> str:
    """The number that the codes of a person go to, in E.164, or nothing."""
    is_it = (SecondFactor.account == account) & (SecondFactor.kind == FactorKind.SMS.value)
    confirmed = SecondFactor.objects().where(is_it & SecondFactor.confirmed_at.is_not_null())
    factor = await confirmed.order_by(SecondFactor.confirmed_at, ascending=False).first()
    return tools.unseal(factor) if factor else ""


async def send_code(started: HalfwaySignIn, tools: Tools) -> None:
    """Have a code sent for a sign-in, which then lasts as long as the code. Raises `TooSoon` or `MessagesSpent`."""
    account = started.account.id
    if number := await number_of(account, tools):
        await codes.send(Binding.sign_in(started.id, account), number, address=tools.address, tools=tools)
        await halfway.prolong(started, now=tools.clock.now())


async def begin(started: HalfwaySignIn, tools: Tools) -> None:
    """Send the first code. Where none may be sent the page says so, and leads to the other ways."""
    try:
        await send_code(started, tools)
    except (TooSoon, MessagesSpent):
        return


async def prove(proof: Proof) -> UUID | None:
    """The factor whose number got this code, for this very sign-in, or for this check of who is signed in."""
    if not proof.factors:
        return None
    factor, started = proof.factors[-1], proof.halfway
    binding = Binding.sign_in(started.id, started.account.id) if started else _in_session(factor, proof.session)
    is_right = await codes.check(binding, proof.typed.get("code", ""), tools=proof.tools)
    return factor.id if is_right else None


def _in_session(factor: SecondFactor, session: str) -> Binding:
    account: UUID = factor.account
    return Binding.proof(session, account)


async def page(started: HalfwaySignIn, tools: Tools) -> dict[str, Any]:
    """What the page of the second step shows: how far the message is, and the end of its number."""
    account = started.account.id
    number = await number_of(account, tools)
    what = await told(Binding.sign_in(started.id, account), now=tools.clock.now())
    shown = {"told": what, "ending": ending(number) if number else ""}
    return {**shown, "address": "/login/code", "here": "/login/code", "is_too_soon": False}


def tell_apart(factor: SecondFactor, tools: Tools) -> str:
    """`06 •• •• •• 87`."""
    return masked(tools.unseal(factor))


def is_offered(settings: Settings) -> bool:
    """Where there is a gateway."""
    return settings.has_sms


METHOD = Method(
    kind=FactorKind.SMS,
    icon="smartphone",
    title=mark("Text message"),
    explanation=mark("We send you a code by text message, and you type it here."),
    needed=mark("Needed: a mobile number and reception"),
    use=mark("Have a code sent by text message"),
    prove=prove,
    begin=begin,
    page=page,
    tell_apart=tell_apart,
    is_offered=is_offered,
    is_for_staff=False,
)
