"""Whatever is written, and whatever is answered: an expression is refused as such, or runs without an error."""

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from portal.questionnaires.forms.engine import compile_form
from portal.questionnaires.forms.xpath import contextual
from portal.questionnaires.forms.xpath.errors import ExpressionError
from portal.questionnaires.forms.xpath.functions import FUNCTIONS
from portal.questionnaires.forms.xpath.parser import parse

from .conftest import NOW
from .test_xpath import ANSWERS, definition

PIECES = st.sampled_from(
    ["(", ")", "[", "]", "/", "//", "..", ".", "*", "-", "+", "=", "!=", "<", "and", "or", "div", "::", "@", ",", "|",
     "'a'", '"', "1", ".5", "name", "a:b", "node()", "text()", "if(", "current()", "instance('list')", " ", "\0", "é"]
)  # fmt: skip


@given(st.text() | st.lists(PIECES, max_size=40).map("".join) | st.lists(PIECES, max_size=40).map(" ".join))
def test_any_text_is_parsed_or_refused_as_an_expression(text: str) -> None:
    with contextlib.suppress(ExpressionError):
        parse(text)


def calls(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Calls of every function with as many arguments as it takes."""
    special = {
        name: entry[0]
        for name, entry in contextual.BUILDERS.items()
        if name not in {"jr:choice-name", "indexed-repeat", "pulldata"}  # these take names, not values
    }
    counts = special | {name: max(entry.minimum, min(2, len(entry.kinds))) for name, entry in FUNCTIONS.items()}

    def call(name: str) -> st.SearchStrategy[str]:
        arguments = st.lists(inner, min_size=counts[name], max_size=counts[name])
        return arguments.map(lambda given_: f"{name}({', '.join(given_)})")

    return st.sampled_from(sorted(counts)).flatmap(call)


LEAVES = st.sampled_from(
    [*(f"/data/{name}" for name in ANSWERS), ".", "../five", "/data/*", "''", "'x y'", "'-3'", "0", "-1.5",
     "99999999999999999999", "'%Y-%b'", "'(['", "'2026-02-29'", "instance('list')/root/item/label"]
)  # fmt: skip
OPERATORS = st.sampled_from(["+", "-", "*", "div", "mod", "=", "!=", "<", ">=", "and", "or", "|"])
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: calls(inner) | st.tuples(inner, OPERATORS, inner).map(lambda three: f"({' '.join(three)})"),
    max_leaves=12,
)
VALUES = st.text(max_size=12) | st.sampled_from(["", "0", "-1", "1.5", "9" * 400, "2026-11-24", "2026-13-01", "a b"])


@given(EXPRESSIONS, st.dictionaries(st.sampled_from(sorted(ANSWERS)), VALUES))
def test_an_expression_that_compiles_runs_on_any_answers(expression: str, answers: dict[str, str]) -> None:
    form = compile_form(definition(f"once({expression.replace('/data/*', '/data/five')})"))
    state = form.evaluate({f"/data/{name}": value for name, value in answers.items()}, language="nl", now=NOW)
    assert isinstance(state.nodes[-1].value, str)
