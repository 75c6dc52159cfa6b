"""Small forms for the tests of the engine: written as the tables that authors write."""

import datetime
from collections.abc import Callable, Mapping

import pytest

from portal.questionnaires.forms.engine import Form, compile_form
from portal.questionnaires.forms.importing import read_form
from portal.questionnaires.forms.state import State

NOW = datetime.datetime(2026, 11, 24, 16, 0, tzinfo=datetime.UTC)


def table(*rows: Mapping[str, str], choices: str = "") -> bytes:
    """A questionnaire in Markdown, one mapping of column to cell per row of the survey sheet."""
    columns = list(dict.fromkeys(["type", "name", "label::Nederlands (nl)", *(key for row in rows for key in row)]))
    lines = ["| survey |" + " |" * len(columns), "| | " + " | ".join(columns) + " |"]
    lines += ["| | " + " | ".join(row.get(column, "") for column in columns) + " |" for row in rows]
    lines += ["", "| choices | | | |", choices] if choices else []
    settings = "\n| settings | | |\n| | form_title | default_language |\n| | Proef | Nederlands (nl) |\n"
    return ("\n".join(lines) + "\n" + settings).encode()


def row(kind: str, name: str = "", label: str = "", **cells: str) -> dict[str, str]:
    """One row; a label of its own where none is given, as pyxform demands."""
    shown = label or ("" if kind in {"calculate", "end_group"} else f"Vraag {name}")
    return {"type": kind, "name": name, "label::Nederlands (nl)": shown, **cells}


YES_NO = """| | list_name | name | label::Nederlands (nl) | label::English (en) | group |
| | ja_nee | ja | Ja | Yes | x |
| | ja_nee | nee | Nee | No | y |
"""


@pytest.fixture
def form() -> Callable[..., Form]:
    """Compiles rows to a form."""

    def build(*rows: Mapping[str, str], choices: str = YES_NO) -> Form:
        return compile_form(read_form(table(*rows, choices=choices), "proef.md"))

    return build


def evaluate(form: Form, answers: Mapping[str, str], language: str = "nl") -> State:
    """The state at the tests' moment, answers by name below the root (`group/name`)."""
    given = {f"/data/{name}": value for name, value in answers.items()}
    return form.evaluate(given, language=language, now=NOW)
