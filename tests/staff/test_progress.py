"""The progress that the office publishes."""

from uuid import UUID, uuid4

import pytest

from tests.support.browser import Person

BOTH = pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])
STEP = {
    "state": "current",
    "title_nl": "Concept van de akte klaar",
    "title_en": "Draft deed ready",
    "explanation_nl": "U kunt het concept lezen.",
    "explanation_en": "You can read the draft.",
    "whose_turn": "bank",
    "day-day": "20",
    "day-month": "11",
    "day-year": "2026",
}


@BOTH
async def test_a_step_is_added_changed_and_removed(sanne: Person, anna: Person, dossier: UUID, htmx: bool) -> None:
    steps = f"/staff/dossiers/{dossier}/progress-steps"
    await sanne.post(steps, STEP, htmx=htmx)
    assert "Concept van de akte klaar" in (await anna.get(f"/dossiers/{dossier}/progress")).text
    link = (await sanne.get(steps)).one("#progress li a").get("href")
    form = await sanne.get(link, htmx=htmx)
    assert {name: form.value(name).strip() for name in STEP if name not in {"state", "whose_turn"}} == {
        name: value for name, value in STEP.items() if name not in {"state", "whose_turn"}
    }
    await sanne.post(link, {**STEP, "title_nl": "Alles getekend", "state": "done"}, htmx=htmx)
    text = (await anna.get(f"/dossiers/{dossier}/progress")).text
    assert "Alles getekend" in text
    assert "Hier zijn we nu" not in text
    assert "Alles getekend" in (await sanne.get(f"{link}/removal")).one("h1").text_content()
    await sanne.post(f"{link}/removal", htmx=htmx)
    assert "Alles getekend" not in (await anna.get(f"/dossiers/{dossier}/progress")).text


@BOTH
async def test_a_step_without_a_name_keeps_what_was_typed(sanne: Person, dossier: UUID, htmx: bool) -> None:
    steps = f"/staff/dossiers/{dossier}/progress-steps"
    page = await sanne.post(steps, {**STEP, "title_nl": "", "day-month": "13"}, htmx=htmx)
    assert page.status == 422
    assert {link.get("href") for link in page.all("#errors a")} == {"#title_nl", "#day"}
    assert page.value("title_en") == "Draft deed ready"
    assert page.value("day-month") == "13"


async def test_a_step_of_another_dossier_is_not_there(sanne: Person, dossier: UUID) -> None:
    await sanne.post(f"/staff/dossiers/{dossier}/progress-steps", STEP)
    assert (await sanne.get(f"/staff/dossiers/{dossier}/progress-steps/{uuid4()}")).status == 404
