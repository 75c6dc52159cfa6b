"""A step as its page shows it, follow-up questions under the answer that brought them up; pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from portal.questionnaires.draft import Draft
from portal.questionnaires.entry import Entry, Typed, display, present
from portal.questionnaires.forms.engine import Form
from portal.questionnaires.forms.state import NodeState, State
from portal.questionnaires.forms.steps import Step
from portal.questionnaires.reading import is_complete

ROW_LENGTH = 20  # a few short answers stand side by side

UNTOUCHED = Typed()

_BECAUSE = re.compile(r"\s*(/\S+)\s*=\s*'([^']*)'\s*")


@dataclass(frozen=True, slots=True)
class Item:
    """A question, note or heading on the page; `because` is the answer that made it appear, in words."""

    kind: str
    id: str
    label: str
    hint: str = ""
    error: str = ""
    typed: Typed = UNTOUCHED
    options: tuple[tuple[str, str], ...] = ()
    is_optional: bool = False
    is_long: bool = False
    is_row: bool = False
    is_menu: bool = False
    because: str = ""

    @property
    def choice(self) -> str:
        """The one answer that is chosen; empty without one."""
        return self.typed.chosen[0] if self.typed.chosen else ""


@dataclass(frozen=True, slots=True)
class Block:
    """Items that belong together; with `because`, they appeared after an answer."""

    because: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A step in the list beside the page."""

    key: str
    number: int
    title: str
    is_complete: bool
    is_begun: bool


def blocks(form: Form, state: State, step: Step, draft: Draft, errors: Mapping[str, str]) -> list[Block]:
    """The page of a step; `errors` are by reference."""
    made: list[Block] = []
    for node in step.nodes:
        item = _item(form, state, node, draft, errors)
        if made and made[-1].because == item.because:
            made[-1] = replace(made[-1], items=(*made[-1].items, item))
        else:
            made.append(Block(item.because, (item,)))
    return made


def plan(state: State, draft: Draft) -> list[PlanEntry]:
    """The steps that are gone through now, and how far each is."""
    return [
        PlanEntry(
            step.key,
            step.number,
            step.title,
            is_complete(step, draft),
            any(node.is_submitted or node.ref in draft.unread for node in step.questions),
        )
        for step in state.steps
    ]


def summary(step: Step, errors: Mapping[str, str]) -> list[tuple[str, str]]:
    """Field id and message of each error, in the order of the page."""
    return [(node.html_name, errors[node.ref]) for node in step.nodes if node.ref in errors]


@dataclass(frozen=True, slots=True)
class Difference:
    """A question of which another page saved something else than what was typed here; both as text."""

    label: str
    kept: str
    typed: str


def differences(theirs: State, mine: State, draft: Draft, entries: Mapping[str, Entry]) -> list[Difference]:
    """What was typed (the state `mine` has it) and is not what is kept, in the order of the page."""
    found = []
    for ref, entry in entries.items():
        ours, other = mine.node(ref), theirs.node(ref)
        if ours is None or other is None:
            continue
        kept = as_typed(draft.unread[ref]) if ref in draft.unread else display(other, other.language)
        said = display(ours, ours.language) if entry.error is None else as_typed(entry.typed)
        if kept != said:
            found.append(Difference(ours.label, kept, said))
    return found


def as_typed(typed: Typed) -> str:
    """What could not be understood, on one line."""
    return typed.text or " ".join(part for part in (typed.day, typed.month, typed.year) if part)


def _item(form: Form, state: State, node: NodeState, draft: Draft, errors: Mapping[str, str]) -> Item:
    if not node.is_question:
        return Item(node.type, node.html_name, node.label, node.hint, because=_because(form, state, node))
    typed = draft.unread.get(node.ref) or present(node)
    options = tuple(node.choices) if node.type.startswith("select") else ()
    return Item(
        "readonly" if node.readonly else node.type,
        node.html_name,
        node.label,
        node.hint,
        errors.get(node.ref, ""),
        _shown(node, typed),
        options,
        is_optional=not node.required and not node.readonly,
        is_long="multiline" in node.appearance,
        is_menu="minimal" in node.appearance,
        is_row="horizontal" in node.appearance and all(len(label) <= ROW_LENGTH for _name, label in options),
        because=_because(form, state, node),
    )


def _shown(node: NodeState, typed: Typed) -> Typed:
    """What cannot be changed is shown as people read it."""
    return Typed(text=node.display) if node.readonly else typed


def _because(form: Form, state: State, node: NodeState) -> str:
    """The label of the answer that a question follows, when it depends on one choice on the same page."""
    for index in _ancestry(form, form.indices[node.ref]):
        found = _BECAUSE.fullmatch(form.fields[index].node.relevant)
        followed = state.node(found[1]) if found else None
        if found and followed is not None and followed.type == "select_one" and _same_page(form, followed, node):
            return next((label for name, label in followed.choices if name == found[2]), "")
    return ""


def _ancestry(form: Form, index: int) -> Iterator[int]:
    while index >= 0:
        yield index
        index = form.fields[index].parent


def _same_page(form: Form, one: NodeState, other: NodeState) -> bool:
    places = {form.indices[one.ref], form.indices[other.ref]}
    return any(places <= set(plan.indices) for plan in form.plans)
