"""Where nodes stand before any answer: each in a block, and a block is what exists once per row of a repeat."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol


class Noted(Protocol):
    """What is known of a node: its reference, and whether it is a repeat."""

    @property
    def ref(self) -> str: ...
    @property
    def type(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A node's `slot` in its `block`, and its `index` in document order, -1 for the root.

    A repeat stands as a list in the block around it; `inner` is the block of its rows, -1 for any other node. In a
    block, slot 0 is the root or the row itself.
    """

    ref: str
    index: int
    block: int
    slot: int
    inner: int = -1


@dataclass(frozen=True, slots=True)
class Block:
    """The nodes of one row of a repeat, or (0) those outside repeats; `parent` is that of the list, or -1."""

    repeat: Place
    parent: int
    depth: int
    members: list[Place] = field(default_factory=list)


class Places:
    """The places of all nodes by reference, and the blocks."""

    def __init__(self, nodes: Iterable[Noted]) -> None:
        """Nodes in document order, a group or repeat before its content."""
        listed = list(nodes)
        self.root = "/" + (listed[0].ref.split("/")[1] if listed else "data")
        root = Place(self.root, -1, 0, 0, 0)
        self.by_ref: dict[str, Place] = {self.root: root}
        self.blocks = [Block(root, -1, 0)]
        self._inside: dict[str, list[Place]] = {}
        for index, node in enumerate(listed):
            self._add(index, node)

    def _add(self, index: int, node: Noted) -> None:
        parent = node.ref.rpartition("/")[0]
        around = self.by_ref[parent]
        number = around.block if around.inner < 0 else around.inner
        block = self.blocks[number]
        inner = len(self.blocks) if node.type == "repeat" else -1
        place = Place(node.ref, index, number, len(block.members) + 1, inner)
        block.members.append(place)
        self.by_ref[node.ref] = place
        self._inside.setdefault(parent, []).append(place)
        if inner >= 0:
            self.blocks.append(Block(place, number, block.depth + 1))

    def children(self, ref: str) -> list[Place]:
        """The places directly below one, in document order."""
        return self._inside.get(ref, [])

    def is_around(self, outer: int, block: int) -> bool:
        """Whether a block is another or stands around it."""
        while block >= 0 and block != outer:
            block = self.blocks[block].parent
        return block == outer
