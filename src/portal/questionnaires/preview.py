"""A questionnaire as clients will see it, before anybody does: its steps and questions in one language; pure."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from portal.questionnaires.differences import text_of, title_of
from portal.questionnaires.forms.engine import Form
from portal.questionnaires.forms.fields import Field
from portal.questionnaires.forms.plans import Plan
from portal.questionnaires.forms.state import NodeState, State


@dataclass(frozen=True, slots=True)
class PreviewedQuestion:
    """A question, note or heading; `is_sometimes` says that it depends on other answers."""

    kind: str
    label: str
    hint: str
    choices: tuple[str, ...]
    is_sometimes: bool
    is_required: bool


@dataclass(frozen=True, slots=True)
class PreviewedStep:
    """A page of the questionnaire; `is_sometimes` says that it depends on other answers."""

    title: str
    questions: tuple[PreviewedQuestion, ...]
    is_sometimes: bool


def preview(form: Form, language: str, *, now: datetime.datetime) -> list[PreviewedStep]:
    """Every step, also those that are asked of some people only."""
    state = form.evaluate({}, language=language, now=now)
    steps = []
    for plan in form.plans:
        is_group = plan.group >= 0
        title = _node(form, state, plan.group if is_group else plan.indices[0]).label
        is_sometimes = is_group and bool(form.fields[plan.group].node.relevant)
        steps.append(PreviewedStep(title, tuple(_questions(form, state, plan, language)), is_sometimes))
    return steps


def _questions(form: Form, state: State, plan: Plan, language: str) -> Iterator[PreviewedQuestion]:
    """What stands on a page, and after each list what is asked in its rows, of which there are none yet."""
    for index in plan.indices:
        yield _question(form, state, index)
        if form.fields[index].is_repeat:
            inside = takewhile(partial(_is_deeper, form.fields[index]), form.fields[index + 1 :])
            yield from (_in_row(each, language) for each in inside if each.is_shown)


def _is_deeper(group: Field, field: Field) -> bool:
    return field.depth > group.depth


def _in_row(field: Field, language: str) -> PreviewedQuestion:
    """A question in a row, with `${name}` where an answer is filled in."""
    node = field.node
    choices = tuple(text_of(each.choice.label, language) or each.choice.name for each in field.choices)
    is_sometimes = bool(node.relevant or node.choice_filter)
    return PreviewedQuestion(node.type, title_of(node, language), "", choices, is_sometimes, field.required is not None)


def count_questions(form: Form) -> int:
    """How many questions the questionnaire has, asked of everybody or not."""
    return sum(field.is_question for field in form.fields)


def _question(form: Form, state: State, index: int) -> PreviewedQuestion:
    node, field = _node(form, state, index), form.fields[index]
    return PreviewedQuestion(
        node.type,
        node.label,
        node.hint,
        tuple(label for _name, label in node.choices),
        bool(field.node.relevant or field.node.choice_filter),
        field.required is not None,
    )


def _node(form: Form, state: State, index: int) -> NodeState:
    """The node of a field that stands outside repeats."""
    found = state.node(form.fields[index].node.ref)
    assert found is not None
    return found
