"""Where in a long list a page starts, as its address has it: handlers ask for `position: NamedDependency[Position]`."""

from uuid import UUID

from litestar.di import Provide
from litestar.params import FromQuery
from litestar.types import Dependencies

from portal.database.pages import Position


async def position(after: FromQuery[UUID | None] = None, before: FromQuery[UUID | None] = None) -> Position:
    """What follows `?`: right after a row, or right before one; the top of the list when it names none."""
    return Position(after, before)


PAGED: Dependencies = {"position": Provide(position)}
"""What controllers of long lists say under `dependencies`."""
