"""Parses an expression: operator precedence by binding power (Pratt), the grammar of XPath 1.0."""

from portal.i18n import mark as _

from .errors import ExpressionError
from .syntax import Binary, Call, Expression, Literal, Negation, Number, Path, Step, parts
from .tokens import Token, tokenize

MAX_NESTING = 80
MAX_DEPTH = 200
_POWERS = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6, "|": 8,
}  # fmt: skip
_NEGATION_POWER = 7


def parse(expression: str) -> Expression:
    """The tree of an expression; raises `ExpressionError`, and nothing else, on any text."""
    parser = _Parser(tokenize(expression))
    tree = parser.expression(0)
    parser.expect_end()
    _refuse_deep(tree)
    return tree


def _refuse_deep(tree: Expression) -> None:
    """A long chain of operators is a deep tree as well, though the parser did not recurse for it."""
    level = [tree]
    for _depth in range(MAX_DEPTH):
        level = [part for node in level for part in parts(node)]
        if not level:
            return
    raise _too_deep(tree.position)


def _too_deep(position: int) -> ExpressionError:
    return ExpressionError(position, _("The expression is nested too deeply"))


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.index = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def take(self) -> Token:
        token = self.tokens[self.index]
        self.index += 1
        return token

    def take_if(self, text: str) -> bool:
        found = self.token.text == text and self.token.kind == "symbol"
        self.index += found
        return found

    def expect(self, text: str) -> None:
        if not self.take_if(text):
            raise ExpressionError(self.token.position, _("“%(expected)s” is missing here"), expected=text)

    def expect_end(self) -> None:
        if self.token.kind != "end":
            raise self.unexpected()

    def unexpected(self) -> ExpressionError:
        if self.token.kind == "end":
            return ExpressionError(self.token.position, _("The expression stops too early"))
        return ExpressionError(self.token.position, _("“%(found)s” is not expected here"), found=self.token.text)

    def expression(self, power: int) -> Expression:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise _too_deep(self.token.position)
        left = self.operand()
        while self.token.kind in {"symbol", "operator"} and _POWERS.get(self.token.text, 0) > power:
            operator = self.take()
            right = self.expression(_POWERS[operator.text])
            left = Binary(operator.text, left, right, operator.position)
        self.depth -= 1
        return left

    def operand(self) -> Expression:
        token = self.token
        if token.kind == "number":
            self.take()
            return Number(float(token.text), token.position)
        if self.take_if("-"):
            return Negation(self.expression(_NEGATION_POWER), token.position)
        if token.kind == "literal" or self.starts_call() or token.text == "(":
            return self.filtered()
        return self.path()

    def starts_call(self) -> bool:
        after = self.tokens[self.index + 1].text if self.token.kind == "name" else ""
        return after == "(" and self.token.text not in {"node", "text"}

    def filtered(self) -> Expression:
        """A literal, call or bracketed expression, and the predicates and steps that may follow it."""
        position = self.token.position
        start = self.primary()
        predicates = self.predicates()
        steps = self.following_steps() if self.token.text in {"/", "//"} else ()
        if not predicates and not steps:
            return start
        own = (Step("self", "node()", predicates, position),) if predicates else ()
        return Path(is_absolute=False, start=start, steps=own + steps, position=position)

    def primary(self) -> Expression:
        token = self.take()
        if token.kind == "literal":
            return Literal(token.text[1:-1], token.position)
        if token.kind == "name":
            return Call(token.text, self.arguments(), token.position)
        inner = self.expression(0)
        self.expect(")")
        return inner

    def arguments(self) -> tuple[Expression, ...]:
        self.expect("(")
        if self.take_if(")"):
            return ()
        found = [self.expression(0)]
        while self.take_if(","):
            found.append(self.expression(0))
        self.expect(")")
        return tuple(found)

    def path(self) -> Expression:
        position = self.token.position
        if self.token.text in {"/", "//"} and self.token.kind == "symbol":
            return Path(is_absolute=True, start=None, steps=self.following_steps(), position=position)
        return Path(is_absolute=False, start=None, steps=(self.step(), *self.following_steps()), position=position)

    def following_steps(self) -> tuple[Step, ...]:
        steps = []
        while self.token.kind == "symbol" and self.token.text in {"/", "//"}:
            slash = self.take()
            if slash.text == "//":
                steps.append(Step("descendant-or-self", "node()", (), slash.position))
            steps.append(self.step())
        return tuple(steps)

    def step(self) -> Step:
        token = self.take()
        if token.kind == "symbol" and token.text in {".", ".."}:
            axis = "self" if token.text == "." else "parent"
            return Step(axis, "node()", self.predicates(), token.position)
        if token.kind == "symbol" and token.text == "@":
            return Step("attribute", self.name_test(self.take()), self.predicates(), token.position)
        if token.kind == "name" and self.take_if("::"):
            return Step(token.text, self.name_test(self.take()), self.predicates(), token.position)
        return Step("child", self.name_test(token), self.predicates(), token.position)

    def name_test(self, token: Token) -> str:
        if token.kind != "name":
            self.index -= 1
            raise self.unexpected()
        if token.text in {"node", "text"} and self.take_if("("):
            self.expect(")")
            return f"{token.text}()"
        return token.text

    def predicates(self) -> tuple[Expression, ...]:
        found = []
        while self.take_if("["):
            found.append(self.expression(0))
            self.expect("]")
        return tuple(found)
