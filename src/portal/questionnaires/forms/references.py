"""The names that a place in the form goes by outside: on a page, and in the address of one."""


def html_name(ref: str) -> str:
    """`group.name`, and `.name` outside groups: always with a dot, so that no field of the page itself is called so.

    `group.repeat.2.name` in the second row of a repeat.
    """
    below = _below(ref).replace("/", ".")
    return below if ref.count("/") > 2 else f".{below}"


def row_key(ref: str) -> str:
    """`group~repeat.2` for `/data/group/repeat[2]`: the key of the page of that row."""
    return _below(ref).replace("/", "~")


def _below(ref: str) -> str:
    """Without the root; a name has no brackets, so those that are there hold the number of a row."""
    return ref.split("/", 2)[-1].replace("[", ".").replace("]", "")
