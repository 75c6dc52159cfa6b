"""Whoever leaves after every step and comes back ends where somebody ends who fills in everything at one sitting."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.adapters.encryption import KeyRing
from portal.questionnaires import reading
from portal.questionnaires.draft import Draft, opened, sealed
from portal.questionnaires.forms.answers import without_numbers
from tests.questionnaires.personas.everybody import PERSONAS
from tests.questionnaires.personas.persona import NOW, Persona

RESPONSE = UUID(int=481)


@cache
def keys() -> KeyRing:
    """Keys to seal drafts with."""
    return KeyRing.create(Path(mkdtemp()) / "keys.json")


def with_files(persona: Persona, draft: Draft) -> Draft:
    """The draft and, as the portal keeps them beside it, the files that this person added."""
    files = {
        ref: name for ref, name in persona.answers().items() if without_numbers(ref) in persona.form.file_questions
    }
    return msgspec.structs.replace(draft, answers=draft.answers | files)


def resumed(persona: Persona, draft: Draft, step: str, language: str) -> Draft:
    """The draft, sealed and opened again as when somebody comes back, with the answers of one step more."""
    kept = opened(sealed(draft, RESPONSE, keys()), RESPONSE, keys())
    after = Draft(kept.answers | persona.answers(step), kept.unread, page="p", is_final=True)
    state = persona.form.evaluate(after.answers, language=language, now=NOW)
    return reading.settled(after, state, persona.form.file_questions)


@settings(max_examples=60, deadline=None)
@given(persona=st.sampled_from(PERSONAS), data=st.data())
def test_saving_and_resuming_at_every_step_gives_what_one_sitting_gives(persona: Persona, data: st.DataObject) -> None:
    order = persona.keys
    if data.draw(st.booleans(), label="back and forth"):
        order = [*data.draw(st.permutations(order)), *order]
    draft = Draft()
    for step in order:
        draft = resumed(persona, draft, step, data.draw(st.sampled_from(["nl", "en"])))
    draft, at_once = with_files(persona, draft), persona.state()
    state = persona.form.evaluate(draft.answers, language=persona.language, now=NOW)
    assert state.submission() == at_once.submission()
    assert [step.title for step in state.steps] == [step.title for step in at_once.steps]
    assert reading.first_incomplete(state, draft) is None
    assert state.is_valid


@settings(max_examples=30, deadline=None)
@given(persona=st.sampled_from(PERSONAS), data=st.data())
def test_answers_that_no_longer_count_come_back_when_they_do(persona: Persona, data: st.DataObject) -> None:
    """Somebody becomes another person halfway, and then changes their mind."""
    other = data.draw(st.sampled_from([each for each in PERSONAS if each.questionnaire == persona.questionnaire]))
    draft = Draft(persona.answers())
    for step in data.draw(st.permutations(other.keys)):
        draft = resumed(other, draft, step, "nl")
    for step in persona.keys:
        draft = resumed(persona, draft, step, "nl")
    draft = with_files(persona, draft)
    state = persona.form.evaluate(draft.answers, language=persona.language, now=NOW)
    assert state.submission() == persona.state().submission()
