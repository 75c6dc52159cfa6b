"""Compiles a definition to fields, in document order, and finds the order in which their values follow each other."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from .checks import CHECKS
from .clashes import clashes
from .definition import QUESTION_TYPES, REPEAT, UNSEEN_TYPES, Definition, Node
from .expressions import At, Expressions
from .fields import CompiledChoice, CompiledTexts, Field
from .fitting import fits
from .lexical import way_of_writing
from .problems import FormProblems
from .references import html_name
from .waves import in_waves
from .xpath.compiled import Run
from .xpath.places import Place, Places


class CompiledNodes(NamedTuple):
    """The fields in document order, the order in which they are worked out, and the lists of choices by name.

    `waves` come each with the block through whose rows it goes as a whole, -1 where it goes node by node.
    """

    fields: tuple[Field, ...]
    waves: tuple[tuple[int, tuple[Field, ...]], ...]
    choices: dict[str, tuple[CompiledChoice, ...]]
    places: Places


def compile_nodes(definition: Definition) -> CompiledNodes:
    """Everything of a definition that runs; raises `FormProblems` with all that cannot."""
    compiling = _Compiling(definition)
    fields = tuple(compiling.field(place) for place in range(len(compiling.nodes)))
    ordered = in_waves(fields, compiling.expressions)
    if problems := [*compiling.expressions.problems.values(), *clashes(fields)]:
        raise FormProblems(tuple(problems))
    return CompiledNodes(fields, ordered, compiling.choices, compiling.places)


def _walk(nodes: tuple[Node, ...], parent: int, start: int, depth: int) -> Iterator[tuple[Node, int, int]]:
    index = start
    for node in nodes:
        yield node, parent, depth
        inner = list(_walk(node.children, index, index + 1, depth + 1))
        yield from inner
        index += 1 + len(inner)


class _Compiling:
    def __init__(self, definition: Definition) -> None:
        self.nodes = list(_walk(definition.nodes, -1, 0, 0))
        self.places = Places(node for node, _parent, _depth in self.nodes)
        self.expressions = Expressions(definition, self.places)
        self.readonly: dict[int, Run | None] = {}
        self.choices = {name: self.expressions.choices(choices) for name, choices in definition.choices.items()}

    def field(self, index: int) -> Field:
        """Where the node stands, what it says, under which conditions, and what becomes its value."""
        node, parent, depth = self.nodes[index]
        place = self.places.by_ref[node.ref]
        at = At(place, place.block)
        self.expressions.needs.setdefault(index, {parent} if parent >= 0 else set())
        return Field(
            index=index,
            parent=parent,
            depth=depth,
            node=node,
            html_name=html_name(node.ref),
            is_question=node.type in QUESTION_TYPES,
            check=CHECKS.get(node.check),
            **self._whereabouts(place),
            **self._texts(node, at),
            **self._conditions(index, at),
            **self._value(node, at),
            **self._offer(node, at),
        )

    def _whereabouts(self, place: Place) -> dict[str, Any]:
        around = self.places.by_ref[place.ref.rpartition("/")[0]]
        return {
            "block": place.block,
            "slot": place.slot,
            "around": around.slot if around.block == place.block else 0,
            "inner": place.inner,
            "tail": place.ref.removeprefix(self.places.blocks[place.block].repeat.ref),
        }

    def _texts(self, node: Node, at: At) -> dict[str, Any]:
        texts = self.expressions.texts
        return {
            "label": texts(node, "label", node.label, at),
            "row_label": self._row_label(node, at),
            "hint": texts(node, "hint", node.hint, at),
            "guidance": texts(node, "guidance_hint", node.guidance, at),
            "image": texts(node, "media::image", node.image, at),
            "required_message": texts(node, "required_message", node.required_message, at),
            "constraint_message": texts(node, "constraint_message", node.constraint_message, at),
            "warning_message": texts(node, "bind::np:warning_message", node.warning_message, at),
        }

    def _conditions(self, index: int, at: At) -> dict[str, Any]:
        node, condition = self.nodes[index][0], self.expressions.condition
        relevant, row_relevant = self._relevance(node, at)
        return {
            "relevant": relevant,
            "row_relevant": row_relevant,
            "required": condition(node, "required", node.required, at),
            "readonly": self._readonly(index, at),
            "constraint": condition(node, "constraint", node.constraint, at),
            "warning": condition(node, "bind::np:warning", node.warning, at),
        }

    def _value(self, node: Node, at: At) -> dict[str, Any]:
        triggers = {self.places.by_ref[ref].index for ref in node.triggers if ref in self.places.by_ref}
        self.expressions.needs[at.place.index] |= triggers
        return {
            "calculation": self.expressions.value(node, "calculation", node.calculation, at),
            "count": self.expressions.value(node, "repeat_count", node.count, at, "n"),
            "default": self._default(node, at),
            "triggers": tuple(sorted(triggers)),
            "recalculation": self._recalculation(node, at),
            "is_plain": _is_plain(node),
            "is_once": "once(" in node.calculation or (node.prefill != "" and node.type in UNSEEN_TYPES),
            "is_default_kept": not node.prefill and not node.default,
        }

    def _offer(self, node: Node, at: At) -> dict[str, Any]:
        choices = self.choices.get(node.choice_list, ())
        names = {each.choice.name: number for number, each in enumerate(choices)}
        return {
            "choices": choices,
            "choice_names": names,
            "choice_filter": self.expressions.filter(node, at),
            "choice_path": self.expressions.value(node, "type", node.choice_path, at, "N"),
            "choice_seed": self.expressions.value(node, "parameters", node.choice_seed, at, "?"),
            "write": way_of_writing(node.type, names),
            "fits": fits(node, names),
        }

    def _relevance(self, node: Node, at: At) -> tuple[Run | None, Run | None]:
        """Of the list and of its rows: a repeat's condition belongs to the rows only where it asks which row it is."""
        if node.type == REPEAT and node.relevant:
            in_row = At(at.place, at.place.inner)
            outcome = self.expressions.compile(node, "relevant", node.relevant, in_row)
            if outcome is not None and outcome.is_about_row:
                return None, self.expressions.condition(node, "relevant", node.relevant, in_row, is_needed=True)
        return self.expressions.condition(node, "relevant", node.relevant, at, is_needed=True), None

    def _readonly(self, index: int, at: At) -> Run | None:
        """Its own, or that of anything around it."""
        node, parent, _depth = self.nodes[index]
        own, around = self.expressions.condition(node, "readonly", node.readonly, at), self.readonly.get(parent)
        if around is not None and self.places.by_ref[self.nodes[parent][0].ref].block != at.place.block:
            around = _outside(around)
        self.readonly[index] = around if own is None else own if around is None else _either(own, around)
        return self.readonly[index]

    def _row_label(self, node: Node, at: At) -> CompiledTexts:
        if node.type != REPEAT:
            return {}
        return self.expressions.texts(node, "label", node.label, At(at.place, at.place.inner, is_at_home=True))

    def _recalculation(self, node: Node, at: At) -> Run | None:
        """What a trigger makes of the value: nothing, where it says no more."""
        if node.triggers and not node.recalculation:
            return lambda _row: ""
        return self.expressions.value(node, "calculation", node.recalculation, at)

    def _default(self, node: Node, at: At) -> Run | None:
        if node.prefill:
            return lambda row: row.scope.known.get(node.prefill, "")
        if node.default:
            return lambda _row: node.default
        return self.expressions.value(node, "default", node.default_expression, at)


def _is_plain(node: Node) -> bool:
    """Whether nothing works out the value, and all choices are on offer."""
    begins = node.prefill or node.default or node.default_expression
    return not (begins or node.calculation or node.triggers or node.choice_filter or node.choice_path)


def _outside(run: Run) -> Run:
    return lambda row: run(row.parent)


def _either(one: Run, other: Run) -> Run:
    return lambda row: one(row) or other(row)
