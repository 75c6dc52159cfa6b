"""What a member may do in the dossiers of a company: pure rules."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID


class Right(StrEnum):
    """What somebody may do in a dossier."""

    NONE = "none"
    READ = "read"
    DELIVER = "deliver"


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of a member: sees all dossiers with one right, or chosen ones, each with its own.

    What was chosen before for a dossier that is not named stays.
    """

    sees_all: bool
    right: Right = Right.READ
    chosen: Mapping[UUID, Right] | None = None


def granted(member: Any, dossiers: Collection[UUID], chosen: Mapping[UUID, bool]) -> dict[UUID, bool]:
    """The dossiers of the company that a `Membership` opens, each with whether they may deliver in it.

    `chosen` are the rights of one who does not see all. A blocked member sees nothing, an administrator everything.
    """
    if member.blocked_at is not None:
        return {}
    if member.is_administrator:
        return dict.fromkeys(dossiers, True)
    if member.sees_all:
        return dict.fromkeys(dossiers, bool(member.can_deliver))
    return {dossier: chosen[dossier] for dossier in dossiers if dossier in chosen}
