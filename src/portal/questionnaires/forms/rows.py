"""The form and each row of its repeats, as an evaluation fills them in; expressions run in them."""

from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from .nodes import NodeState
    from .scope import Scope


Where = tuple[int, int, int]
"""The block of a row, the slot of its list in the row around it, and its number from 1."""


class Row:
    """One row of a repeat, or the form itself (`parent` None). The lists are by slot, where 0 is the row as such.

    `values` holds what counts (empty where not relevant), `given` the answer that was saved, None where there never
    was one. `rows` are those of the repeats in it, by the slot of the list. `ref` is such as `/data/kids/child[2]`.
    """

    __slots__ = ("block", "given", "number", "parent", "ref", "relevant", "rows", "scope", "slot", "states", "values")

    def __init__(self, scope: "Scope", parent: Optional["Row"], where: Where, ref: str, size: int) -> None:
        self.scope = scope
        self.parent = parent
        self.block, self.slot, self.number = where
        self.ref = ref
        self.values = [""] * size
        self.relevant = [True] * size
        self.given: list[str | None] = [None] * size
        self.rows: dict[int, list[Row]] = {}
        self.states: dict[int, NodeState] = {}

    def is_in(self, other: "Row") -> bool:
        """Whether it is the other or stands in it."""
        row: Row | None = self
        while row is not None and row is not other:
            row = row.parent
        return row is other
