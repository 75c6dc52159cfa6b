"""What people type, and what is made of it: nothing is lost, and nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.questionnaires import entry
from portal.questionnaires.entry import Typed
from portal.questionnaires.forms.engine import Form, compile_form
from portal.questionnaires.forms.importing import read_form
from portal.questionnaires.forms.state import NodeState

from .forms.conftest import YES_NO, evaluate, row, table

FORM: Form = compile_form(
    read_form(
        table(
            row("text", "line"),
            row("text", "story", appearance="multiline"),
            row("integer", "count"),
            row("decimal", "price"),
            row("date", "day"),
            row("date", "born", **{"bind::np:check": "past"}),
            row("select_one ja_nee", "one"),
            row("select_multiple ja_nee", "many"),
            row("acknowledge", "true"),
            row("text", "bsn", **{"bind::np:check": "bsn"}),
            row("text", "iban", **{"bind::np:check": "iban"}),
            row("text", "postcode", **{"bind::np:check": "postcode"}),
            row("text", "phone", **{"bind::np:check": "phone"}),
            row("time", "clock"),
            row("dateTime", "moment"),
            row("date", "since", appearance="month-year"),
            row("date", "built", appearance="year"),
            row("range", "grade", parameters="start=1 end=10 step=0.5"),
            row("rank ja_nee", "order"),
            row("file", "deed"),
            choices=YES_NO,
        ),
        "x.md",
    )
)


class Posted:
    """A posted form: pairs of field and value."""

    def __init__(self, *pairs: tuple[str, str]) -> None:
        self.pairs = pairs

    def getall(self, key: str, default: object = None) -> object:
        return [value for name, value in self.pairs if name == key] or default


def node(name: str, value: str = "", language: str = "nl") -> NodeState:
    found = evaluate(FORM, {name: value} if value else {}, language).node(f"/data/{name}")
    assert found is not None
    return found


def read(name: str, *values: str, language: str = "nl") -> entry.Entry:
    return entry.read_entry(node(name, language=language), Posted(*((f".{name}", value) for value in values)))


def read_day(name: str, day: str, month: str, year: str) -> entry.Entry:
    pairs = ((f".{name}-day", day), (f".{name}-month", month), (f".{name}-year", year))
    return entry.read_entry(node(name), Posted(*pairs))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("425.000,00", "425000"), ("425.000", "425000"), ("425000,5", "425000.5"), ("€ 1.250,-", "1250"),
        ("12.5", "12.5"), ("1 250,75", "1250.75"), ("1.234.567,89", "1234567.89"), ("0,125", "0.125"),
        ("-3", "-3"), ("−3", "-3"), ("007", "7"), ("-0", "0"), ("", ""),
    ],
)  # fmt: skip
def test_amounts_are_read_the_dutch_way(typed: str, value: str) -> None:
    found = read("price", typed)
    assert (found.value, found.error) == (value, None)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("425,000.00", "425000"), ("425,000", "425000"), ("1250.5", "1250.5"), ("12,5", "12.5"), ("1,234,567", "1234567")],
)
def test_amounts_are_read_the_english_way(typed: str, value: str) -> None:
    assert read("price", typed, language="en").value == value


@pytest.mark.parametrize(("typed", "language"), [("425,000", "nl"), ("425.000", "en")])
def test_an_amount_that_could_be_two_things_is_not_guessed(typed: str, language: str) -> None:
    found = read("price", typed, language=language)
    assert (found.value, found.typed.text) == ("", typed)
    assert found.error is not None
    assert "425000" in found.error


@pytest.mark.parametrize("typed", ["12a", "1,2,3", "1.2.3", "--1", "१२", "9" * 16, "NaN", "1e5", "."])
def test_what_is_no_number_stays_as_it_was_typed(typed: str) -> None:
    found = read("price", typed)
    assert (found.value, found.typed.text) == ("", typed)
    assert found.error


@pytest.mark.parametrize(("typed", "value"), [("1 000", "1000"), ("1.000", "1000"), (" 12 ", "12"), ("-4", "-4")])
def test_whole_numbers_may_hold_spaces(typed: str, value: str) -> None:
    assert read("count", typed).value == value
    assert read("count", "1,5").error


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (("27", "3", "1958"), "1958-03-27"), (("27", "maart", "1958"), "1958-03-27"),
        (("27", "Mrt.", "1958"), "1958-03-27"), (("1", "May", "2000"), "2000-05-01"),
        (("01", "mei", "2000"), "2000-05-01"), (("27-3-1958", "", ""), "1958-03-27"),
        (("1958-03-27", "", ""), "1958-03-27"), (("29", "2", "2024"), "2024-02-29"),
    ],
)  # fmt: skip
def test_dates_are_read_with_numbers_and_with_names_of_months(typed: tuple[str, str, str], value: str) -> None:
    found = read_day("day", *typed)
    assert (found.value, found.error) == (value, None)


@pytest.mark.parametrize(
    "typed",
    [("31", "2", "2026"), ("27", "3", ""), ("", "", "1958"), ("27", "foo", "1958"), ("1", "1", "58"),
     ("0", "1", "2000"), ("1", "13", "2000"), ("1", "1", "958"), ("1", "1", "19588")],
)  # fmt: skip
def test_a_date_that_is_none_stays_in_its_three_fields(typed: tuple[str, str, str]) -> None:
    found = read_day("day", *typed)
    assert (found.value, found.typed) == ("", Typed(day=typed[0], month=typed[1], year=typed[2]))
    assert found.error


def test_a_year_of_two_digits_is_taken_only_where_one_century_is_possible() -> None:
    assert read_day("born", "27", "3", "58").value == "1958-03-27"
    assert read_day("born", "27", "3", "12").error
    assert read_day("day", "27", "3", "58").error


def test_text_is_cleaned_of_what_cannot_be_seen() -> None:
    assert read("line", "  An\0na\x07  de\r\nVries ").value == "Anna de Vries"
    assert read("story", "een\r\ntwee\x00 ").value == "een\ntwee"


def test_a_text_that_is_too_long_is_kept_and_the_limit_is_named() -> None:
    found = read("story", "x" * 10_001)
    assert (found.value, found.typed.text) == ("", "x" * 10_001)
    assert found.error is not None
    assert "10.000" in found.error
    assert read("story", "x" * 10_000).error is None


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("bsn", "111.222.333", "111222333"), ("bsn", "1112223", "1112223"), ("postcode", "1015kl", "1015 KL"),
        ("iban", "nl91 abna 0417 1643 00", "NL91ABNA0417164300"), ("phone", "06-1234 5678", "+31612345678"),
        ("phone", "0032 2 555 12 12", "+3225551212"),
    ],
)  # fmt: skip
def test_numbers_are_kept_the_way_they_are_written_officially(name: str, typed: str, value: str) -> None:
    assert read(name, typed).value == value


def test_choices_are_read_from_repeated_fields() -> None:
    assert read("many", "ja", "nee", "ja").value == "ja nee"
    assert read("many", "ja nee").value == ""
    assert read("many").value == ""
    assert read("one", "ja").value == "ja"
    assert read("one", "ja nee").value == ""
    assert read("true", "on").value == "OK"
    assert read("true").value == ""


def test_a_choice_that_is_a_row_is_named_as_it_was_typed_there() -> None:
    rows = (row("begin_repeat", "people"), row("text", "who"), row("end_repeat"), row("select_one ${who}", "chosen"))
    form = compile_form(read_form(table(*rows), "x.md"))
    state = evaluate(form, {"people": "2", "people[1]/who": "Anna de Vries", "people[2]/who": "Bo"})
    chosen = state.node("/data/chosen")
    assert chosen is not None
    said = [entry.read_entry(chosen, Posted((chosen.html_name, name))) for name in ("Anna de Vries", "Bo", "Cas Bo")]
    assert [each.value for each in said] == ["Anna de Vries", "Bo", ""]


def test_a_question_that_was_not_on_the_page_is_told_from_one_left_empty() -> None:
    posted = Posted(("asked", ".many"))
    assert entry.was_asked(node("many"), posted)
    assert not entry.was_asked(node("true"), posted)


def test_stored_values_are_shown_the_way_they_may_be_typed() -> None:
    assert entry.present(node("day", "1958-03-07")) == Typed(day="7", month="3", year="1958")
    assert entry.present(node("price", "425000.5")).text == "425.000,50"
    assert entry.present(node("price", "425000.5", "en")).text == "425,000.50"
    assert entry.present(node("many", "ja nee")).chosen == ("ja", "nee")


def test_values_are_displayed_for_people() -> None:
    assert entry.display(node("day", "1958-03-07"), "nl") == "7 maart 1958"
    assert entry.display(node("day", "1958-03-07"), "en") == "7 March 1958"
    assert entry.display(node("many", "ja nee"), "en") == "Yes, No"
    assert entry.display(node("price", "0.30000000000000004"), "nl") == "0,30"
    assert entry.display(node("count", "2003"), "nl") == "2003"
    assert entry.display(node("true", "OK"), "nl") == "Ja"
    assert entry.display(node("line"), "nl") == ""


@given(st.sampled_from([each.node.name for each in FORM.fields]), st.text(max_size=40), st.sampled_from(["nl", "en"]))
def test_anything_that_is_typed_is_a_valid_value_or_an_error_or_shown_again(
    name: str, typed: str, language: str
) -> None:
    pairs = [(f".{name}{part}", typed) for part in ("", "-day", "-month", "-year")]
    found = entry.read_entry(node(name, language=language), Posted(*pairs))
    state = node(name, found.value, language)
    assert not (found.value and found.error)
    assert state.error != "type" or state.type in {"select_one", "select_multiple", "rank", "range"}


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from(["nl", "en"]))
def test_an_amount_that_is_shown_is_read_back_as_it_was(amount: object, language: str) -> None:
    value = read("price", f"{amount:f}".replace(".", "," if language == "nl" else "."), language=language).value
    shown = entry.present(node("price", value, language)).text
    assert read("price", shown, language=language).value == value


@given(st.dates())
def test_a_date_that_is_shown_is_read_back_as_it_was(day: object) -> None:
    shown = entry.present(node("day", str(day)))
    if 1800 <= int(shown.year) <= 2199:
        assert read_day("day", shown.day, shown.month, shown.year).value == str(day)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("14.07", "14:07"), ("14:07", "14:07"), ("9.05", "09:05"), ("14u07", "14:07"), ("1407", "14:07"),
        ("14 uur", "14:00"), ("14.07 uur", "14:07"), ("2.07 pm", "14:07"), ("12 am", "00:00"), ("", ""),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(typed: str, value: str) -> None:
    found = read("clock", typed)
    assert (found.value, found.error) == (value, None)


@pytest.mark.parametrize("typed", ["24.00", "14.60", "half drie", "14.7", "13 pm", "0 am", "१४.०७"])
def test_what_is_no_time_stays_as_it_was_typed(typed: str) -> None:
    found = read("clock", typed)
    assert (found.value, found.typed.text) == ("", typed)
    assert found.error


def post(name: str, **parts: str) -> entry.Entry:
    return entry.read_entry(node(name), Posted(*((f".{name}-{part}", value) for part, value in parts.items())))


def test_a_moment_is_by_the_dutch_clock() -> None:
    assert post("moment", day="24", month="nov", year="2026", time="14.07").value == "2026-11-24T14:07:00.000+01:00"
    assert post("moment", day="24", month="7", year="2026", time="14.07").value == "2026-07-24T14:07:00.000+02:00"
    assert post("moment").error is None
    assert post("moment", day="24", month="7", year="2026").error
    assert post("moment", time="14.07").error


def test_part_of_a_date_is_kept_as_its_first_day() -> None:
    assert post("since", month="maart", year="1958").value == "1958-03-01"
    assert post("built", year="1958").value == "1958-01-01"
    assert post("since", year="1958").error
    assert post("built", year="58").error


def test_a_ranking_is_typed_or_dragged() -> None:
    assert post("order", ja="2", nee="1").value == "nee ja"
    assert read("order", "nee", "ja").value == "nee ja"
    assert post("order").value == ""
    wrong = post("order", ja="1", nee="1")
    assert (wrong.value, wrong.typed.places) == ("", {"ja": "1", "nee": "1"})
    assert wrong.error


def test_files_are_kept_by_their_ids() -> None:
    assert read("deed", "3f-1", "77").value == "3f-1 77"


@pytest.mark.parametrize(
    ("name", "value", "language", "shown"),
    [
        ("clock", "14:07", "nl", Typed(text="14.07")),
        ("clock", "14:07:00.000+01:00", "en", Typed(text="14:07")),
        ("moment", "2026-11-24T13:07:00Z", "nl", Typed(day="24", month="11", year="2026", time="14.07")),
        ("moment", "never", "nl", Typed(text="never")),
        ("grade", "7.5", "nl", Typed(text="7,50")),
        ("order", "nee ja", "nl", Typed(chosen=("nee", "ja"))),
    ],
)
def test_what_is_kept_is_shown_again(name: str, value: str, language: str, shown: Typed) -> None:
    assert entry.present(node(name, value, language)) == shown


@pytest.mark.parametrize(
    ("kind", "calculation"),
    [
        ("text", "concat('  ', ${a}, '  van  ', ${a}, ' ')"),
        ("decimal", "1 div 3"),
        ("decimal", "1234567890123456.5 + 0"),
        ("integer", "12345678901234567890 * 1"),
    ],
)
def test_a_calculated_answer_that_was_left_as_it_was_shown_is_not_edited(kind: str, calculation: str) -> None:
    form = compile_form(read_form(table(row("text", "a"), row(kind, "b", calculation=calculation)), "x.md"))
    found = evaluate(form, {"a": "x"}).node("/data/b")
    assert found is not None
    shown = " ".join(entry.present(found).text.split())
    assert entry.read_entry(found, Posted((found.html_name, shown))).value == found.value
    assert entry.read_entry(found, Posted((found.html_name, "7"))).value == "7"
    assert entry.read_entry(found, Posted((found.html_name, ""))).value == ""
