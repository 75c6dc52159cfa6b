"""Paths through the form: worked out once to a walk, which leads from a row to the rows that hold what is named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .compiled import Row, Run
from .places import Place, Places

Rows = Sequence[Row]
Move = Callable[[Row, Rows], Rows]
"""One stretch of a walk: from some rows to others; the first argument is the row where the expression runs."""


@dataclass(frozen=True, slots=True)
class Test:
    """A condition in square brackets; `is_place` when it gives the place of what it keeps (`[2]`)."""

    run: Run
    is_place: bool
    is_outermost: bool

    def keep(self, origin: Row, rows: Rows) -> Rows:
        """The rows that meet it."""
        scope = origin.scope
        before = scope.here, scope.position, scope.size
        if self.is_outermost:
            scope.here = origin
        scope.size = float(len(rows))
        found = []
        for place, row in enumerate(rows, 1):
            scope.position = float(place)
            result = self.run(row)
            if result == place if self.is_place else result:
                found.append(row)
        scope.here, scope.position, scope.size = before
        return found


@dataclass(frozen=True, slots=True)
class Walk:
    """The way to `place`: `ups` rows outwards, then the moves. It ends in rows of `block`.

    `chosen` are the blocks of which it goes to some rows and not to others.
    """

    place: Place
    block: int
    ups: int = 0
    moves: tuple[Move, ...] = ()
    chosen: frozenset[int] = frozenset()

    @property
    def slot(self) -> int:
        """Where the node stands in the rows that are arrived at: of a repeat, the row itself or the list."""
        return self.place.slot if self.block == self.place.block else 0

    @property
    def is_row(self) -> bool:
        """Whether it leads to rows as such, not to something in them."""
        return self.block == self.place.inner > 0

    def rows(self, row: Row) -> Rows:
        """The rows that hold the nodes, in document order."""
        found: Row = row
        for _up in range(self.ups):
            found = found.parent
        rows: Rows = (found,)
        for move in self.moves:
            rows = move(row, rows)
        return rows

    def texts(self) -> Run:
        """The closure that gives the values of the nodes; those that are not relevant are none of them."""
        slot, rows = self.slot, self.rows
        return lambda row: [each.values[slot] for each in rows(row) if each.relevant[slot]]

    def text(self) -> Run:
        """The closure that gives the value of the one node to which a walk without moves leads."""
        slot, ups = self.slot, self.ups
        if ups == 0:
            return lambda row: row.values[slot]
        if ups == 1:
            return lambda row: row.parent.values[slot]
        rows = self.rows
        return lambda row: rows(row)[0].values[slot]


def all_texts(walks: Sequence[Walk]) -> Run:
    """The closure that gives the values of the nodes of several walks, in document order, each once."""

    def texts(origin: Row) -> list[str]:
        found = ((row, walk.slot) for walk in walks for row in walk.rows(origin))
        nodes = {(*_order(row), slot): row.values[slot] for row, slot in found if row.relevant[slot]}
        return [nodes[place] for place in sorted(nodes)]

    return texts


def _order(row: Row) -> tuple[int, ...]:
    """Where a row stands in the form: slot and number of each row around it, and its own."""
    return () if row.parent is None else (*_order(row.parent), row.slot, row.number)


def walk_to_root(places: Places, block: int) -> Walk:
    """From a row of a block to the form itself."""
    return Walk(places.by_ref[places.root], 0, places.blocks[block].depth)


def child(walk: Walk, place: Place, tests: tuple[Test, ...]) -> Walk:
    """On to a node directly below; a repeat gives its rows."""
    if walk.place.inner > 0 and not walk.is_row:
        walk = _into(walk, walk.place, ())
    walk = replace(walk, place=place)
    return _into(walk, place, tests) if place.inner > 0 else kept(walk, tests)


def kept(walk: Walk, tests: tuple[Test, ...]) -> Walk:
    """The same nodes, each by itself put to the tests."""

    def move(origin: Row, rows: Rows) -> Rows:
        return [row for row in rows if _meets(origin, (row,), tests)]

    return replace(walk, moves=(*walk.moves, move)) if tests else walk


def _meets(origin: Row, rows: Rows, tests: tuple[Test, ...]) -> Rows:
    for test in tests:
        rows = test.keep(origin, rows)
    return rows


def _into(walk: Walk, repeat: Place, tests: tuple[Test, ...]) -> Walk:
    slot = repeat.slot

    def move(_origin: Row, rows: Rows) -> Rows:
        return [inner for row in rows for inner in row.rows.get(slot, ())]

    def tested(origin: Row, rows: Rows) -> Rows:
        return [inner for row in rows for inner in _meets(origin, row.rows.get(slot, ()), tests)]

    chosen = walk.chosen | {repeat.inner} if tests else walk.chosen
    return replace(walk, block=repeat.inner, moves=(*walk.moves, tested if tests else move), chosen=chosen)


def parent(walk: Walk, places: Places) -> Walk | None:
    """On to the node directly around; None at the top."""
    above = places.by_ref.get(walk.place.ref.rpartition("/")[0])
    if above is None:
        return None
    if not walk.is_row:
        return replace(walk, place=above)
    if not walk.moves:
        return replace(walk, place=above, block=walk.place.block, ups=walk.ups + 1)
    return replace(walk, place=above, block=walk.place.block, moves=(*walk.moves, _outwards))


def _outwards(_origin: Row, rows: Rows) -> Rows:
    return list({id(row.parent): row.parent for row in rows}.values())


def nth(walk: Walk, number: Run) -> Walk:
    """Of all rows that the walk leads to, the one that has this number."""

    def move(origin: Row, rows: Rows) -> Rows:
        wanted = number(origin)
        return rows[int(wanted) - 1 : int(wanted)] if 1 <= wanted <= len(rows) else ()

    return replace(walk, moves=(*walk.moves, move), chosen=walk.chosen | {walk.block})
