"""Saving and resuming at every step gives exactly what one sitting gives."""

import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from litestar.datastructures import FormMultiDict

from portal.adapters.encryption import KeyRing
from portal.questionnaires import reading
from portal.questionnaires.acts import Act, Verb
from portal.questionnaires.draft import Draft, opened, sealed
from portal.questionnaires.entry import ASKED, present
from portal.questionnaires.forms.engine import Form, compile_form
from portal.questionnaires.forms.importing import read_form
from portal.questionnaires.forms.state import NodeState, State
from portal.questionnaires.reading import Posted
from tests.support.forms import FOLDER

NOW = datetime.datetime(2026, 11, 23, 13, 7, tzinfo=datetime.UTC)
RESPONSE = UUID(int=481)
TEXTS = st.sampled_from(
    ["", "Anna", "geen getal", "12,50", "0,125", "1.250", "3", "-1", "111222333", "1015 KL", "é\n<b>", "ja"]
)


@cache
def form_named(name: str) -> Form:
    """A whole questionnaire."""
    return compile_form(read_form((FOLDER / f"{name}.md").read_bytes(), f"{name}.md"))


@cache
def keys() -> KeyRing:
    """Keys to seal drafts with."""
    return KeyRing.create(Path(mkdtemp()) / "keys.json")


def typed(node: NodeState, draw: Any) -> dict[str, list[str]]:
    """What somebody may fill in for a question: something sensible, or not."""
    name = node.html_name
    if node.type == "date":
        day = draw(st.sampled_from([("27", "3", "1958"), ("", "", ""), ("31", "2", "1990"), ("1", "mei", "2027")]))
        return {f"{name}-{part}": [text] for part, text in zip(("day", "month", "year"), day, strict=True)}
    if node.type.startswith("select"):
        names = [value for value, _label in node.choices]
        return {name: draw(st.lists(st.sampled_from(names), max_size=2, unique=True)) if names else []}
    if node.type == "acknowledge":
        return {name: draw(st.sampled_from([[], ["OK"]]))}
    return {name: [draw(TEXTS)]}


def shown(node: NodeState, draft: Draft) -> dict[str, list[str]]:
    """What a browser sends of a question that nobody touched: what its fields show."""
    name, known = node.html_name, draft.unread.get(node.ref) or present(node)
    if node.type == "date":
        return {f"{name}-{part}": [getattr(known, part)] for part in ("day", "month", "year")}
    if node.type.startswith("select") or node.type == "acknowledge":
        return {name: list(known.chosen)}
    return {name: [known.text]}


def state_of(form: Form, draft: Draft) -> State:
    """What the questionnaire makes of a draft."""
    return form.evaluate(draft.answers, language="nl", now=NOW)


def saved(form: Form, draft: Draft, step: str, fields: dict[str, list[str]], *, is_next: bool) -> Draft:
    """The draft after these fields of a step were posted."""
    state = state_of(form, draft)
    found = state.step(step)
    assert found is not None
    asked = [node.html_name for node in found.questions]
    pairs = [(name, value) for name, values in {**fields, ASKED: asked}.items() for value in values]
    posted = Posted(step, FormMultiDict(pairs), 0, "p", Act(Verb.NEXT if is_next else Verb.LATER))
    after = reading.merged(draft, reading.read_step(state, draft, posted), posted)
    return reading.settled(after, state_of(form, after), form.file_questions)


def resumed(form: Form, draft: Draft, step: str, draw: Any) -> Draft:
    """Leave and come back: sealed, opened, and perhaps saved again just as it is shown."""
    draft = opened(sealed(draft, RESPONSE, keys()), RESPONSE, keys())
    found = state_of(form, draft).step(step)
    if found is None or not draw(st.booleans()):
        return draft
    fields = {name: values for node in found.questions for name, values in shown(node, draft).items()}
    return saved(form, draft, step, fields, is_next=False)


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(["testament", "koopwoning"]), data=st.data())
def test_saving_and_resuming_at_every_step_gives_what_one_sitting_gives(name: str, data: st.DataObject) -> None:
    form = form_named(name)
    sitting = resuming = Draft()
    for plan in form.plans:
        for _round in range(2):  # the second time, the questions that the first answers brought up
            step = state_of(form, sitting).step(plan.key)
            if step is None:
                continue
            fields = {key: values for node in step.questions for key, values in typed(node, data.draw).items()}
            sitting = saved(form, sitting, plan.key, fields, is_next=True)
            resuming = resumed(form, resuming, plan.key, data.draw)
            resuming = saved(form, resuming, plan.key, fields, is_next=True)
            resuming = resumed(form, resuming, plan.key, data.draw)
    assert state_of(form, resuming).submission() == state_of(form, sitting).submission()
    assert resuming.unread == sitting.unread
    one, other = (reading.first_incomplete(state_of(form, each), each) for each in (sitting, resuming))
    assert (one and one.key) == (other and other.key)
