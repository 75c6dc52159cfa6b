"""Makes up questionnaires and what people answer to them; the same for the same seed."""

import csv
import io
import random
from collections.abc import Iterator
from typing import Any

from tests.differential.expressions import CHOICES, DATES, NUMBERS, TEXTS, Expressions, Question

KINDS = {
    "text": 5, "integer": 5, "decimal": 3, "date": 4, "select_one": 5, "select_multiple": 4, "acknowledge": 2,
    "calculate": 6, "note": 2,
}  # fmt: skip
COLUMNS = (
    "type", "name", "label::Nederlands (nl)", "label::English (en)", "relevant", "required", "constraint",
    "constraint_message::Nederlands (nl)", "constraint_message::English (en)", "readonly", "calculation", "default",
    "choice_filter", "repeat_count", "parameters",
)  # fmt: skip
GROWING = "n"
"""How the names of numbers begin that are only ever made higher."""
CALCULATED = {"number": Expressions.number, "string": Expressions.text, "date": lambda self: self.date()}


class Questionnaire:
    """A form of our own making: `rows` of the survey sheet, and `questions` by reference for who answers them."""

    def __init__(self, seed: int, *, with_repeats: bool) -> None:
        self.chance = random.Random(seed)
        self.with_repeats = with_repeats
        self.rows: list[dict[str, str]] = []
        self.known: list[Question] = []
        self.filters = False
        self._around: list[str] = []
        self._fill(self.chance.randint(8, 18), (), 0)

    def source(self) -> bytes:
        """The form as a CSV file."""
        written = io.StringIO()
        sheets = csv.writer(written)
        sheets.writerow(["survey"])
        sheets.writerow(["", *COLUMNS])
        sheets.writerows([["", *(row.get(column, "") for column in COLUMNS)] for row in self.rows])
        sheets.writerow(["choices"])
        sheets.writerow(["", "list_name", "name", "label::Nederlands (nl)", "label::English (en)", "kind"])
        for number, name in enumerate(CHOICES):
            sheets.writerow(["", "lijst", name, f"Keuze {name}", f"Choice {name}", str(number % 2)])
        sheets.writerow(["settings"])
        sheets.writerow(["", "form_title", "default_language"])
        sheets.writerow(["", "Proef", "Nederlands (nl)"])
        return written.getvalue().encode()

    def _fill(self, count: int, repeats: tuple[str, ...], depth: int) -> None:
        while count > 0:
            dice = self.chance.random()
            if depth < 3 and dice < 0.12:
                count -= self._hold("group", repeats, depth)
            elif self.with_repeats and len(repeats) < 2 and dice < 0.24:
                count -= self._hold("repeat", repeats, depth)
            else:
                self._ask(repeats)
                count -= 1

    def _hold(self, kind: str, repeats: tuple[str, ...], depth: int) -> int:
        name, size = self._name("g" if kind == "group" else "r"), self.chance.randint(1, 5)
        row = {"type": f"begin_{kind}", "name": name, **self._labels(f"{kind} {name}", repeats)}
        if self.chance.random() < 0.4:
            row["relevant"] = self._expressions(repeats).truth()
        if kind == "group" and self.chance.random() < 0.1:
            row["readonly"] = self._expressions(repeats).truth()
        if kind == "repeat" and "if" not in self._around and self.chance.random() < 0.4:
            row["repeat_count"] = self._count(repeats)
            name = row["name"] = self._name("r")
        self.rows.append(row)
        self._around.append("if" if "relevant" in row else kind)
        self._fill(size, (*repeats, name) if kind == "repeat" else repeats, depth + 1)
        self._around.pop()
        self.rows.append({"type": f"end_{kind}"})
        return size + 1

    def _count(self, repeats: tuple[str, ...]) -> str:
        """A number of rows that never gets lower: the portal keeps rows that are too many until the form is sent."""
        if repeats or self._around or self.chance.random() < 0.4:
            return self.chance.choice("0123")
        name = self._name(GROWING)
        self.rows.append({"type": "integer", "name": name, "default": "0", **self._labels("Hoeveel?", ())})
        return f"${{{name}}}"

    def _ask(self, repeats: tuple[str, ...]) -> None:
        kind = self.chance.choices(list(KINDS), list(KINDS.values()))[0]
        name = self._name("q")
        write = self._expressions(repeats)
        row = {"type": f"{kind} lijst" if kind.startswith("select") else kind, "name": name}
        if kind == "calculate":
            result = self.chance.choice(list(CALCULATED))
            row["calculation"] = CALCULATED[result](write)
            kind = result
        else:
            row.update(self._labels(f"Vraag {name}", repeats))
            row.update(self._conditions(kind, write))
        if self.chance.random() < 0.3:
            row["relevant"] = write.truth()
        self.rows.append(row)
        if kind != "note":
            is_always_asked = "relevant" not in row and "if" not in self._around
            self.known.append(Question(name, kind, repeats, is_always_asked))

    def _conditions(self, kind: str, write: Expressions) -> dict[str, str]:
        row = {}
        if kind != "note" and self.chance.random() < 0.4:
            row["required"] = self.chance.choice(["yes", write.truth(1)])
        if kind in {"integer", "decimal"} and self.chance.random() < 0.5:
            row["constraint"] = f". {self.chance.choice(['>', '<', '>=', '!='])} {write.number(1)}"
        if kind == "date" and self.chance.random() < 0.5:
            row["constraint"] = f". {self.chance.choice(['>', '<', '<='])} {write.date()}"
        if kind == "text" and self.chance.random() < 0.4:
            row["constraint"] = self.chance.choice(["string-length(.) < 5", "regex(., '^[A-Z]')", write.truth(1)])
        if "constraint" in row and self.chance.random() < 0.7:
            row["constraint_message::Nederlands (nl)"] = "Kan niet"
            row["constraint_message::English (en)"] = "Cannot be"
        if kind != "note" and self.chance.random() < 0.1:
            row["readonly"] = self.chance.choice(["yes", write.truth(1)])
        if kind.startswith("select") and self.chance.random() < 0.4:
            row["choice_filter"] = f"kind = '{self.chance.choice('01')}' or {write.truth(1)}"
        if kind in {"text", "integer", "decimal", "date", "select_one"} and self.chance.random() < 0.15:
            row["default"] = value_for(self.chance, kind)
        return row

    def _labels(self, text: str, repeats: tuple[str, ...]) -> dict[str, str]:
        # Where a label names a date, a number with decimals or a choice, the portal shows it as people read it.
        near = [each.name for each in self._expressions(repeats).near if each.kind in {"text", "integer", "string"}]
        named = f" van ${{{self.chance.choice(near)}}}" if near and self.chance.random() < 0.3 else ""
        return {
            "label::Nederlands (nl)": text + named,
            "label::English (en)": f"English {text}{named}",
        }

    def _expressions(self, repeats: tuple[str, ...]) -> Expressions:
        is_in_row = bool(self._around) and self._around[-1] == "repeat"
        return Expressions(self.chance, self.known, repeats, is_in_row=is_in_row)

    def _name(self, letter: str) -> str:
        return f"{letter}{len(self.rows)}"


def value_for(chance: random.Random, kind: str) -> str:
    """Something that a person may answer to a question of this type: a lexical value, now and then an empty one."""
    if kind in {"integer", "range"}:
        return chance.choice([each for each in NUMBERS if "." not in each])
    if kind == "decimal":
        return chance.choice(NUMBERS)
    if kind == "date":
        return chance.choice(DATES)
    if kind == "select_one":
        return chance.choice(CHOICES)
    if kind == "select_multiple":
        return " ".join(each for each in CHOICES if chance.random() < 0.4)
    return "OK" if kind == "acknowledge" else chance.choice(TEXTS)


def actions(chance: random.Random, nodes: list[dict[str, Any]], count: int) -> Iterator[dict[str, str]]:
    """Some things that a person does; `nodes` is what a form looks like, kept up to date by who carries them out."""
    for _action in range(count):
        dice = chance.random()
        questions = [each for each in nodes if each["type"] not in {"group", "repeat", "calculate", "note"}]
        repeats = [each for each in nodes if each["type"] == "repeat"]
        if dice < 0.08:
            yield {"language": chance.choice(["nl", "en"])}
        elif repeats and dice < 0.3:
            repeat = chance.choice(repeats)
            row = f"{repeat['ref']}[{chance.randint(1, 3)}]"
            yield {"add": repeat["ref"]} if chance.random() < 0.6 else {"remove": row}
        elif questions:
            asked = [each for each in questions if each["relevant"] and not each["readonly"]]
            question = chance.choice(asked if asked and chance.random() < 0.9 else questions)
            empty = chance.random() < 0.15
            value = "" if empty else value_for(chance, question["type"])
            if question["ref"].rpartition("/")[2].startswith(GROWING):
                value = str(int(question["value"]) + chance.randint(0, 2))
            yield {"set": question["ref"], "to": value}
