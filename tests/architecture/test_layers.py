"""Who knows HTTP, and who knows templates; that imports look down only is checked by `.importlinter`."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "portal"
HTTP = {"app", "cli", "web", "guards", "controllers"}


def imported(path: Path) -> Iterator[str]:
    """The packages that a module imports, at its top or later."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def users_of(package: str) -> list[Path]:
    """The modules that import a package, by their place below `portal`."""
    paths = sorted(SOURCE.rglob("*.py"))
    return [path.relative_to(SOURCE).with_suffix("") for path in paths if package in imported(path)]


def test_only_app_cli_web_guards_and_controllers_know_http() -> None:
    users = users_of("litestar")
    assert len(users) > 50
    assert [str(user) for user in users if not HTTP & set(user.parts)] == []


def test_only_templating_knows_the_engine_of_templates() -> None:
    assert [str(user) for user in users_of("jinja2")] == ["templating"]
