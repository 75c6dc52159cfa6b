"""The recovery code: what lets a person in once when the phone is not there.

128 random bits in Crockford's base32, in groups of four; only the SHA-256 is kept, which is enough for so many bits.
"""

import datetime
import secrets
from uuid import UUID

from portal.accounts.factors.tables import RecoveryCode
from portal.web.tokens import digest

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS, LETTERS, GROUP = 128, 26, 4
MISREAD = str.maketrans("OIL", "011")


def new_code() -> str:
    """A fresh code, as it is shown: seven groups, of which the last has two letters."""
    number = secrets.randbits(BITS)
    letters = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LETTERS)))
    return "-".join(letters[start : start + GROUP] for start in range(0, LETTERS, GROUP))


def folded(typed: str) -> str:
    """A code as it is compared: however it was spaced, in any case, with O for 0 and I or L for 1."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return letters.translate(MISREAD)


async def renew(account: UUID, *, now: datetime.datetime) -> str:
    """Replace the code of a person by a new one, in the transaction under way; the code is in the answer only."""
    code = new_code()
    await RecoveryCode.delete().where(RecoveryCode.account == account)
    await RecoveryCode(account=account, code=digest(folded(code)), created_at=now).save()
    return code


async def use(account: UUID, typed: str) -> bool:
    """Use a code up, in the transaction under way; whether it was the right one."""
    is_it = (RecoveryCode.account == account) & (RecoveryCode.code == digest(folded(typed)))
    return bool(await RecoveryCode.delete().where(is_it).returning(RecoveryCode.account))


async def keep(account: UUID, *, now: datetime.datetime) -> None:
    """Note that the person says to have kept the code."""
    await RecoveryCode.update({RecoveryCode.kept_at: now}).where(RecoveryCode.account == account)
