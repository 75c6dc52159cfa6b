"""What the portal keeps of a person themselves, as their archive tells it: no secret is among it."""

from typing import Any

from portal.accounts import mobile
from portal.accounts.factors import queries as factors
from portal.accounts.factors.method import unsealed
from portal.accounts.factors.tables import FactorKind, SecondFactor
from portal.accounts.tables import Account
from portal.adapters.encryption import KeyRing


async def details_of(account: Account, keys: KeyRing, *, format: str) -> dict[str, Any]:  # noqa: A002 (its name in the file)
    """The details of a person by stable codes. Raises `CannotDecrypt` where a number was tampered with."""
    code = await factors.recovery_code(account.id)
    return {
        "format": format,
        "name": account.name,
        "formal_name": account.formal_name,
        "email": account.email,
        "mobile": mobile.opened(account.mobile, account.id, keys),
        "language": account.language,
        "created_at": account.created_at,
        "signed_in_at": account.signed_in_at,
        "password_changed_at": account.password_changed_at,
        "notifications": {
            "documents": account.is_told_of_documents,
            "questionnaires": account.is_told_of_questionnaires,
            "upload_requests": account.is_told_of_upload_requests,
            "reminders": account.is_told_of_reminders,
        },
        "two_step_verification": [_factor(factor, keys) for factor in await factors.confirmed(account.id)],
        "recovery_code": {"made_at": code.created_at, "kept_at": code.kept_at} if code else None,
    }


def _factor(factor: SecondFactor, keys: KeyRing) -> dict[str, Any]:
    """A number is told whole, for it is the person's own; what apps and passkeys prove with is not."""
    told = {"kind": factor.kind, "name": factor.name, "added_at": factor.confirmed_at, "used_at": factor.used_at}
    if factor.kind == FactorKind.SMS:
        told["number"] = unsealed(factor, keys)
    return told
