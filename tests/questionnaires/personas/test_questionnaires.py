"""Each questionnaire that comes with the product is whole in both languages, and of a size that people can manage."""

import re

import pytest

from portal.questionnaires.forms.definition import Definition, Node
from portal.resources import folder
from tests.questionnaires.personas.everybody import PERSONAS
from tests.questionnaires.personas.persona import NOW, form_named

NAMES = sorted(path.stem for path in (folder("questionnaires") / "sources").glob("*.md"))
MOST_STEPS = 13
MOST_QUESTIONS = 15
every_one = pytest.mark.parametrize("name", NAMES)


def nodes(definition: Definition) -> list[Node]:
    """All nodes, groups before what they hold."""
    waiting, found = list(definition.nodes), []
    while waiting:
        node = waiting.pop(0)
        found.append(node)
        waiting[:0] = node.children
    return found


@every_one
def test_everything_is_said_in_both_languages(name: str) -> None:
    definition = form_named(name).definition
    assert definition.warnings == ()
    assert definition.languages == ("nl", "en")
    assert set(definition.title) == {"nl", "en"}
    found = [(node.ref, text) for node in nodes(definition) for text in (node.label, node.hint)]
    found += [(node.ref, node.constraint_message) for node in nodes(definition)]
    found += [(node.ref, node.required_message) for node in nodes(definition)]
    found += [(node.ref, node.warning_message) for node in nodes(definition)]
    found += [(f"{name} {each.name}", each.label) for name, list_ in definition.choices.items() for each in list_]
    assert [ref for ref, text in found if text and set(text) != {"nl", "en"}] == []


@every_one
def test_a_condition_that_can_fail_says_why(name: str) -> None:
    found = nodes(form_named(name).definition)
    assert [node.ref for node in found if node.constraint and not node.constraint_message] == []
    assert [node.ref for node in found if node.warning and not node.warning_message] == []


@every_one
def test_what_an_export_calls_the_answers_is_unique(name: str) -> None:
    codes = [node.code for node in nodes(form_named(name).definition) if node.code]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z_]+(\.[a-z_]+)*", code) for code in codes)


def test_together_they_use_what_people_meet_most() -> None:
    used = {node.type for name in NAMES for node in nodes(form_named(name).definition)}
    assert {"text", "integer", "decimal", "date", "select_one", "select_multiple", "file", "acknowledge"} < used
    assert {"group", "repeat", "note", "calculate"} < used


@every_one
def test_it_begins_at_its_first_step(name: str) -> None:
    state = form_named(name).evaluate({}, language="nl", now=NOW)
    assert state.first_incomplete_step is state.steps[0]
    assert not state.is_valid


@every_one
def test_it_is_of_a_size_that_people_can_manage(name: str) -> None:
    for persona in PERSONAS:
        if persona.questionnaire == name:
            assert 6 <= len(persona.steps) <= MOST_STEPS
            sizes = {key: sum("[" not in question for question in answers) for key, answers in persona.steps.items()}
            assert {key: size for key, size in sizes.items() if size > MOST_QUESTIONS} == {}


@every_one
def test_three_people_at_least_fill_it_in(name: str) -> None:
    assert sum(persona.questionnaire == name for persona in PERSONAS) >= 3
