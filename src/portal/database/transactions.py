"""What a transaction owes on both engines, whatever happens to the task that it runs in.

Piccolo's own transactions leak their connection when the task is cancelled while they begin or end. These end first,
and give the connection back, before the cancellation goes on.
"""

from types import TracebackType
from typing import Any

from portal.finishing import to_the_end


class SafeTransaction:
    """Mixed into Piccolo's transaction of an engine: begins and ends it so that no connection is lost.

    A transaction inside another joins it. A task that outlives the transaction in which it was started is outside it.
    """

    engine: Any
    connection: Any
    is_open = False
    _parent: Any
    _committed: bool
    _rolled_back: bool

    async def __aenter__(self) -> Any:
        if self._parent is not None and self._parent.is_open:
            return self._parent
        self._parent = None
        self.connection = await self.borrow()
        try:
            await self.begin()
        except BaseException:
            await to_the_end(self._abandon())
            raise
        self.is_open = True
        self._token = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if self._parent is not None:
            return False
        try:
            await to_the_end(self._end(is_good=error is None))
        finally:
            self.engine.current_transaction.reset(self._token)
        return False

    async def _end(self, *, is_good: bool) -> None:
        """Commit or roll back, unless that was done by hand, and give the connection back in any case."""
        self.is_open = False
        if self._committed or self._rolled_back:
            await self.give_back()
        elif is_good:
            try:
                await self.commit()
            except BaseException:
                await self._abandon()
                raise
            await self.give_back()
        else:
            await self._abandon()

    async def _abandon(self) -> None:
        try:
            await self.undo()
        finally:
            await self.give_back()

    async def borrow(self) -> Any:
        """A connection for this transaction alone."""
        raise NotImplementedError

    async def give_back(self) -> None:
        """Let others have the connection."""
        raise NotImplementedError

    async def undo(self) -> None:
        """Roll back whatever was begun, if anything was."""
        raise NotImplementedError

    async def begin(self) -> None:
        """Begin."""
        raise NotImplementedError

    async def commit(self) -> None:
        """Commit."""
        raise NotImplementedError
