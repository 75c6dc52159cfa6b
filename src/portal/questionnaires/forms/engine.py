"""Runs a questionnaire: compile once per published version, evaluate at every request."""

import datetime
from collections.abc import Mapping

from .compiling import CompiledNodes, compile_nodes
from .definition import Definition
from .fields import Field
from .scope import Scope
from .state import State
from .steps import Plan, plan_steps


class Form:
    """A compiled questionnaire, to be kept for as long as its version is in use; it never changes."""

    def __init__(self, definition: Definition, nodes: CompiledNodes) -> None:
        self.definition = definition
        self.fields = nodes.fields
        self.choices = nodes.choices
        self.ordered: tuple[Field, ...] = tuple(nodes.fields[index] for index in nodes.order)
        self.indices: dict[str, int] = {field.node.ref: field.index for field in nodes.fields}
        self.plans: tuple[Plan, ...] = plan_steps(nodes.fields)

    def evaluate(
        self,
        answers: Mapping[str, str],
        *,
        language: str,
        now: datetime.datetime,
        known: Mapping[str, str] | None = None,
    ) -> State:
        """The state for some answers (lexical XForms values by reference) at a moment (UTC).

        `known` is what the portal knows of the person (`account.name`, `account.email`, `account.phone`), for the
        questions that begin with it. Answers under a reference that the questionnaire does not know are left alone.
        """
        return State(Scope(self, answers, language, now, known or {}))

    def title(self, language: str) -> str:
        """The title of the questionnaire in a language, or in its own where it has none."""
        titles = self.definition.title
        return titles.get(language) or titles[self.definition.default_language]


def compile_form(definition: Definition) -> Form:
    """The form that runs a definition; raises `FormProblems` naming every expression that cannot be used."""
    return Form(definition, compile_nodes(definition))
