"""Whatever is written, and whatever is answered: an expression is refused as such, or runs without an error."""

import contextlib
import datetime
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.questionnaires.forms.engine import compile_form
from portal.questionnaires.forms.xpath import contextual
from portal.questionnaires.forms.xpath.errors import ExpressionError
from portal.questionnaires.forms.xpath.functions import FUNCTIONS
from portal.questionnaires.forms.xpath.parser import parse
from portal.questionnaires.forms.xpath.values import text_to_date, text_to_number

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


WRITTEN = st.text("0123456789-.T:+Z eE_\u0663\n", max_size=14)
NUMBER, DATE = re.compile(r"\s*-?([0-9]+(\.[0-9]*)?|\.[0-9]+)\s*", re.ASCII), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@given(WRITTEN | st.from_regex(NUMBER, fullmatch=True) | st.from_regex(DATE, fullmatch=True) | st.dates().map(str))
def test_a_number_is_written_in_digits_and_a_date_with_hyphens(text: str) -> None:
    is_number, is_date = NUMBER.fullmatch(text) is not None, DATE.fullmatch(text[:10]) is not None
    assert is_number or text_to_date(text) is not None or math.isnan(text_to_number(text))
    assert not is_number or text_to_number(text) == float(text)
    assert is_date or text_to_date(text) is None


@given(st.dates() | st.datetimes())
def test_a_date_counts_the_days_since_1970(moment: datetime.date) -> None:
    text = moment.isoformat()
    passed = datetime.datetime.fromisoformat(text) - datetime.datetime.fromisoformat("1970-01-01")
    assert text_to_date(text) == moment
    assert text_to_number(text) == pytest.approx(passed / datetime.timedelta(days=1))
