"""Tries a questionnaire without a browser: actions one after another, and the state that they end in; no HTTP."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from portal.i18n import LANGUAGES, gettext
from portal.i18n import mark as _

from .apart import read_apart
from .forms.answers import RowRefused
from .forms.definition import GROUP, REPEAT, Definition
from .forms.engine import Form
from .forms.pictures import PICTURE_SUFFIXES
from .forms.state import NodeState, State

_REASONS = {
    "absent": _("There is no question “%(name)s”"),
    "readonly": _("This answer cannot be changed"),
    "irrelevant": _("This question is not asked now"),
    "language": _("The questionnaire is not written in the language “%(name)s”"),
}
_SELECTS = frozenset({"select_one", "select_multiple", "rank"})


class Action(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing that a person does: exactly one of the four, `to` only with `set`."""

    set: str | None = None
    to: str | None = None
    add: str | None = None
    remove: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        verbs = [self.set, self.add, self.remove, self.language]
        if sum(each is not None for each in verbs) != 1 or (self.set is None) != (self.to is None):
            raise ValueError("an action is one of set (with to), add, remove and language")


def read_questionnaire(file: Path, media: Path | None = None) -> Definition:
    """The questionnaire in a file, with what is in its zip, in a folder, or beside it; raises `FormProblems`."""
    folder = media or file.parent
    wanted = (".csv", *PICTURE_SUFFIXES)
    lists = {
        each.name: each.read_bytes() for each in folder.iterdir() if each.suffix.lower() in wanted and each != file
    }
    return read_apart(file.read_bytes(), file.name, lists)


def read_actions(source: bytes) -> list[Action]:
    """The actions in a JSON list; raises `msgspec.DecodeError` saying what is wrong with it."""
    return msgspec.json.decode(source, type=list[Action])


class Trial:
    """A questionnaire while it is tried, from no answer at all.

    `problems` lists the actions that changed nothing: the place in the list, the action, and a reason (`absent`,
    `readonly`, `irrelevant` or `language`).
    """

    def __init__(self, form: Form, *, language: str, now: datetime.datetime) -> None:
        self.form = form
        self.language = language
        self.now = now
        self.answers: Mapping[str, str] = {}
        self.problems: list[dict[str, Any]] = []

    @property
    def state(self) -> State:
        """What the questionnaire looks like now; its texts are as written, as ODK's engine gives them."""
        return self.form.evaluate(self.answers, language=self.language, now=self.now, is_as_written=True)

    def do(self, actions: Sequence[Action]) -> None:
        """Carry out some actions in order."""
        for place, action in enumerate(actions):
            reason = self._do(action)
            if reason:
                self.problems.append({"place": place, "action": msgspec.to_builtins(action), "reason": reason})

    def _do(self, action: Action) -> str:
        """Why an action changes nothing, or an empty text where it was carried out."""
        if action.language is not None:
            return self._speak(action.language)
        if action.set is not None:
            return self._set(action.set, action.to or "")
        return self._change_rows(action)

    def _speak(self, language: str) -> str:
        if not speaks(self.form, language):
            return "language"
        self.language = language
        return ""

    def _set(self, ref: str, value: str) -> str:
        state = self.state
        node = state.node(ref)
        if node is None:
            return "absent"
        if not node.relevant:
            return "irrelevant"
        if not node.is_question or node.readonly:
            return "readonly"
        self.answers = {**state.draft(), ref: _as_chosen(node, value)}
        return ""

    def _change_rows(self, action: Action) -> str:
        ref = action.add or (action.remove or "").rpartition("[")[0]
        state = self.state
        node = state.node(ref)
        if node is None or node.type != REPEAT:
            return "absent"
        if not node.relevant:
            return "irrelevant"
        if node.is_fixed or node.readonly:
            return "readonly"
        try:
            if action.remove is None:
                self.answers = self.form.with_row_added(state.draft(), ref)
            else:
                self.answers = self.form.with_row_removed(state.draft(), action.remove)
        except RowRefused:
            return "readonly" if action.remove is None else "absent"
        return ""

    def result(self) -> dict[str, Any]:
        """The state that the actions ended in, ready for JSON, with every node in document order."""
        nodes = [_node(each) for each in self.state.nodes]
        problems = [{**each, "message": _sentence(each["reason"], each["action"])} for each in self.problems]
        title = self.form.title(self.language)
        return {"title": title, "language": self.language, "nodes": nodes, "problems": problems}

    def steps(self) -> list[dict[str, Any]]:
        """The steps that the person would go through now, ready for JSON."""
        return [
            {
                "number": step.number,
                "key": step.key,
                "title": step.title,
                "complete": step.is_complete,
                "nodes": [node.ref for node in step.nodes],
            }
            for step in self.state.steps
        ]


def speaks(form: Form, language: str) -> bool:
    """Whether a questionnaire can be shown in a language: its own ones, and those of the portal around its texts."""
    return language in form.definition.languages or language in LANGUAGES


def _as_chosen(node: NodeState, value: str) -> str:
    """An answer without the choices that are not on offer now: a person could not have chosen them."""
    if node.type not in {"select_one", "select_multiple"}:
        return value
    offered = {name for name, _label in node.choices}
    return " ".join(name for name in value.split() if name in offered or name not in node.all_choices)


def _sentence(reason: str, action: Mapping[str, str]) -> str:
    """Why an action changed nothing, in the language in force."""
    name = next(iter(action.values())).rpartition("/")[2]
    return gettext(_REASONS[reason]) % {"name": name}


def _node(node: NodeState) -> dict[str, Any]:
    shown = {
        "ref": node.ref,
        "type": node.type,
        "relevant": node.relevant,
        "required": node.required,
        "readonly": node.readonly or node.type == "note",
        "value": "" if node.type in {GROUP, REPEAT} else node.value,
        "error": node.error,
        "message": node.message or None,
        "label": node.label,
    }
    if node.type == REPEAT:
        shown["count"] = node.count
    if node.type in _SELECTS:
        shown["choices"] = [{"value": value, "label": label} for value, label in node.choices]
    return shown
