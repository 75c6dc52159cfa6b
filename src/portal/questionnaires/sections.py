"""The answers of a response by section, as they are checked, shown after sending, and printed; pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.i18n import catalogue
from portal.i18n import mark as _
from portal.questionnaires.differing import as_typed
from portal.questionnaires.draft import Draft
from portal.questionnaires.entry import display
from portal.questionnaires.forms.display import masked
from portal.questionnaires.forms.pictures import picture_name
from portal.questionnaires.forms.state import NodeState, State
from portal.questionnaires.forms.steps import Step
from portal.questionnaires.reading import is_complete, is_open

_CHOOSING = frozenset({"select_one", "select_multiple", "rank"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer as people read it; `text` is empty where there is none.

    `masked` shows the end of a confidential one. `picture` is the name of that of the question, `pictures` are those of
    what was chosen, which would tell a confidential answer.
    """

    ref: str
    id: str
    label: str
    text: str
    is_optional: bool
    can_change: bool
    is_open: bool
    masked: str = ""
    picture: str = ""
    pictures: tuple[str, ...] = ()


@dataclass(slots=True)
class Part:
    """Answers under a heading: of the step itself, of a group in it, or of a row; `key` is the page that they are on.

    `title` is empty where the answers go on after a group or a list. `level` is 2 for a step.
    """

    key: str
    title: str
    level: int
    answers: list[Answer] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one step; `open_questions` are those that still stand in the way."""

    key: str
    title: str
    parts: tuple[Part, ...]
    open_questions: tuple[str, ...]
    is_complete: bool

    @property
    def answers(self) -> list[Answer]:
        """Those of all parts together."""
        return [answer for part in self.parts for answer in part.answers]


def sections(state: State, draft: Draft, language: str) -> list[Section]:
    """Every relevant question by step; notes and what was filled in by calculation alone are left out."""
    return [_section(state, step, draft, language) for step in state.steps]


def _section(state: State, step: Step, draft: Draft, language: str) -> Section:
    parts = tuple(_told(list(_parts(state, step, 2, draft, language))))
    open_questions = tuple(
        f"{part.title}: {answer.label}" if part.key != step.key else answer.label
        for part in parts
        for answer in part.answers
        if answer.is_open
    )
    return Section(step.key, step.title, parts, open_questions, is_complete(step, draft))


def _told(parts: list[Part]) -> Iterator[Part]:
    """Those with answers, and the headings above them; none for a step that asks nothing."""
    if any(part.answers for part in parts):
        yield from (part for part in parts if part.answers or part.title)


def _parts(state: State, page: Step, level: int, draft: Draft, language: str) -> Iterator[Part]:
    """The parts of a page, those of its rows where their list stands."""
    part = Part(page.key, page.title, level)
    groups: list[NodeState] = []
    for node in page.nodes:
        if groups and node.depth <= groups[-1].depth:
            while groups and node.depth <= groups[-1].depth:
                groups.pop()
            yield part
            part = Part(page.key, "", level)
        if node.type == "group" and node.label:
            groups.append(node)
            yield part
            part = Part(page.key, node.label, level + len(groups))
        elif node.type == "repeat":
            if not node.rows:
                part.answers.append(_no_rows(node, language))
            yield part
            yield from _rows(state, node, level + 1, draft, language)
            part = Part(page.key, "", level)
        elif node.is_question:
            part.answers.append(_answer(node, draft, language))
    yield part


def _rows(state: State, repeat: NodeState, level: int, draft: Draft, language: str) -> Iterator[Part]:
    for row in repeat.rows:
        page = state.step(row.step_key)
        if page is not None:
            yield from _parts(state, page, level, draft, language)


def _answer(node: NodeState, draft: Draft, language: str) -> Answer:
    text = display(node, language)
    if node.ref in draft.unread:
        text = as_typed(draft.unread[node.ref])
    return Answer(
        node.ref,
        node.html_name,
        node.label,
        text,
        not node.required,
        not node.readonly,
        is_open(node, draft),
        masked(text) if node.is_confidential else "",
        picture_name(node.image),
        () if node.is_confidential else tuple(_chosen_pictures(node)),
    )


def _chosen_pictures(node: NodeState) -> Iterator[str]:
    """Those of the choices that were made, in their order."""
    if node.type in _CHOOSING:
        images = node.choice_images
        yield from (picture_name(images[value]) for value in node.value.split() if value in images)


def _no_rows(repeat: NodeState, language: str) -> Answer:
    """That a list is empty is an answer as well."""
    none = catalogue(language).gettext(_("None"))
    return Answer(
        repeat.ref,
        repeat.html_name,
        repeat.label,
        none,
        is_optional=True,
        can_change=not repeat.is_fixed,
        is_open=False,
    )
