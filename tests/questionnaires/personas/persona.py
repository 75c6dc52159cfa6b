"""Scripted people: what each answers, step by step, and what they see, get wrong, and read back.

A name in the tables is that of a question; in a row of a repeat it ends in the number of the row, `child_name[2]`, and
of the rows around it first, `grandchild_name[2][1]`. Values are lexical XForms values; "" was left open on purpose.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from portal.questionnaires.forms.engine import Form, compile_form
from portal.questionnaires.forms.state import NodeState, State
from portal.questionnaires.trying import read_questionnaire
from portal.resources import folder

NOW = datetime.datetime(2026, 11, 24, 13, 7, tzinfo=datetime.UTC)
VALID_BSN, INVALID_BSN = "111222333", "123456789"
ANOTHER_BSN = "123456782"
VALID_IBAN, INVALID_IBAN = "NL91ABNA0417164300", "NL91ABNA0417164301"

Answers = Mapping[str, str]
Steps = Mapping[str, Answers]
_ROW = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Persona:
    """Somebody who fills in a questionnaire.

    `steps` are the answers by step (top-level group): exactly the questions that this person is asked.
    `worked_out` is what the questionnaire calculates. `mistakes` and `warnings` are answers put in place of the right
    ones, each with words of what the person is told. `printed` stands in the PDF, and `unprinted` does not.
    """

    about: str
    questionnaire: str
    steps: Steps
    worked_out: Mapping[str, str] = field(default_factory=dict)
    mistakes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    warnings: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    printed: tuple[str, ...] = ()
    unprinted: tuple[str, ...] = ()
    language: str = "nl"

    @property
    def keys(self) -> list[str]:
        """The steps that this person goes through, in the order of the questionnaire."""
        return sorted(self.steps, key=lambda key: self.form.indices[f"/data/{key}"])

    @property
    def form(self) -> Form:
        """The questionnaire."""
        return form_named(self.questionnaire)

    def answers(self, *steps: str, changed: Answers | None = None) -> dict[str, str]:
        """The answers of some steps (by default all) by reference, some changed, with the rows that they take."""
        chosen = [answers for key, answers in self.steps.items() if not steps or key in steps]
        return by_reference(
            self.form, {name: value for step in (*chosen, changed or {}) for name, value in step.items()}
        )

    def state(self, changed: Answers | None = None) -> State:
        """The questionnaire with all answers, some of them changed."""
        return self.form.evaluate(self.answers(changed=changed), language=self.language, now=NOW)


@cache
def form_named(name: str) -> Form:
    """One of the questionnaires that come with the product."""
    return compile_form(read_questionnaire(folder("questionnaires") / f"{name}.md"))


def by_reference(form: Form, answers: Answers) -> dict[str, str]:
    """The answers by reference, and the number of rows of each repeat in which something was answered."""
    found: dict[str, str] = {}
    for name, value in answers.items():
        ref, counts = _reference(form, name)
        found[ref] = value
        for repeat, count in counts.items():
            found[repeat] = str(max(count, int(found.get(repeat, "0"))))
    return found


def _reference(form: Form, name: str) -> tuple[str, dict[str, int]]:
    """`/data/family/child[2]/child_name` for `child_name[2]`, and the rows that it takes by repeat without a count."""
    numbers = [int(number) for number in _ROW.findall(name)]
    bare = _ROW.sub("", name)
    (ref,) = (each.node.ref for each in form.fields if each.node.name == bare and each.is_question)
    repeats = {each.node.ref: each.node for each in form.fields if each.node.type == "repeat"}
    path, counts = "", {}
    plain = ""
    for part in ref.strip("/").split("/"):
        path, plain = f"{path}/{part}", f"{plain}/{part}"
        if plain in repeats:
            number = numbers.pop(0)
            if not repeats[plain].count:
                counts[path] = number
            path = f"{path}[{number}]"
    assert not numbers, f"{name} stands in fewer rows than that"
    return path, counts


def short_name(node: NodeState) -> str:
    """`child_name[2]` for `/data/family/child[2]/child_name`."""
    return node.name + "".join(f"[{number}]" for number in _ROW.findall(node.ref))


def asked(state: State) -> dict[str, list[str]]:
    """The questions that stand open to this person, by step, in order."""
    found: dict[str, list[str]] = {}
    for node in state.nodes:
        if node.relevant and node.is_question and not node.readonly:
            found.setdefault(node.ref.split("/")[2], []).append(short_name(node))
    return found


def errors(state: State) -> dict[str, str]:
    """What is wrong, by name: the message that the person reads."""
    return {short_name(node): node.message for node in state.nodes if node.error is not None}


def warnings(state: State) -> dict[str, str]:
    """What the person is told to look at again, by name."""
    return {short_name(node): node.warning for node in state.nodes if node.warning}


def named(prefix: str, answers: Answers, row: str = "") -> dict[str, str]:
    """The answers of a block under the name that it was included by, in a row such as `[2]`."""
    return {f"{prefix}_{name}{row}": value for name, value in answers.items()}


def in_order(form: Form, names: Iterable[str]) -> list[str]:
    """Names in the order of the questionnaire, a whole row after the row before it."""

    def place(name: str) -> list[tuple[int, int]]:
        parts, bare, found = _reference(form, name)[0].strip("/").split("/")[1:], "/data", []
        for part in parts:
            bare += "/" + _ROW.sub("", part)
            found.append((form.indices[bare], int((_ROW.findall(part) or ["0"])[0])))
        return found

    return sorted(names, key=place)


ANNA = {
    "given_names": "Anna Maria",
    "prefix": "de",
    "surname": "Vries",
    "gender": "female",
    "birth_date": "1994-02-12",
    "birth_place": "Haarlem",
    "birth_country": "NL",
    "nationality": "NL",
    "has_bsn": "yes",
    "bsn": VALID_BSN,
}
"""The block `person` without the identity document."""

JOAO = {
    "given_names": "João Pedro",
    "prefix": "",
    "surname": "Silva",
    "gender": "male",
    "birth_date": "1985-06-14",
    "birth_place": "Lisboa",
    "birth_country": "PT",
    "nationality": "PT",
    "has_bsn": "yes",
    "bsn": ANOTHER_BSN,
}
"""A partner from abroad."""

LINDENGRACHT = {
    "postcode": "1015 KL",
    "house_number": "112",
    "addition": "",
    "street": "Lindengracht",
    "city": "Amsterdam",
}
"""The block `address` for a property here."""

HOME = {**LINDENGRACHT, "country": "NL", "other_mail": "no"}
"""The block `address` whole."""

CONTACT = {"email": "anna@example.com", "mobile": "+31612345678", "language": "nl", "dutch": "yes"}
"""The block `contact`."""

IDENTITY = {
    "type": "passport",
    "number": "NWR3C6J81",
    "issued_at": "Amsterdam",
    "valid_until": "2031-05-01",
    "checked": "yes",
}
"""The block `identity`."""


def light(person: Answers) -> dict[str, str]:
    """A person as the block `person` asks for those who do not sign: names, date and place of birth."""
    return {name: person[name] for name in ("given_names", "prefix", "surname", "birth_date", "birth_place")}
