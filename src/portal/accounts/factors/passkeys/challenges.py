"""What a passkey signs: 32 random bytes, made here, good once, for five minutes, and for one holder only."""

import datetime
import hashlib
import secrets
from enum import StrEnum

from portal.accounts.factors.passkeys.tables import PasskeyChallenge
from portal.errors import PortalError

LIFETIME = datetime.timedelta(minutes=5)
SIZE = 32


class ChallengeOver(PortalError):
    """This challenge was used, is too old, was given to somebody else, or never was."""


class Ceremony(StrEnum):
    """What a challenge was made for."""

    SIGN_IN = "sign_in"
    SECOND_STEP = "second_step"
    PROOF = "proof"
    ENROL = "enrol"


async def make(ceremony: Ceremony, holder: str, *, now: datetime.datetime) -> bytes:
    """A fresh challenge for a holder: a browser, a sign-in under way, or an account."""
    challenge = secrets.token_bytes(SIZE)
    await PasskeyChallenge(
        id=_id(challenge), ceremony=ceremony.value, holder=holder, created_at=now, expires_at=now + LIFETIME
    ).save()
    return challenge


async def take(challenge: bytes, ceremony: Ceremony, holder: str, *, now: datetime.datetime) -> None:
    """Use a challenge up; raises `ChallengeOver`."""
    is_it = (PasskeyChallenge.id == _id(challenge)) & (PasskeyChallenge.ceremony == ceremony.value)
    is_it &= (PasskeyChallenge.holder == holder) & (PasskeyChallenge.expires_at > now)
    if not await PasskeyChallenge.delete().where(is_it).returning(PasskeyChallenge.id):
        raise ChallengeOver


async def sweep(*, now: datetime.datetime) -> None:
    """Remove the challenges that nobody answered."""
    await PasskeyChallenge.delete().where(PasskeyChallenge.expires_at < now)


def _id(challenge: bytes) -> str:
    return hashlib.sha256(challenge).hexdigest()
