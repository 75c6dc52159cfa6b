"""Runs a form through both engines and tells how what they say differs."""

import datetime
import random
from collections.abc import Iterable, Mapping
from typing import Any

from portal.questionnaires.forms.engine import compile_form
from portal.questionnaires.forms.importing import read_form, to_xform
from portal.questionnaires.trying import Action, Trial
from tests.differential.conftest import Reference
from tests.differential.decisions import as_we_decided
from tests.differential.forms import actions

NOW = datetime.datetime(2026, 11, 24, 11, 0, tzinfo=datetime.UTC)
COMPARED = ("relevant", "required", "readonly", "value", "error", "label", "choices", "count")
ACTIONS = 8

Node = dict[str, Any]


class Run:
    """What a person did, and the nodes before the first action and after each."""

    def __init__(self) -> None:
        self.actions: list[dict[str, str]] = []
        self.states: list[list[Node]] = []


def runs(source: bytes, seeds: Iterable[int]) -> list[Run]:
    """What our engine makes of a form (CSV) while random people answer it, one for each seed."""
    form, found = compile_form(read_form(source, "form.csv")), []
    for seed in seeds:
        trial, run = Trial(form, language="nl", now=NOW), Run()
        nodes = trial.result()["nodes"]
        run.states.append(list(nodes))
        for action in actions(random.Random(seed), nodes, ACTIONS):
            trial.do([Action(**action)])
            nodes[:] = trial.result()["nodes"]
            run.actions.append(action)
            run.states.append(list(nodes))
        found.append(run)
    return found


def scripted(source: bytes, *scripts: list[dict[str, str]], media: Mapping[str, str] | None = None) -> list[Run]:
    """What our engine makes of a form when people do just this."""
    lists = {name: text.encode() for name, text in (media or {}).items()}
    form, found = compile_form(read_form(source, "form.md", lists)), []
    for script in scripts:
        trial, run = Trial(form, language="nl", now=NOW), Run()
        run.states.append(trial.result()["nodes"])
        for action in script:
            trial.do([Action(**action)])
            run.actions.append(action)
            run.states.append(trial.result()["nodes"])
        found.append(run)
    return found


def differences(
    reference: Reference, source: bytes, name: str, ours: list[Run], media: Mapping[str, str] | None = None
) -> list[str]:
    """The first difference in each run, in words; none where both engines agree on everything."""
    request = {
        "xform": to_xform(source, name),
        "media": media or {},
        "now": int(NOW.timestamp() * 1000),
        "runs": [run.actions for run in ours],
    }
    answer = reference.ask(request)
    assert "error" not in answer, answer["error"]
    found = (_difference(run, theirs) for run, theirs in zip(ours, answer["runs"], strict=True))
    return [each for each in found if each]


def _difference(run: Run, theirs: list[list[Node]]) -> str:
    for number, (our_nodes, their_nodes) in enumerate(zip(run.states, theirs, strict=True)):
        done = run.actions[:number]
        our_refs, their_refs = [each["ref"] for each in our_nodes], [each["ref"] for each in their_nodes]
        if our_refs != their_refs:
            return f"after {done}: nodes {our_refs} where the reference has {their_refs}"
        for our_node, their_node in zip(our_nodes, their_nodes, strict=True):
            expected = as_we_decided(our_node, their_node)
            for key in COMPARED:
                if our_node.get(key) != expected.get(key):
                    told = f"{key} {our_node.get(key)!r} where the reference has {expected.get(key)!r}"
                    return f"after {done}: {our_node['ref']} has {told}"
    return ""
