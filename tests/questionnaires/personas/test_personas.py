"""The questionnaires that come with the product, filled in by people in different situations."""

import io

import pytest
from pypdf import PdfReader

from portal.adapters.pdf import ProcessPdfRenderer
from portal.questionnaires import sections
from portal.questionnaires.document import Answer, ResponseDocument, Section, to_html
from portal.questionnaires.draft import Draft
from tests.questionnaires.personas.everybody import PERSONAS
from tests.questionnaires.personas.persona import NOW, Persona, asked, errors, in_order, warnings

everybody = pytest.mark.parametrize(
    "persona", PERSONAS, ids=[f"{each.questionnaire}: {each.about}" for each in PERSONAS]
)


@everybody
def test_somebody_is_asked_what_concerns_them_and_nothing_else(persona: Persona) -> None:
    seen = asked(persona.state())
    assert list(seen) == persona.keys
    for key, answers in persona.steps.items():
        assert seen[key] == in_order(persona.form, answers), key


@everybody
def test_somebody_who_answered_everything_is_ready(persona: Persona) -> None:
    state = persona.state()
    assert errors(state) == {}
    assert warnings(state) == {}
    assert state.is_valid


@everybody
def test_what_follows_from_the_answers_is_worked_out(persona: Persona) -> None:
    # A decimal is written as 32500.0, which is the same amount.
    values = {node.name: node.value.removesuffix(".0") for node in persona.state().nodes}
    assert {name: values[name] for name in persona.worked_out} == persona.worked_out


@everybody
def test_step_by_step_nothing_is_wrong_with_what_was_answered(persona: Persona) -> None:
    done: list[str] = []
    for key in persona.keys:
        before = persona.form.evaluate(persona.answers(*done) if done else {}, language=persona.language, now=NOW)
        assert key in asked(before), f"{key} is not there when its turn comes"
        done.append(key)
        after = persona.form.evaluate(persona.answers(*done), language=persona.language, now=NOW)
        wrong = {node.ref: node.message for node in after.nodes if node.error and node.ref.split("/")[2] in done}
        assert wrong == {}


@everybody
def test_a_mistake_is_told_in_helpful_words(persona: Persona) -> None:
    for name, (wrong, words) in persona.mistakes.items():
        told = errors(persona.state({name: wrong}))
        assert any(words in message for message in told.values()), (name, told)


@everybody
def test_something_odd_is_pointed_out_and_does_not_stop(persona: Persona) -> None:
    for name, (odd, words) in persona.warnings.items():
        state = persona.state({name: odd})
        assert errors(state) == {}
        told = warnings(state)
        assert any(words in text for text in told.values()), (name, told)


def document(persona: Persona) -> ResponseDocument:
    """What is printed of the answers of somebody."""
    shown = sections.sections(persona.state(), Draft(persona.answers()), persona.language)
    return ResponseDocument(
        office_name="Van Aemstel Notariaat",
        office_phone="020 555 01 20",
        title=persona.form.title(persona.language),
        reference="VL-2026-0481",
        dossier_number="2026.1207",
        dossier_title="De Vries",
        person_name="Anna de Vries",
        completed_at=NOW,
        language=persona.language,
        sections=tuple(
            Section(each.title, tuple(Answer(answer.label, answer.text) for answer in each.answers)) for each in shown
        ),
        checksum="0" * 64,
    )


def dense(text: str) -> str:
    """Without the white space that breaking into lines and pages adds."""
    return "".join(text.split())


@everybody
async def test_the_pdf_says_what_was_answered_and_nothing_that_was_not_asked(
    persona: Persona, pdf_renderer: ProcessPdfRenderer
) -> None:
    pdf = await pdf_renderer.render(to_html(document(persona)))
    text = dense("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages))
    assert [words for words in persona.printed if dense(words) not in text] == []
    assert [words for words in persona.unprinted if dense(words) in text] == []


@everybody
def test_every_row_has_a_title_that_names_it(persona: Persona) -> None:
    titles = [row.title for node in persona.state().nodes for row in node.rows]
    assert [title for title in titles if ": " not in title] == []
