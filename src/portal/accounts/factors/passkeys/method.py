"""Passkeys as a method of two-step verification."""

from uuid import UUID

from portal.accounts.factors.method import Method, Proof
from portal.accounts.factors.passkeys import challenges
from portal.accounts.factors.passkeys.challenges import Ceremony, ChallengeOver
from portal.accounts.factors.passkeys.checking import FIELD, PasskeyUnusable, check, keep_count, party_of
from portal.accounts.factors.tables import FactorKind
from portal.accounts.tables import Account, AccountKind
from portal.adapters.passkeys import PasskeyRefused, read
from portal.i18n import mark


async def prove(proof: Proof) -> UUID | None:
    """The passkey that answered what this sign-in, or this check of somebody who is signed in, was asked."""
    if not proof.factors:
        return None
    started, account = proof.halfway, proof.factors[0].account
    ceremony, holder = (Ceremony.SECOND_STEP, started.id) if started else (Ceremony.PROOF, str(account))
    try:
        answer = read(proof.typed.get(FIELD, ""))
        await challenges.take(answer.challenge, ceremony, holder, now=proof.now)
        kind = started.kind if started else await _kind(account)
        factor, used = await check(answer, kind, proof.factors, proof.tools)
    except (PasskeyRefused, PasskeyUnusable, ChallengeOver):
        return None
    await keep_count(factor, used, proof.tools)
    return factor.id


async def _kind(account: object) -> str:
    found = await Account.select(Account.kind).where(Account.id == account).first()
    return str(found["kind"]) if found else ""


METHOD = Method(
    kind=FactorKind.PASSKEY,
    icon="key-round",
    title=mark("Passkey"),
    explanation=mark(
        "You sign in with your fingerprint, your face or the code of your device. There is nothing to type over and "
        "nothing to remember."
    ),
    needed=mark("Needed: a phone, tablet or computer of your own"),
    use=mark("Use your passkey"),
    prove=prove,
    is_offered=lambda settings: party_of(AccountKind.CLIENT, settings) is not None,
    is_recommended=True,
)
