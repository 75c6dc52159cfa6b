"""What expressions give: the rules of XPath 1.0, and where ODK's differ, ODK's."""

import pytest

from portal.i18n import speaking
from portal.questionnaires.forms.definition import Choice, Definition, Node
from portal.questionnaires.forms.engine import compile_form
from portal.questionnaires.forms.problems import FormProblems

from .conftest import NOW

ANSWERS = {
    "name": "Anna de Vries", "empty": "", "five": "5", "price": "425000.50", "born": "1958-03-27",
    "later": "2026-12-04", "picked": "b a", "one": "b", "hidden": "7",
}  # fmt: skip
LIST = (
    Choice("a", {"nl": ("Appel",), "en": ("Apple",)}, {"colour": "red"}),
    Choice("b", {"nl": ("Banaan",)}, {"colour": "yellow"}),
)


def definition(expression: str) -> Definition:
    """A form whose last node calculates the expression, beside nodes to refer to."""
    nodes = tuple(
        Node(f"/data/{name}", name, "select_one" if name == "one" else "text", choice_list="list")
        for name in ANSWERS
        if name != "hidden"
    )
    hidden = Node("/data/hidden", "hidden", "integer", relevant="false()")
    out = Node("/data/out", "out", "calculate", row=9, calculation=expression)
    return Definition({"nl": "Proef"}, "nl", ("nl", "en"), (*nodes, hidden, out), {"list": LIST})


def result(expression: str, language: str = "nl") -> str:
    """The text that an expression gives among the answers above."""
    state = compile_form(definition(f"concat('', {expression})")).evaluate(
        {f"/data/{name}": value for name, value in ANSWERS.items()}, language=language, now=NOW
    )
    return state.nodes[-1].value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 mod 3", "1"),
        ("-7 mod 3", "-1"),
        ("1 div 0", "Infinity"),
        ("0 div 0 = 0 div 0", "false"),
        ("- -2", "2"),
        ("0.1 + 0.2 > 0.3", "true"),
        ("10 - 2 - 3", "5"),
        ("2 + 3 = 5 and 1 != 2 or false()", "true"),
        ("1 < 2 = true()", "true"),
        ("'a' = \"a\"", "true"),
        ("'10' < '9'", "false"),
        ("100000000000 * 10", "1000000000000"),
        ("0.000001", "0.000001"),
    ],
)
def test_operators_follow_xpath(expression: str, expected: str) -> None:
    assert result(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("/data/empty > 0", "false"),
        ("/data/empty < 1", "false"),
        ("/data/empty = ''", "true"),
        ("/data/empty != 'x'", "true"),
        ("if(/data/empty, 'yes', 'no')", "yes"),
        ("not(/data/empty)", "false"),
        ("sum(/data/empty | /data/five)", "NaN"),
        ("/data/hidden = ''", "true"),
        ("/data/hidden > 1", "false"),
        ("count(/data/hidden | /data/five)", "1"),
        ("sum(/data/hidden | /data/five)", "5"),
        ("max(/data/hidden, /data/five)", "NaN"),
        ("count-non-empty(/data/empty | /data/five | /data/hidden)", "1"),
        ("coalesce(/data/hidden, 'other')", "other"),
        ("int(/data/empty)", "NaN"),
        ("string-length(/data/hidden)", "0"),
    ],
)
def test_what_is_empty_or_not_relevant_is_never_an_error(expression: str, expected: str) -> None:
    assert result(expression) == ("" if expected == "NaN" else expected)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("/data/born < /data/later", "true"),
        ("/data/born > '1958-03-26'", "true"),
        ("/data/later <= today()", "false"),
        ("/data/later > today() + 9", "true"),
        ("today()", "2026-11-24"),
        ("today() = '2026-11-24'", "true"),
        ("today() = '2026-11-24T00:00:00.000'", "true"),
        ("now()", "2026-11-24T17:00:00.000+01:00"),
        ("date('2026-02-30') = ''", "true"),
        ("date(0)", "1970-01-01"),
        ("number(date('1970-01-31'))", "30"),
        ("decimal-date-time('1970-01-02T12:00:00')", "1.5"),
        ("/data/later - today()", "10"),
        ("int((today() - /data/born) div 365.25)", "68"),
        ("format-date(/data/born, '%e %b %Y (%d-%m-%y)')", "27 mrt 1958 (27-03-58)"),
        ("format-date(/data/empty, '%Y')", ""),
        ("if(/data/born < today(), /data/later, today())", "2026-12-04"),
    ],
)
def test_dates_count_as_dates(expression: str, expected: str) -> None:
    assert result(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("selected(/data/picked, 'a')", "true"),
        ("selected(/data/picked, 'c')", "false"),
        ("selected(/data/empty, '')", "false"),
        ("selected-at(/data/picked, 0)", "b"),
        ("selected-at(/data/picked, 5)", ""),
        ("count-selected(/data/picked)", "2"),
        ("jr:choice-name(/data/one, '/data/one')", "Banaan"),
        ("instance('list')/root/item[colour = 'red']/label", "Appel"),
        ("instance('list')/root/item[name = current()/../one]/colour", "yellow"),
        ("count(instance('list')/root/item[colour != ''][name = 'a']/name)", "1"),
        ("join(', ', /data/five, /data/one)", "5, b"),
        ("substr('abcdef', 1, 3)", "bc"),
        ("substr('abcdef', -2)", "ef"),
        ("substr('abc', 1 div 0)", ""),
        ("substring('abcdef', 2, 3)", "bcd"),
        ("substring-before('1999/04', '/')", "1999"),
        ("substring-after('1999/04', '/')", "04"),
        ("substring-after('abc', '')", "abc"),
        ("starts-with(/data/name, 'Anna')", "true"),
        ("contains(/data/name, 'vries')", "false"),
        ("normalize-space('  a   b ')", "a b"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("string-length('Ë🙂')", "2"),
        ("regex('1234AB', '^[0-9]{4}[A-Z]{2}$')", "true"),
        ("regex('x1234AB', '^[0-9]{4}')", "false"),
        ("regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '^(a+)+$')", "false"),
        ("regex('a', '(')", "false"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(3.14159, 2)", "3.14"),
        ("round(1250, -2)", "1300"),
        ("floor(-1.5)", "-2"),
        ("ceiling(1.2)", "2"),
        ("int(-1.9)", "-1"),
        ("abs(-3)", "3"),
        ("min(3, 1, 2)", "1"),
        ("boolean('false')", "true"),
        ("boolean(0)", "false"),
        ("string(true())", "true"),
        ("/data/price * 2", "850001"),
    ],
)
def test_functions_follow_the_odk_specification(expression: str, expected: str) -> None:
    assert result(expression) == expected


def test_the_label_of_a_choice_is_in_the_readers_language_or_else_in_the_forms_own() -> None:
    assert result("jr:choice-name('a', '/data/one')", "en") == "Apple"
    assert result("jr:choice-name('b', '/data/one')", "en") == "Banaan"


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("((", "The expression stops too early"),
        ("1 +", "The expression stops too early"),
        ("'open", "A quotation mark is not closed"),
        ("pulldatum('x')", "The function “pulldatum” is not known"),
        ("if(true(), 1)", "The function “if” is given 2 values, and cannot work with that"),
        ("/data/absent", "There is no question “absent”"),
        ("$x", "The character “$” is not understood here"),
        ("1 2", "“2” is not expected here"),
        ("selected(/data/name 'x')", "“)” is missing here"),
        ("instance('nothing')/root/item/name", "There is no list of choices of this name"),
        ("instance('list')/root/item[size = 1]/name", "The list of choices has no column “size”"),
        ("preceding-sibling::x", "A path cannot go in this direction"),
        ("(" * 300 + "1" + ")" * 300, "The expression is nested too deeply"),
        ("1" + " + 1" * 300, "The expression is nested too deeply"),
        ("'" + "x" * 9000 + "'", "The expression is longer than 8000 characters"),
    ],
)
def test_an_expression_that_cannot_be_used_is_named_with_its_row_and_the_reason(expression: str, reason: str) -> None:
    with pytest.raises(FormProblems) as caught:
        compile_form(definition(expression))
    (problem,) = caught.value.problems
    assert (problem.sheet, problem.row, problem.column) == ("survey", 9, "calculation")
    with speaking("en"):
        assert problem.text().startswith(reason)
