"""What the questionnaire engine costs: an evaluation and its steps, as every *Volgende* needs; no server involved."""

import datetime
import time
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from portal.questionnaires.forms.engine import Form, compile_form
from portal.questionnaires.forms.importing import read_form

NOW = datetime.datetime(2026, 11, 24, 16, 0, tzinfo=datetime.UTC)
COLUMNS = ("type", "name", "label", "required", "relevant", "constraint", "calculation", "repeat_count")
ROWS = 200


class Sample(NamedTuple):
    """A form to measure, the answers to give it, and the aim in ms of CPU."""

    name: str
    form: Form
    answers: Mapping[str, str]
    aim: float


class Measured(NamedTuple):
    """Milliseconds of CPU: the middle one of all times, and the best."""

    middle: float
    best: float


def samples() -> Iterator[Sample]:
    """The three forms that issue 3 sets aims for."""
    for count, aim in ((100, 1.0), (1_000, 10.0)):
        answers = {f"/data/g{number // 10}/q{number}": _answer(number % 10) for number in range(count)}
        yield Sample(f"{count:,} questions", compile_form(read_form(_long(count), "form.md")), answers, aim)
    rows = {f"/data/kind[{row}]/q{place}": _answer(place) for row in range(1, ROWS + 1) for place in range(5)}
    form = compile_form(read_form(_repeat(), "form.md"))
    yield Sample(f"{ROWS} rows of a repeat", form, {"/data/hoeveel": str(ROWS), **rows}, 10.0)


def measure(sample: Sample, times: int) -> Measured:
    """What one *Volgende* costs the engine: the state for the answers, all steps, and which of them are complete."""
    spent = []
    for _time in range(times):
        started = time.process_time_ns()
        state = sample.form.evaluate(sample.answers, language="nl", now=NOW)
        done = sum(step.is_complete for step in state.steps)
        spent.append((time.process_time_ns() - started) / 1e6)
        if not done:
            raise RuntimeError(f"no step of {sample.name} is complete")
    spent.sort()
    return Measured(spent[len(spent) // 2], spent[0])


def _answer(place: int) -> str:
    return ("Anna de Vries", "3", "ja", "1958-03-27", "425000.5")[place % 5]


def _question(number: int, before: str) -> dict[str, str]:
    """A question of one of five types, with what real ones have: conditions, checks, and totals in between."""
    name = f"q{number}"
    rows: list[dict[str, str]] = [
        {"type": "text", "constraint": "string-length(.) < 100"},
        {"type": "integer", "constraint": ". >= 0 and . < 120"},
        {"type": "select_one ja_nee", "relevant": f"${{{before}}} != ''" if before else ""},
        {"type": "date", "constraint": ". <= today()"},
        {"type": "decimal", "relevant": f"${{{before}}} < today() or ${{{before}}} = ''" if before else ""},
    ]
    return {**rows[number % 5], "name": name, "label": f"Vraag {number}", "required": "yes"}


def _long(count: int) -> bytes:
    rows = []
    for number in range(count):
        if number % 10 == 0:
            rows.append({"type": "begin_group", "name": f"g{number // 10}", "label": f"Stap {number // 10}"})
        rows.append(_question(number, f"q{number - 1}" if number else ""))
        if number % 10 == 9:
            rows.append({"type": "calculate", "name": f"c{number}", "calculation": f"${{q{number}}} * 2"})
            rows.append({"type": "end_group"})
    return _table(rows)


def _repeat() -> bytes:
    questions = [_question(number, f"q{number - 1}" if number else "") for number in range(5)]
    return _table(
        [
            {"type": "integer", "name": "hoeveel", "label": "Hoeveel?"},
            {"type": "begin_repeat", "name": "kind", "label": "Kind", "repeat_count": "${hoeveel}"},
            *questions,
            {"type": "calculate", "name": "aandeel", "calculation": "${q4} div sum(${q4}) + position(..)"},
            {"type": "end_repeat"},
            {"type": "calculate", "name": "totaal", "calculation": "sum(${q4})"},
        ]
    )


def _table(rows: list[dict[str, str]]) -> bytes:
    lines = ["| survey |", "| | " + " | ".join(COLUMNS) + " |"]
    lines += ["| | " + " | ".join(row.get(column, "") for column in COLUMNS) + " |" for row in rows]
    lines += ["| choices |", "| | list_name | name | label |", "| | ja_nee | ja | Ja |", "| | ja_nee | nee | Nee |"]
    return "\n".join(lines).encode()


def table(times: int = 40) -> Iterator[str]:
    """The figures, a line for each form."""
    yield f"{'questionnaire engine':34}{'CPU ms':>9}{'best':>9}{'aim':>9}"
    for sample in samples():
        measured = measure(sample, times)
        yield f"{sample.name:34}{measured.middle:9.2f}{measured.best:9.2f}{sample.aim:9.1f}"


if __name__ == "__main__":
    for line in table():
        print(line)  # noqa: T201
