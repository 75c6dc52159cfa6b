"""The checks of `bind::np:check`: what may stand, and words that help where it may not."""

from collections.abc import Callable

import pytest

from portal.questionnaires.forms.checks import CHECKS
from portal.questionnaires.forms.engine import Form

from .conftest import NOW, evaluate, row

Build = Callable[..., Form]


@pytest.mark.parametrize(
    ("check", "value", "words"),
    [
        ("bsn", "111222333", ""),
        ("bsn", "112122333", "Hebt u twee cijfers omgewisseld? Kijk naar ‘21’, cijfer 3 en 4"),
        ("bsn", "123456789", "controleer de negen cijfers"),
        ("bsn", "11122233", "controleer de negen cijfers"),
        ("bsn", "1112223334", "negen cijfers; u hebt er 10 ingevuld"),
        ("bsn", "onbekend", "controleer de negen cijfers"),
        ("rsin", "112122333", "cijfer 3 en 4"),
        ("iban", "NL91 ABNA 0417 1643 00", ""),
        ("iban", "NL91ABNA0417164301", "vergelijk ze één voor één"),
        ("iban", "NL91ABNA041716430", "18 letters en cijfers; u hebt er 17 ingevuld"),
        ("iban", "417164300", "begint met twee letters en twee cijfers"),
        ("iban", "DE89370400440532013000", ""),
        ("iban", "DE8937040044053201300", "rekeningnummer"),
        ("postcode", "1012AB", ""),
        ("postcode", "1O12 AB", "bedoelt u 1012 AB?"),
        ("postcode", "0123 AB", "zoals 1234 AB"),
        ("postcode", "1234 SS", "zoals 1234 AB"),
        ("kvk", "1234567", "acht cijfers"),
        ("phone", "06 1234", "telefoonnummer"),
        ("email", "anna@voorbeeld", "e-mailadres"),
        ("past", "2027-01-01", "al is geweest"),
        ("adult", "2010-01-01", "18"),
    ],
)  # fmt: skip
def test_a_number_that_is_wrong_is_told_what_may_be_wrong_with_it(
    form: Build, check: str, value: str, words: str
) -> None:
    kind = "date" if check in {"past", "adult"} else "text"
    node = evaluate(form(row(kind, "q", **{"bind::np:check": check})), {"q": value}).nodes[0]
    assert (node.error, bool(node.message)) == (("constraint", True) if words else (None, False))
    assert words in node.message


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize(
    "value", ["", " ", "-", "0", "x" * 200, "१२३४५६७८९", "\N{PILE OF POO}", "111 222 334", "NL", "NL91"]
)
def test_no_value_trips_a_check(check: str, value: str) -> None:
    found = CHECKS[check]
    if not found.is_valid(value, NOW.date()):
        assert found.words(value, str)
    assert isinstance(found.canonical(value), str)


def test_a_warning_says_so_and_stops_nobody(form: Build) -> None:
    columns = {
        "bind::np:warning": ". > ${most}",
        "bind::np:warning_message::Nederlands (nl)": "Meer dan ${most}: klopt dat?",
        "bind::np:warning_message::English (en)": "More than ${most}: is that right?",
    }
    built = form(row("integer", "most"), row("integer", "q", **columns, **{"label::English (en)": "Q"}))
    for value, nl, en in (("", "", ""), ("5", "", ""), ("6", "Meer dan 5: klopt dat?", "More than 5: is that right?")):
        answers = {"most": "5", "q": value}
        assert [evaluate(built, answers, language).nodes[1].warning for language in ("nl", "en")] == [nl, en]
        assert evaluate(built, answers).is_valid


def test_a_warning_on_a_note_needs_no_answer_and_on_an_empty_question_gives_none(form: Build) -> None:
    warning = {"bind::np:warning": "not(${a} > 3)"}
    built = form(row("integer", "a", **warning), row("note", "n", **warning))
    assert [node.warning for node in evaluate(built, {}).nodes] == ["", "Kijk nog eens of dit klopt"]
    assert [node.warning for node in evaluate(built, {"a": "4"}).nodes] == ["", ""]


def test_a_warning_of_what_is_not_asked_is_not_given(form: Build) -> None:
    built = form(row("integer", "a"), row("integer", "b", relevant="${a} = 1", **{"bind::np:warning": "true()"}))
    assert evaluate(built, {"a": "2", "b": "1"}).nodes[1].warning == ""


def test_our_own_columns_travel_with_the_question(form: Build) -> None:
    own = {"bind::np:code": "BSN1", "bind::np:confidential": "yes", "bind::np:prefill": "account.name"}
    built = form(row("text", "q", **own), row("text", "r", **{"bind::np:confidential": "no"}))
    first, second = built.evaluate({}, language="nl", now=NOW, known={"account.name": "Anna"}).nodes
    assert (first.code, first.prefill, first.is_confidential, first.value) == ("BSN1", "account.name", True, "Anna")
    assert (second.code, second.is_confidential, second.value) == ("", False, "")
    assert built.evaluate({"/data/q": ""}, language="nl", now=NOW, known={"account.name": "Anna"}).nodes[0].value == ""
