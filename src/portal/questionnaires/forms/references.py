"""The names that a place in the form goes by outside: on a page, and in the address of one."""

import re

_NUMBER = re.compile(r"\[(\d+)\]", re.ASCII)


def html_name(ref: str) -> str:
    """`group.name`, and `.name` outside groups: always with a dot, so that no field of the page itself is called so.

    `group.repeat.2.name` in the second row of a repeat.
    """
    below = _NUMBER.sub(r".\1", ref.split("/", 2)[-1]).replace("/", ".")
    return below if ref.count("/") > 2 else f".{below}"


def row_key(ref: str) -> str:
    """`group~repeat.2` for `/data/group/repeat[2]`: the key of the page of that row."""
    return _NUMBER.sub(r".\1", ref.split("/", 2)[-1]).replace("/", "~")
