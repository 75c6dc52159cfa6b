"""Compiles a definition to fields, in document order, and finds the order in which their values follow each other."""

from collections.abc import Iterator
from typing import NamedTuple

from portal.i18n import mark as _

from .checks import CHECKS
from .clashes import clashes
from .definition import QUESTION_TYPES, REPEAT, UNSEEN_TYPES, Definition, Node
from .expressions import At, Expressions
from .fields import CompiledChoice, CompiledTexts, Field
from .fitting import fits
from .lexical import way_of_writing
from .ordering import Circle, Wave, waves
from .problems import FormProblems
from .references import html_name
from .xpath.compiled import Run
from .xpath.places import Places


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
    ordered = compiling.waves(fields)
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
        node, parent, depth = self.nodes[index]
        place, make = self.places.by_ref[node.ref], self.expressions
        make.needs.setdefault(index, {parent} if parent >= 0 else set())
        at = At(place, place.block)
        relevant, row_relevant = self._relevance(node, at)
        choices = self.choices.get(node.choice_list, ())
        choice_names = {each.choice.name: place for place, each in enumerate(choices)}
        around = self.places.by_ref[node.ref.rpartition("/")[0]]
        triggers = {self.places.by_ref[ref].index for ref in node.triggers if ref in self.places.by_ref}
        make.needs[index] |= triggers
        return Field(
            index=index,
            parent=parent,
            depth=depth,
            block=place.block,
            slot=place.slot,
            around=around.slot if around.block == place.block else 0,
            inner=place.inner,
            tail=node.ref.removeprefix(self.places.blocks[place.block].repeat.ref),
            node=node,
            html_name=html_name(node.ref),
            relevant=relevant,
            row_relevant=row_relevant,
            required=make.condition(node, "required", node.required, at),
            readonly=self._readonly(index, at),
            constraint=make.condition(node, "constraint", node.constraint, at),
            calculation=make.value(node, "calculation", node.calculation, at),
            default=self._default(node, at),
            choice_filter=make.filter(node, at),
            choice_path=make.value(node, "type", node.choice_path, at, "N"),
            count=make.value(node, "repeat_count", node.count, at, "n"),
            choices=choices,
            choice_names=choice_names,
            write=way_of_writing(node.type, choice_names),
            fits=fits(node, choice_names),
            check=CHECKS.get(node.check),
            label=make.texts(node, "label", node.label, at),
            row_label=self._row_label(node, at),
            hint=make.texts(node, "hint", node.hint, at),
            guidance=make.texts(node, "guidance_hint", node.guidance, at),
            image=make.texts(node, "media::image", node.image, at),
            warning=make.condition(node, "bind::np:warning", node.warning, at),
            warning_message=make.texts(node, "bind::np:warning_message", node.warning_message, at),
            triggers=tuple(sorted(triggers)),
            recalculation=self._recalculation(node, at),
            choice_seed=make.value(node, "parameters", node.choice_seed, at, "?"),
            required_message=make.texts(node, "required_message", node.required_message, at),
            constraint_message=make.texts(node, "constraint_message", node.constraint_message, at),
            is_plain=_is_plain(node),
            is_once="once(" in node.calculation or (node.prefill != "" and node.type in UNSEEN_TYPES),
            is_default_kept=not node.prefill and not node.default,
            is_question=node.type in QUESTION_TYPES,
        )

    def waves(self, fields: tuple[Field, ...]) -> tuple[tuple[int, tuple[Field, ...]], ...]:
        """Each field after those that its value or relevance depends on; a circle becomes a problem."""
        try:
            found = [*waves(self.expressions.needs, self.expressions.needs_elsewhere)]
            return tuple((self._block(wave), tuple(fields[index] for index in wave.indices)) for wave in found)
        except Circle as error:
            circle = [self.nodes[index][0] for index in error.indices]
            names = " → ".join(node.name for node in circle)
            message = _("These rows depend on each other in a circle: %(names)s")
            column = "calculation" if circle[0].calculation else "relevant"
            self.expressions.report(circle[0], column, message, {"names": names})
            return ()

    def _block(self, wave: Wave) -> int:
        """The innermost block around all of a wave, whose rows it goes through; a wave without one is a circle."""
        if not wave.is_by_row:
            return -1
        blocks = [self.places.by_ref[self.nodes[index][0].ref].block for index in wave.indices]
        common = blocks[0]
        while not all(self.places.is_around(common, block) for block in blocks):
            common = self.places.blocks[common].parent
        if common == 0:
            raise Circle([*wave.indices, wave.indices[0]])
        return common

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
