"""In which order values are worked out, so that each finds what it needs."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

Needs = Mapping[int, set[int]]


class Wave(NamedTuple):
    """Nodes that are worked out together: one, or several that follow each other from row to row of a repeat."""

    indices: tuple[int, ...]
    is_by_row: bool


class Circle(Exception):
    """Nodes that depend on each other in a circle; the first stands at the end again."""

    def __init__(self, indices: list[int]) -> None:
        super().__init__(f"a circle of {len(indices) - 1}")
        self.indices = indices


def waves(needs: Needs, elsewhere: Needs) -> Iterator[Wave]:
    """All nodes, each after those that it needs; raises `Circle`.

    `elsewhere` is what a node needs of other rows of its own repeat, as a running total does: that may close a circle
    between nodes, because the rows are gone through in order.
    """
    groups = _Groups(needs, elsewhere)
    for leader in groups.order():
        members = groups.members[leader]
        is_by_row = len(members) > 1 or leader in elsewhere.get(leader, ())
        yield Wave(_ordered(needs, members), is_by_row)


def _ordered(needs: Needs, members: set[int]) -> tuple[int, ...]:
    try:
        return tuple(TopologicalSorter({each: needs.get(each, set()) & members for each in members}).static_order())
    except CycleError as error:
        raise Circle(error.args[1][::-1]) from error


class _Groups:
    """Nodes that depend on each other by way of other rows, merged until no circle is left."""

    def __init__(self, needs: Needs, elsewhere: Needs) -> None:
        self.needs = needs
        self.elsewhere = elsewhere
        self.leaders = {each: each for each in needs}
        self.members = {each: {each} for each in needs}

    def order(self) -> tuple[int, ...]:
        while True:
            try:
                return tuple(TopologicalSorter(self._graph()).static_order())
            except CycleError as error:
                self._merge(error.args[1][::-1])

    def _graph(self) -> dict[int, set[int]]:
        graph: dict[int, set[int]] = {leader: set() for leader in self.members}
        for each, leader in self.leaders.items():
            # What is merged into one no longer waits for itself; what needs its own value does.
            here = {self.leaders[other] for other in self.needs[each] if other == each or self.leaders[other] != leader}
            there = {self.leaders[other] for other in self.elsewhere.get(each, ())} - {leader}
            graph[leader] |= here | there
        return graph

    def _merge(self, circle: list[int]) -> None:
        found = set(circle)
        if not any(self._reaches(one, found - {one}) for one in found):
            raise Circle(circle)
        leader = min(found)
        for other in found - {leader}:
            for member in self.members.pop(other):
                self.leaders[member] = leader
                self.members[leader].add(member)

    def _reaches(self, leader: int, others: set[int]) -> bool:
        """Whether it needs one of the others in other rows."""
        needed = {each for member in self.members[leader] for each in self.elsewhere.get(member, ())}
        return any(self.leaders[each] in others for each in needed)
