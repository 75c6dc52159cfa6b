"""Cuts an expression into tokens, by the lexical rules of XPath 1.0 (section 3.7)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from portal.i18n import mark as _

from .errors import ExpressionError

MAX_LENGTH = 8_000
OPERATOR_NAMES = frozenset({"and", "or", "div", "mod"})

_PATTERN = re.compile(
    r"""
      (?P<space>[ \t\r\n\u00a0]+)
    | (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<literal>"[^"]*"|'[^']*')
    | (?P<symbol>//|\.\.|::|!=|<=|>=|[/.@()\[\],|+\-=<>*])
    | (?P<name>[^\W\d][\w\-.]*(?::[^\W\d][\w\-.]*)?)
    """,
    re.VERBOSE,
)
# After these a `*` multiplies and a name such as `div` is an operator; elsewhere they are a name test.
_OPERAND_ENDS = frozenset({")", "]", ".", ".."})


class Token(NamedTuple):
    """One token; `kind` is number, literal, name, symbol, operator or end."""

    kind: str
    text: str
    position: int


def tokenize(expression: str) -> list[Token]:
    """The tokens of an expression, closed by an `end` token; raises `ExpressionError`."""
    if len(expression) > MAX_LENGTH:
        raise ExpressionError(
            MAX_LENGTH, _("The expression is longer than %(limit)s characters"), limit=str(MAX_LENGTH)
        )
    return [*_tokens(expression), Token("end", "", len(expression))]


def _tokens(expression: str) -> Iterator[Token]:
    position, after_operand = 0, False
    while position < len(expression):
        match = _PATTERN.match(expression, position)
        if match is None:
            raise _unreadable(expression, position)
        kind, text = str(match.lastgroup), match.group()
        if kind != "space":
            if after_operand and (text == "*" or text in OPERATOR_NAMES):
                kind = "operator"
            elif text == "*":
                kind = "name"
            yield Token(kind, text, position)
            after_operand = kind in {"number", "literal", "name"} or text in _OPERAND_ENDS
        position = match.end()


def _unreadable(expression: str, position: int) -> ExpressionError:
    character = expression[position]
    if character in "'\"":
        return ExpressionError(position, _("A quotation mark is not closed"))
    return ExpressionError(position, _("The character “%(character)s” is not understood here"), character=character)
