"""What becomes of the answers when a response goes over to another version of its questionnaire; pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from portal.questionnaires.differences import paired
from portal.questionnaires.draft import Draft
from portal.questionnaires.forms.definition import QUESTION_TYPES, Definition, Node

REPEAT = "repeat"

_NUMBER = re.compile(r"\[(\d+)\]")
# A value of the first type is one of the second as well.
_WIDER = {
    ("integer", "decimal"), ("range", "decimal"), ("integer", "range"), ("select_one", "select_multiple"),
    ("integer", "text"), ("decimal", "text"),
}  # fmt: skip
_CHOOSING = frozenset({"select_one", "select_multiple", "rank"})


@dataclass(frozen=True, slots=True)
class Move:
    """What stays, what goes and what comes, whether or not somebody answered it yet: the nodes of questions."""

    kept: tuple[Node, ...]
    dropped: tuple[Node, ...]
    added: tuple[Node, ...]

    @property
    def required(self) -> tuple[Node, ...]:
        """Those that come and that must be answered, at least by some people."""
        return tuple(node for node in self.added if node.required)


def move(old: Definition, new: Definition) -> Move:
    """What going over to `new` does to answers that were given to `old`; a question of another type starts anew."""
    places = _places(old, new)
    kept = {places[node.ref].ref for node in _questions(old) if node.ref in places}
    return Move(
        tuple(node for node in _questions(new) if node.ref in kept),
        tuple(node for node in _questions(old) if node.ref not in places),
        tuple(node for node in _questions(new) if node.ref not in kept),
    )


def moved(draft: Draft, old: Definition, new: Definition) -> Draft:
    """The draft for the new version: each answer under its question there, without choices that are not offered."""
    places, refs = _places(old, new), moved_refs([*draft.answers, *draft.unread, *draft.noted], old, new)
    answers = {}
    for ref, value in draft.answers.items():
        fitting = _fitting(value, places[_NUMBER.sub("", ref)], new) if refs[ref] else None
        if fitting is not None:
            answers[refs[ref]] = fitting
    unread = {place: typed for ref, typed in draft.unread.items() if (place := refs[ref])}
    return msgspec.structs.replace(
        draft,
        answers=answers,
        unread=unread,
        page="",
        is_final=False,
        noted=tuple(place for ref in draft.noted if (place := refs[ref])),
    )


def moved_refs(refs: Iterable[str], old: Definition, new: Definition) -> dict[str, str]:
    """Where each reference of the old version is in the new one; empty where there is no place for it."""
    places, repeats = _places(old, new), {node.ref for node in _all(new.nodes) if node.type == REPEAT}
    return {ref: _placed(ref, places, repeats) for ref in refs}


def template(ref: str) -> str:
    """The reference of a node without the numbers of its rows."""
    return _NUMBER.sub("", ref)


def _placed(ref: str, places: Mapping[str, Node], repeats: set[str]) -> str:
    """The reference in the new version, with the numbers of its rows; empty where there is no place for it."""
    node = places.get(_NUMBER.sub("", ref))
    if node is None:
        return ""
    numbers = iter(_NUMBER.findall(ref))
    path, placed = "", ""
    for name in node.ref.split("/")[1:]:
        path, placed = f"{path}/{name}", f"{placed}/{name}"
        if path in repeats and path != node.ref:
            number = next(numbers, None)
            if number is None:
                return ""
            placed += f"[{number}]"
    return "" if next(numbers, None) is not None else placed


def _fitting(value: str, node: Node, new: Definition) -> str | None:
    """The value without choices that are not there any more; None, so that it is asked again, when nothing is left."""
    if node.type not in _CHOOSING or not value or node.choice_list not in new.choices:
        return value
    names = {choice.name for choice in new.choices[node.choice_list]}
    return " ".join(name for name in value.split() if name in names) or None


def _places(old: Definition, new: Definition) -> dict[str, Node]:
    """Where the answers to each node of the old version go, by its reference."""
    after = {node.ref: node for node in _all(new.nodes)}
    return {was.ref: after[ref] for ref, was in paired(old, new).items() if _fits(was, after[ref])}


def _fits(was: Node, now: Node) -> bool:
    return was.type == now.type or (was.type, now.type) in _WIDER


def _questions(definition: Definition) -> Iterator[Node]:
    return (node for node in _all(definition.nodes) if node.type in QUESTION_TYPES)


def _all(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)
