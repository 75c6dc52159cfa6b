"""The engine and `@getodk/xforms-engine` agree: on forms and answers of our own making."""

import json
from pathlib import Path

import pytest

from tests.differential.comparing import differences, runs, scripted
from tests.differential.conftest import Reference
from tests.differential.forms import Questionnaire

WRITTEN = sorted((Path(__file__).parent / "written").glob("*.md"))
LISTS = {file.name: file.read_text(encoding="utf-8") for file in (Path(__file__).parent / "written").glob("*.csv")}
SEQUENCES = 10


@pytest.mark.parametrize("seed", range(35))
def test_a_form_without_repeats_is_the_same_to_both(reference: Reference, seed: int) -> None:
    compare(reference, Questionnaire(seed, with_repeats=False), seed)


@pytest.mark.parametrize("seed", range(1_000, 1_040))
def test_a_form_with_repeats_is_the_same_to_both(reference: Reference, seed: int) -> None:
    compare(reference, Questionnaire(seed, with_repeats=True), seed)


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.stem)
def test_what_was_written_to_be_hard_is_the_same_to_both(reference: Reference, file: Path) -> None:
    scripts = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    ours = scripted(file.read_bytes(), *scripts, media=LISTS)
    assert differences(reference, file.read_bytes(), file.name, ours, LISTS) == []


def compare(reference: Reference, questionnaire: Questionnaire, seed: int) -> None:
    """Ten people answer the form in each engine."""
    source = questionnaire.source()
    ours = runs(source, range(seed * SEQUENCES, (seed + 1) * SEQUENCES))
    assert any(run.actions for run in ours)
    assert differences(reference, source, "form.csv", ours) == []
