"""Where the files that are no Python live: in the checkout, or inside the installed package."""

from pathlib import Path

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parent.parent


def folder(name: str) -> Path:
    """The folder `static`, `translations` or `questionnaires`; an editable install reads the checkout's own."""
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / name
    return PACKAGE / ("questionnaires_shipped" if name == "questionnaires" else name)
