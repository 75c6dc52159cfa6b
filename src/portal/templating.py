"""The Jinja environments, one for each language: autoescaped, and strict about what is undefined.

Templates are compiled for each language with its texts in them, and with the fragments that they include: looking up
each text again, for every page, took a third of the time of a page.
"""

from collections.abc import Mapping, MutableMapping
from functools import cache
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from portal import assets, i18n
from portal.resources import PACKAGE


class Translating(NodeTransformer):
    """Puts the texts of one language in the place of `_("…")` and `{% trans %}`; plurals are left to the moment."""

    def __init__(self, language: str) -> None:
        self._catalogue = i18n.catalogue(language)

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 (Jinja's name)
        """The text itself, with its values filled in and escaped as the i18n extension does."""
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name="_" | "gettext"),
                args=[nodes.Const(value=str(message))],
                dyn_args=None,
                dyn_kwargs=None,
            ):
                text = Markup(self._catalogue.gettext(message))  # noqa: S704 (ours, as in the i18n extension)
                if not node.kwargs:
                    return nodes.Const(text % {}, lineno=node.lineno)
                values = [nodes.Pair(nodes.Const(each.key), each.value) for each in node.kwargs]
                return nodes.Mod(nodes.Const(text), nodes.Dict(values), lineno=node.lineno)
        return node


class Including(NodeTransformer):
    """Puts a fragment itself in the place of its `{% include "…" %}`, in a scope of its own as ever.

    A context for each of them took a fifth of the time of a page. What goes wrong in a fragment is told of the line
    that includes it; a fragment whose name is known at the moment only is included then.
    """

    def __init__(self, environment: Environment, loader: BaseLoader) -> None:
        self._environment, self._loader = environment, loader

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 (Jinja's name)
        """The nodes of the fragment, and of those that it includes itself."""
        if not isinstance(node.template, nodes.Const):
            return node
        name = node.template.value
        source, file, _is_fresh = self._loader.get_source(self._environment, name)
        fragment = self.visit(self._environment._parse(source, name, file))
        fragment.set_lineno(node.lineno, override=True)
        return nodes.Scope(fragment.body, lineno=node.lineno)


class SpokenEnvironment(Environment):
    """An environment whose templates speak one language, and are compiled with the fragments that they include."""

    spoken = i18n.DEFAULT_LANGUAGE

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template: nodes.Template = Translating(self.spoken).visit(super()._parse(source, name, filename))
        return template.set_environment(self)  # type: ignore[return-value]

    def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
        assert self.loader is not None
        Including(self, self.loader).visit(source).set_environment(self)
        return super()._generate(source, *args, **options)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One plain dict instead of a chain of two, which every include copies."""
        return {**self.globals, **(d or {})}


@cache
def environment(language: str = i18n.DEFAULT_LANGUAGE) -> Environment:
    """The environment that all pages, fragments, mails and PDFs are rendered with; names start at `src/portal`."""
    templates = SpokenEnvironment(
        loader=FileSystemLoader(PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        cache_size=-1,
    )
    templates.spoken = language
    templates.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]
    templates.globals.update(language=i18n.language, languages=i18n.LANGUAGES, asset=assets.address, icon=assets.icon)
    templates.filters.update(
        date=i18n.format_date,
        day=i18n.format_day,
        short_day=i18n.format_short_day,
        month=i18n.format_month,
        begun=i18n.begun,
        time=i18n.format_time,
        moment=i18n.format_moment,
        day_moment=i18n.format_day_moment,
        number=i18n.format_number,
        size=i18n.format_size,
        local_date=lambda moment: i18n.local(moment).date(),
    )
    return templates


def render(name: str, context: Mapping[str, Any]) -> str:
    """The named template, filled in."""
    return environment(i18n.language()).get_template(name).render(context)
