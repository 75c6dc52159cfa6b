"""Divides a questionnaire into steps: a top-level group each, or a run of questions that stand in no group."""

from collections.abc import Iterator
from dataclasses import dataclass

from .fields import Field


@dataclass(frozen=True, slots=True)
class Plan:
    """A step before any answer: its key, its group (-1 for a run), and the nodes that may stand on its page."""

    key: str
    group: int
    indices: tuple[int, ...]


LONG = 15
"""A group of more questions than this falls into a step for each group in it."""


def plan_steps(fields: tuple[Field, ...]) -> tuple[Plan, ...]:
    """All steps in order. The key of a group's step is its name, that of a run the name of its first question."""
    return tuple(_plans(fields, [field for field in fields if field.depth == 0], -1, ""))


def _plans(fields: tuple[Field, ...], level: list[Field], group: int, path: str) -> Iterator[Plan]:
    """The steps of the nodes directly inside a group; a run of them that is no group makes one."""
    run: list[int] = []
    for field in level:
        if field.is_group or field.is_repeat:
            yield from _run(fields, run, group, path)
            run = []
            yield from _own(fields, field, f"{path}{field.node.name}")
        elif field.is_shown:
            run.append(field.index)
    yield from _run(fields, run, group, path)


def _own(fields: tuple[Field, ...], field: Field, key: str) -> Iterator[Plan]:
    inside = [each for each in _inside(fields, field) if each.block == field.block]
    level = [each for each in inside if each.parent == field.index]
    is_split = (
        field.is_group
        and "field-list" not in field.node.appearance
        and sum(each.is_question for each in inside) > LONG
        and any(each.is_group for each in level)
    )
    if is_split:
        yield from _plans(fields, level, field.index, f"{key}~")
    else:
        shown = tuple(each.index for each in inside if each.is_shown)
        yield Plan(key, field.index, (field.index, *shown) if field.is_repeat else shown)


def _run(fields: tuple[Field, ...], indices: list[int], group: int, path: str) -> Iterator[Plan]:
    if indices:
        yield Plan(path + fields[indices[0]].node.name, group, tuple(indices))


def _inside(fields: tuple[Field, ...], group: Field) -> Iterator[Field]:
    for field in fields[group.index + 1 :]:
        if field.depth <= group.depth:
            return
        yield field
