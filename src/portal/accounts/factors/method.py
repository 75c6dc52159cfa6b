"""What one method of two-step verification has to bring along; `registry` names them all."""

import datetime
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal.accounts.factors.tables import FactorKind, HalfwaySignIn, SecondFactor
from portal.adapters.clock import Clock
from portal.adapters.encryption import KeyRing, Purpose
from portal.settings import Settings

SECRET = {"table": "second_factor", "column": "secret"}


@dataclass(frozen=True, slots=True)
class Tools:
    """What methods work with; `controllers.door.tools_of` makes it from what the application is wired to."""

    keys: KeyRing
    settings: Settings
    clock: Clock
    address: str = ""
    """The network address that is asking, where that counts."""

    def seal(self, factor: UUID, secret: str) -> bytes:
        """The secret of a factor as its row keeps it."""
        return self.keys.encrypt_text(Purpose.FIELDS, secret, **SECRET, row=factor)

    def unseal(self, factor: SecondFactor) -> str:
        """The secret of a factor. Raises `CannotDecrypt` when it was changed or moved."""
        return unsealed(factor, self.keys)


def unsealed(factor: SecondFactor, keys: KeyRing) -> str:
    """The secret of a factor. Raises `CannotDecrypt` when it was changed or moved."""
    return keys.decrypt_text(Purpose.FIELDS, factor.secret, **SECRET, row=factor.id)


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody brings to prove a factor: what they typed or their browser sent, and for which sign-in.

    `factors` are the confirmed ones of this kind of this person; `halfway` is None where somebody who is signed in
    proves again who they are, in the `session` with this id.
    """

    typed: Mapping[str, str]
    factors: Sequence[SecondFactor]
    halfway: HalfwaySignIn | None
    now: datetime.datetime
    tools: Tools
    session: str = ""


async def nothing(_halfway: HalfwaySignIn, _tools: Tools) -> None:
    """What most methods have to do before they can be asked for."""


async def nothing_beside(_halfway: HalfwaySignIn, _tools: Tools) -> Mapping[str, Any]:
    """What the pages of most methods show beside the field for the code."""
    return {}


def always(_settings: Settings) -> bool:
    """A method that needs nothing of the office."""
    return True


def by_name(factor: SecondFactor, _tools: Tools) -> str:
    """What most factors are told apart by."""
    return factor.name


@dataclass(frozen=True, slots=True)
class Method:
    """A method of two-step verification. Texts are message ids, translated when shown.

    `prove` answers which factor was proven, or None, and runs in the transaction that lets the person in, alone for
    this account. `begin` runs when the method is asked for in a sign-in, such as to send a code, and
    `page` answers what its page shows of that. `tell_apart` is the line below a factor in My details.
    """

    kind: FactorKind
    icon: str
    title: str
    explanation: str
    needed: str
    use: str
    prove: Callable[[Proof], Awaitable[UUID | None]]
    begin: Callable[[HalfwaySignIn, Tools], Awaitable[None]] = nothing
    page: Callable[[HalfwaySignIn, Tools], Awaitable[Mapping[str, Any]]] = nothing_beside
    tell_apart: Callable[[SecondFactor, Tools], str] = by_name
    is_offered: Callable[[Settings], bool] = always
    is_for_staff: bool = True
    is_recommended: bool = False
