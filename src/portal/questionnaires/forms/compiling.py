"""Compiles a definition to fields, in document order, and finds the order in which their values follow each other."""

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from portal.i18n import mark as _

from .checks import CHECKS
from .clashes import clashes
from .definition import QUESTION_TYPES, UNSEEN_TYPES, Choice, Definition, Node, Output, Text, Texts
from .fields import CompiledChoice, CompiledTexts, Field, TextRun
from .problems import FormProblems, Problem
from .xpath.compiled import Compiled, Run, convert
from .xpath.compiler import Surroundings, compile_expression
from .xpath.errors import ExpressionError

_SNIPPET = 30
_CHOICE = "choice"


class CompiledNodes(NamedTuple):
    """The fields in document order, their indices in the order of evaluation, and the lists of choices by name."""

    fields: tuple[Field, ...]
    order: tuple[int, ...]
    choices: dict[str, tuple[CompiledChoice, ...]]


def compile_nodes(definition: Definition) -> CompiledNodes:
    """Everything of a definition that runs; raises `FormProblems` with all that cannot."""
    compiling = _Compiling(definition)
    fields = tuple(compiling.field(place) for place in range(len(compiling.nodes)))
    order = compiling.order()
    if problems := [*compiling.problems.values(), *clashes(fields)]:
        raise FormProblems(tuple(problems))
    return CompiledNodes(fields, order, compiling.choices)


def _walk(nodes: tuple[Node, ...], parent: int, start: int, depth: int) -> Iterator[tuple[Node, int, int]]:
    index = start
    for node in nodes:
        yield node, parent, depth
        inner = list(_walk(node.children, index, index + 1, depth + 1))
        yield from inner
        index += 1 + len(inner)


class _Compiling:
    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.nodes = list(_walk(definition.nodes, -1, 0, 0))
        self.indices = {node.ref: index for index, (node, _parent, _depth) in enumerate(self.nodes)}
        self.lists = {name: _columns(choices) for name, choices in definition.choices.items()}
        self.dependencies: dict[int, set[int]] = {}
        self.problems: dict[tuple[object, ...], Problem] = {}
        self.choices = {name: self._choices(choices) for name, choices in definition.choices.items()}

    def field(self, index: int) -> Field:
        node, parent, depth = self.nodes[index]
        needs = self.dependencies.setdefault(index, set())
        if parent >= 0:
            needs.add(parent)
        choices = self.choices.get(node.choice_list, ())
        triggers = {self.indices[ref] for ref in node.triggers if ref in self.indices}
        needs |= triggers
        return Field(
            index=index,
            parent=parent,
            depth=depth,
            node=node,
            html_name=_html_name(node.ref),
            relevant=self._condition(node, "relevant", node.relevant, needs),
            required=self._condition(node, "required", node.required),
            readonly=self._condition(node, "readonly", node.readonly),
            constraint=self._condition(node, "constraint", node.constraint),
            calculation=self._value(node, "calculation", node.calculation, needs),
            default=self._default(node, needs),
            choice_filter=self._filter(node, needs),
            choices=choices,
            choice_names=frozenset(each.choice.name for each in choices),
            check=CHECKS.get(node.check),
            label=self._texts(node, "label", node.label),
            hint=self._texts(node, "hint", node.hint),
            guidance=self._texts(node, "guidance_hint", node.guidance),
            image=self._texts(node, "media::image", node.image),
            warning=self._condition(node, "bind::np:warning", node.warning),
            warning_message=self._texts(node, "bind::np:warning_message", node.warning_message),
            triggers=tuple(sorted(triggers)),
            recalculation=self._value(node, "calculation", node.recalculation, needs, is_empty=bool(triggers)),
            choice_seed=self._number(node, "parameters", node.choice_seed, needs),
            required_message=self._texts(node, "required_message", node.required_message),
            constraint_message=self._texts(node, "constraint_message", node.constraint_message),
            is_once="once(" in node.calculation or (node.prefill != "" and node.type in UNSEEN_TYPES),
            is_question=node.type in QUESTION_TYPES,
        )

    def order(self) -> tuple[int, ...]:
        """Each field after those that its value or relevance depends on; a circle becomes a problem."""
        try:
            return tuple(TopologicalSorter(self.dependencies).static_order())
        except CycleError as error:
            circle = [self.nodes[index][0] for index in reversed(error.args[1])]
            names = " → ".join(node.name for node in circle)
            message = _("These rows depend on each other in a circle: %(names)s")
            self._report(circle[0], "calculation" if circle[0].calculation else "relevant", message, {"names": names})
            return ()

    def _compile(
        self, node: Node, column: str, text: str, columns: frozenset[str] | None = None
    ) -> tuple[Compiled, frozenset[int]] | None:
        try:
            return compile_expression(text, Surroundings(self.indices, self.lists, node.ref, columns))
        except ExpressionError as error:
            near = _as_written(text[error.position : error.position + _SNIPPET])
            self._report(node, column, error.message, error.parameters, near)
            return None

    def _report(self, node: Node, column: str, message: str, parameters: dict[str, str], near: str = "") -> None:
        sheet = "choices" if node.type == _CHOICE else "survey"
        problem = Problem("error", sheet, node.row, column, message, parameters, near)
        self.problems[sheet, node.row, column, problem.message, *parameters.values()] = problem

    def _condition(self, node: Node, column: str, text: str, needs: set[int] | None = None) -> Run | None:
        if text in {"", "false()"}:
            return None if text == "" or column != "relevant" else lambda _scope: False
        compiled = self._compile(node, column, text)
        if compiled is None:
            return None
        if needs is not None:
            needs |= compiled[1]
        return convert(compiled[0], "b")

    def _value(self, node: Node, column: str, text: str, needs: set[int], *, is_empty: bool = False) -> Run | None:
        """The closure of a value; with `is_empty`, an expression that is not there gives an empty one."""
        if is_empty and not text:
            return lambda _scope: ""
        compiled = self._compile(node, column, text) if text else None
        if compiled is None:
            return None
        needs |= compiled[1]
        return convert(compiled[0], "s")

    def _number(self, node: Node, column: str, text: str, needs: set[int]) -> Run | None:
        compiled = self._compile(node, column, text) if text else None
        if compiled is None:
            return None
        needs |= compiled[1]
        return compiled[0].run

    def _default(self, node: Node, needs: set[int]) -> Run | None:
        if node.prefill:
            return lambda scope: scope.known.get(node.prefill, "")
        if node.default:
            return lambda _scope: node.default
        return self._value(node, "default", node.default_expression, needs)

    def _filter(self, node: Node, needs: set[int]) -> Run | None:
        if not node.choice_filter:
            return None
        columns = frozenset(self.lists.get(node.choice_list, ()))
        compiled = self._compile(node, "choice_filter", node.choice_filter, columns)
        if compiled is None:
            return None
        needs |= compiled[1]
        return convert(compiled[0], "b")

    def _texts(self, node: Node, column: str, texts: Texts) -> CompiledTexts:
        return {language: self._text(node, column, text) for language, text in texts.items()}

    def _text(self, node: Node, column: str, text: Text) -> TextRun:
        if all(isinstance(part, str) for part in text):
            return "".join(str(part) for part in text)
        parts = [part if isinstance(part, str) else self._output(node, column, part) for part in text]
        return lambda scope: "".join(part if isinstance(part, str) else part(scope) for part in parts)

    def _output(self, node: Node, column: str, output: Output) -> TextRun:
        compiled = self._compile(node, column, output.expression)
        if compiled is None:
            return ""
        index = compiled[0].index
        return convert(compiled[0], "s") if index < 0 else lambda scope: scope.shown(index)

    def _choices(self, choices: tuple[Choice, ...]) -> tuple[CompiledChoice, ...]:
        return tuple(
            CompiledChoice(
                choice=each,
                label=self._texts(Node(ref="", name=each.name, type=_CHOICE, row=each.row), "label", each.label),
                item={"name": each.name, **each.columns},
                image=self._texts(Node(ref="", name=each.name, type=_CHOICE, row=each.row), "media::image", each.image),
            )
            for each in choices
        )


def _html_name(ref: str) -> str:
    """`group.name`, and `.name` outside groups: always with a dot, so that no field of the page itself is called so."""
    return ref.split("/", 2)[-1].replace("/", ".") if ref.count("/") > 2 else "." + ref.rpartition("/")[2]


def _columns(choices: tuple[Choice, ...]) -> frozenset[str]:
    return frozenset({"name", "label"}.union(*(each.columns for each in choices)))


def _as_written(expression: str) -> str:
    """The expression as its author wrote it: `${name}` for a path."""
    return re.sub(r"\s?/data/(?:[^\s/()]+/)*([\w.\-]+)\s?", r"${\1}", expression).strip()
