"""The rows of repeats in a mapping of answers by reference: how many there are, one more, one less. Pure.

How many rows a repeat has that the person adds to stands under its own reference: `{"/data/child": "2"}`.
"""

import re
from collections.abc import Mapping
from typing import TypeVar

MOST_ROWS = 250
"""In one list; what is beyond is not there."""
MOST_ROWS_IN_ALL = 2_500
FEWEST_ROWS = 1
"""ODK shows the first row of a repeat unasked: of one right inside another repeat, in the first row only."""

_COUNT = re.compile(r"\d{1,6}", re.ASCII)
_ROW = re.compile(r"(.+)\[(\d{1,6})\]", re.ASCII)
_NUMBER = re.compile(r"\[\d+\]", re.ASCII)
T = TypeVar("T")


class RowRefused(Exception):
    """Rows that cannot be added or removed here, because their number is fixed, or for lack of such a repeat or row."""


def row_count(answers: Mapping[str, str], ref: str) -> int:
    """How many rows a repeat has that the person adds to; `ref` with the numbers of the rows around it."""
    kept = answers.get(ref, "")
    if _COUNT.fullmatch(kept):
        return min(int(kept), MOST_ROWS)
    is_right_inside = ref.rpartition("]")[2].count("/") == 1
    is_in_later_row = any(number != "[1]" for number in _NUMBER.findall(ref))
    return 0 if is_right_inside and is_in_later_row else FEWEST_ROWS


def without_numbers(ref: str) -> str:
    """`/data/child/name` for `/data/child[2]/name`."""
    return _NUMBER.sub("", ref)


def split_row(ref: str) -> tuple[str, int]:
    """`/data/child` and 2 for `/data/child[2]`; raises `RowRefused` for what names no row."""
    found = _ROW.fullmatch(ref)
    if found is None:
        raise RowRefused(f"{ref} is no row")
    return found[1], int(found[2])


def without_row(values: Mapping[str, T], row_ref: str) -> dict[str, T]:
    """What is kept by reference when a row goes: nothing of it, and the rows after it move up."""
    repeat, removed = split_row(row_ref)
    start = f"{repeat}["
    kept = {}
    for ref, value in values.items():
        if not ref.startswith(start):
            kept[ref] = value
            continue
        number, _bracket, rest = ref[len(start) :].partition("]")
        if int(number) != removed:
            kept[f"{start}{int(number) - (int(number) > removed)}]{rest}"] = value
    return kept
