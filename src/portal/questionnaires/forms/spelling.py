"""Checks the expressions of a survey sheet by themselves, for a form of which pyxform makes nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence

from portal.i18n import mark as _

from .problems import Problem
from .xpath.contextual import BUILDERS
from .xpath.errors import ExpressionError
from .xpath.functions import FUNCTIONS
from .xpath.parser import parse
from .xpath.syntax import Call, Expression, parts

_COLUMNS = frozenset(
    {
        "relevant", "constraint", "calculation", "readonly", "required", "choice_filter", "repeat_count",
        "bind::np:warning",
    }
)  # fmt: skip
_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^\s}]*)\s*\}")
_WORDS = frozenset({"yes", "no", "true", "false", "ja", "nee", ""})
_MAX_SNIPPET = 30


def spelling_problems(survey: Sequence[Mapping[str, str]]) -> Iterator[Problem]:
    """Expressions that are no XPath, and functions that are unknown, wherever an expression stands."""
    for number, row in enumerate(survey, 2):
        for column, text in row.items():
            if column.strip().lower() in _COLUMNS and text.strip().lower() not in _WORDS:
                yield from _expression_problems(number, column, text)


def _expression_problems(number: int, column: str, text: str) -> Iterator[Problem]:
    try:
        tree = parse(_REFERENCE.sub(_placeholder, text))
        for call in _calls(tree):
            if call.name not in FUNCTIONS and call.name not in BUILDERS and call.name not in {"instance", "current"}:
                message = _("The function “%(name)s” is not known")
                raise ExpressionError(call.position, message, name=call.name)  # noqa: TRY301 (told as the others)
    except ExpressionError as error:
        near = text[error.position :][:_MAX_SNIPPET].strip()
        yield Problem("error", "survey", number, column, error.message, error.parameters, near)


def _placeholder(reference: re.Match[str]) -> str:
    """A name of the same length, so that positions stay what they are."""
    return "x" * len(reference.group())


def _calls(tree: Expression) -> Iterator[Call]:
    if isinstance(tree, Call):
        yield tree
    for part in parts(tree):
        yield from _calls(part)
