"""A questionnaire as clients will see it, before anybody does: its steps and questions in one language; pure."""

import datetime
from dataclasses import dataclass

from portal.questionnaires.forms.engine import Form
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
        questions = tuple(_question(form, state, index) for index in plan.indices)
        steps.append(PreviewedStep(title, questions, is_sometimes))
    return steps


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
