"""Authenticator apps: codes of six digits from a shared key and the time (TOTP, RFC 6238).

A code is good for its own half minute and the next one, and once: the last half minute of which a code was used is
kept, and nothing up to there is taken again.
"""

import datetime
import re
from uuid import UUID

import pyotp

from portal.accounts.factors.method import Method, Proof
from portal.accounts.factors.tables import FactorKind, SecondFactor
from portal.i18n import mark

SECONDS = 30
CODE = re.compile(r"\d{6}", re.ASCII)


def new_key() -> str:
    """A fresh key of 160 random bits (RFC 4226), in base32."""
    return pyotp.random_base32(32)


def address_of(key: str, *, email: str, office: str) -> str:
    """The key as an `otpauth:` address, which an app reads from a QR code or opens by itself."""
    return pyotp.TOTP(key).provisioning_uri(name=email, issuer_name=office)


def code_at(key: str, moment: datetime.datetime) -> str:
    """The code that an app shows at a moment."""
    return pyotp.TOTP(key).at(moment)


def step_of(key: str, typed: str, *, now: datetime.datetime) -> int | None:
    """Which half minute a code is of: this one or the one before. None for any other code; spaces do not matter."""
    code = "".join(typed.split())
    if not CODE.fullmatch(code):
        return None
    step, found = int(now.timestamp()) // SECONDS, None
    for candidate in (step - 1, step):  # both are always compared
        if pyotp.utils.strings_equal(code, pyotp.TOTP(key).generate_otp(candidate)):
            found = candidate
    return found


async def use_code(factor: SecondFactor, key: str, typed: str, *, now: datetime.datetime) -> bool:
    """Take a code, once; whether it was good."""
    step = step_of(key, typed, now=now)
    if step is None:
        return False
    is_later = SecondFactor.last_step.is_null() | (SecondFactor.last_step < step)
    of_factor = (SecondFactor.id == factor.id) & is_later
    return bool(await SecondFactor.update({SecondFactor.last_step: step}).where(of_factor).returning(SecondFactor.id))


async def prove(proof: Proof) -> UUID | None:
    """The app of which this is a code that was not used yet."""
    for factor in proof.factors:
        if await use_code(factor, proof.tools.unseal(factor), proof.typed.get("code", ""), now=proof.now):
            return factor.id
    return None


METHOD = Method(
    kind=FactorKind.APP,
    icon="shield-check",
    title=mark("App with codes"),
    explanation=mark("An app on your phone shows a code, and you type it here. Your phone needs no internet for it."),
    needed=mark("Needed: an app such as Google Authenticator, Microsoft Authenticator or 2FAS"),
    use=mark("Use the code from your app"),
    prove=prove,
)
