"""Where a file stands in the archive: readable, safe on any computer, and never the place of another one."""

from portal.files.names import safe_name

LONGEST_FOLDER, LONGEST_FILE = 60, 100  # Windows opens no path of more than 260 characters


class Paths:
    """Gives out paths, each once; `a/B.pdf` and `a/b.pdf` are one and the same on most computers."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, *parts: str) -> str:
        """A path of folders and a file name that come from anywhere."""
        *folders, name = parts
        root = "".join(f"{folder_name(folder)}/" for folder in folders)
        stem, extension = _split(safe_name(name))
        number, path = 1, f"{root}{stem}{extension}"
        while path.casefold() in self._taken:
            number += 1
            path = f"{root}{stem} ({number}){extension}"
        self._taken.add(path.casefold())
        return path


def folder_name(raw: str) -> str:
    """The name of a folder."""
    return safe_name(safe_name(raw)[:LONGEST_FOLDER])


def _split(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or len(extension) > 10:
        return name[:LONGEST_FILE], ""
    return stem[:LONGEST_FILE].rstrip(" ."), f".{extension}"
