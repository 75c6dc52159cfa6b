"""Templates say what they take, take what they say, and hold nothing that the content security policy forbids."""

import re
from pathlib import Path

import jinja2.meta
import pytest
from jinja2 import nodes

from portal import templating
from portal.resources import PACKAGE

TEMPLATES = sorted(
    path.relative_to(PACKAGE).as_posix()
    for folder in ("templates", "partials")
    for path in (PACKAGE / folder).rglob("*.html")
)
INPUTS = re.compile(r"\{# inputs: (?P<names>.*?) #\}")
FORBIDDEN = {
    "inline handlers": r"\shx-on|\son(click|change|submit|input|load)=",
    "script in values": r"\bjs:|javascript:",
    "trigger filters": r'hx-trigger="[^"]*\[',
    "boosted links": r"hx-boost|hx-select",
    "inline script": r"<script(?![^>]*\ssrc=)",
    "another origin": r"""(?:src|href)="(?:https?:)?//""",
}
STYLED = ("templates/mails/", "templates/pdf/", "templates/demo/")


def source(name: str) -> str:
    """The text of a template."""
    return (PACKAGE / name).read_text(encoding="utf-8")


def own_names(name: str) -> set[str]:
    """What a template itself takes from its context; Jinja does not see that a block knows what the top has bound."""
    environment = templating.environment()
    tree = environment.parse(source(name))
    bound = {target.name for target in tree.find_all(nodes.Name) if target.ctx == "store"}
    for imported in tree.find_all(nodes.FromImport):
        bound |= {entry[1] if isinstance(entry, tuple) else entry for entry in imported.names}
    bound |= {macro.name for macro in tree.find_all(nodes.Macro)}
    found = jinja2.meta.find_undeclared_variables(tree)
    return {variable for variable in found - bound if variable not in environment.globals}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_names_what_it_takes(name: str) -> None:
    taken = own_names(name)
    line = INPUTS.search(source(name).split("\n")[0])
    named = {part.strip() for part in line["names"].split(",")} if line else set()
    assert taken <= named, f"not named: {sorted(taken - named)}"


@pytest.mark.parametrize("name", [name for name in TEMPLATES if not name.startswith("templates/demo/")])
@pytest.mark.parametrize("kind", FORBIDDEN)
def test_a_template_holds_nothing_that_the_policy_forbids(name: str, kind: str) -> None:
    assert re.search(FORBIDDEN[kind], source(name)) is None


@pytest.mark.parametrize("name", [name for name in TEMPLATES if not name.startswith(STYLED)])
def test_a_page_has_no_style_of_its_own(name: str) -> None:
    assert re.search(r"\sstyle=|<style", source(name)) is None


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name.startswith("partials/")])
def test_a_fragment_never_extends(name: str) -> None:
    assert "{% extends" not in source(name)


def test_every_icon_that_is_used_is_in_the_sprite() -> None:
    sprite = (Path(__file__).parents[2] / "static" / "icons" / "sprite.svg").read_text(encoding="utf-8")
    there = set(re.findall(r'<symbol id="i-([a-z0-9-]+)"', sprite))
    used = {icon for name in TEMPLATES for icon in re.findall(r'icon\("([a-z0-9-]+)"', source(name))}
    assert used <= there
