"""The mobile number of a client as the office knows it (ITU-T E.164), kept encrypted."""

from uuid import UUID

from portal.accounts.tables import Account
from portal.adapters.encryption import KeyRing, Purpose


async def keep(account: UUID, number: str, *, keys: KeyRing) -> None:
    """Keep a number, or that there is none, in the transaction that audits it."""
    sealed = keys.encrypt_text(Purpose.FIELDS, number, table="account", column="mobile", row=account)
    await Account.update({Account.mobile: sealed if number else None}).where(Account.id == account)


def opened(kept: bytes | None, account: UUID, keys: KeyRing) -> str:
    """The number that is kept for an account, in E.164; empty where there is none. Raises `CannotDecrypt`."""
    if not kept:
        return ""
    return keys.decrypt_text(Purpose.FIELDS, kept, table="account", column="mobile", row=account)
