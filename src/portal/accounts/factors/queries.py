"""Reading the second factors of one person."""

from uuid import UUID

from portal.accounts.factors.registry import BY_KIND, METHODS
from portal.accounts.factors.tables import FactorKind, RecoveryCode, SecondFactor


async def confirmed(account: UUID) -> list[SecondFactor]:
    """The factors that count, in the order of their methods and then of their age."""
    of_account = SecondFactor.objects().where(SecondFactor.account == account)
    found = await of_account.where(SecondFactor.confirmed_at.is_not_null()).order_by(SecondFactor.created_at)
    order = [method.kind.value for method in METHODS]
    return sorted((one for one in found if one.kind in order), key=lambda one: order.index(one.kind))


async def preferred(account: UUID) -> FactorKind | None:
    """The kind that a sign-in asks for first: the one that was used last; None for who has no second factor."""
    found = await confirmed(account)
    if not found:
        return None
    used = [one for one in found if one.used_at is not None]
    return FactorKind(max(used, key=lambda one: one.used_at).kind if used else found[0].kind)


async def kinds(account: UUID) -> list[FactorKind]:
    """The kinds that a person has a confirmed factor of, in the order of their methods."""
    had = {one.kind for one in await confirmed(account)}
    return [kind for kind in BY_KIND if kind in had]


async def recovery_code(account: UUID) -> RecoveryCode | None:
    """The recovery code of a person, of which only the hash is known."""
    return await RecoveryCode.objects().get(RecoveryCode.account == account)
